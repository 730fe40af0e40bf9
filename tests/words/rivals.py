"""One word for one idea: the words that were not chosen, in each language.

The chosen word of an idea stands in the catalogue ``glossary``: ``katch glossary``
prints it. A rival is a pattern of letters, whatever their case; an exception matches
what only looks like one.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["IDEAS", "Idea", "rivals_in"]


class Idea(NamedTuple):
    """An idea in one language: the key of its word, its rivals, what looks like one."""

    language: str
    key: str
    rivals: str
    exceptions: str = "(?!)"


IDEAS = (
    Idea("en", "term-activity", r"\bactions?\b"),
    Idea("en", "term-handover", r"\bhand-overs?\b"),
    Idea("ru", "term-agency", r"ведомств\w*", r"(меж|под)ведомств\w*"),
    Idea(
        "ru",
        "term-case",
        r"\bслуча(й|я|ю|ем|е|и|ев|ям|ями|ях)\b",
        r"(лучш|худш)\w+ случа\w+|лучшем и в худшем случае|ведущий случай",
    ),
    Idea(
        "ru",
        "term-referral",
        r"\bнаправлени\w+|\bнаправить ребёнка",
        r"по направлению",
    ),
    Idea("ru", "term-training", r"квалификац\w*"),
    Idea(
        "ru",
        "term-handbook",
        r"\bсправочник\w*",
        r"справочником файлов YAML|форм справочника",
    ),
    Idea("ru", "term-case-manager", r"ведущ\w+ случай", r"специалист, ведущий случай"),
    Idea(
        "kk",
        "term-agency",
        r"\bведомство\w*|\bмекеме\w*",
        r"\w+аралық|шетел\w+ мекеме\w*",
    ),
    Idea("kk", "term-referral", r"\bбағытта(у|л)\w*|\bжолдама\w*", r"қайта бағытта\w*"),
    Idea(
        "kk",
        "term-handbook",
        r"\bанықтамалық\w*",
        r"анықтамалықтағы пішіндердің",
    ),
    Idea("kk", "term-training", r"біліктілі\w*|\bдайындығы жоқ"),
    Idea("kk", "term-escort", r"\bалып жүр\w*"),
    Idea("kk", "term-case-manager", r"\bіс жүргізуші\w*"),
    Idea(
        "kk",
        "term-waiver",
        r"\bшегініс\w*",
        r"шегініспен жазыңыз|жолдың шегініс\w+|жолдың шегінісінен",
    ),
)
"""What decides between two words is the law, then a native reader."""


def rivals_in(texts: Iterable[tuple[str, str]], language: str) -> Iterator[str]:
    """Yield where a rival is used: the place, the rival, the word that was chosen.

    ``texts`` are places with what they say in this language.
    """
    ideas = [idea for idea in IDEAS if idea.language == language]
    for place, text in texts:
        for idea in ideas:
            said = re.sub(idea.exceptions, " ", text, flags=re.IGNORECASE)
            for found in re.finditer(idea.rivals, said, flags=re.IGNORECASE):
                yield f"{place}: {found[0]} ({idea.key})"
