"""The booklet: the whole handbook as one PDF, or one protocol of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from katch_protocols.drawings.printing import typeset
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.content.cards import cards
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.deadlines import deadline_rows
from katch_protocols.papers.content.points import (
    open_questions,
    unbound_roles,
    unread_sources,
)
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.glossary import heading_of, sections
from katch_protocols.papers.print.sheets import (
    TEMPLATES,
    card_data,
    drawn,
    raci_data,
    theme_in,
    words_in,
)
from katch_protocols.words.languages import own_name
from katch_protocols.words.say import say

__all__ = ["booklet"]

Data = Mapping[str, object]


def booklet(
    found: Sequence[Gathered], answer: Responsibility, handbook: Handbook, language: str
) -> bytes:
    """Return some protocols, their agencies and the lists of a handbook as one PDF.

    ``answer`` is about the same protocols. Its contents name every part.
    """
    tongue = PaperTexts(handbook, language)
    alone = found[0].protocol if len(found) == 1 else None
    title = handbook.title if alone is None else alone.title
    data = {
        "language": language,
        "words": words_in(tongue),
        "theme": theme_in(found[0].theme),
        "title": tongue.label(title, handbook.id),
        "protocols": [_protocol(each, language) for each in found],
        "cards": _cards(found, answer, tongue),
        "languages": [own_name(each) for each in _order(tongue)],
        "glossary": list(_glossary(tongue)),
        "questions": list(_questions(tongue)),
    }
    return typeset(TEMPLATES / "booklet.typ", data)


def _cards(
    found: Sequence[Gathered], answer: Responsibility, tongue: PaperTexts
) -> list[Data]:
    """Return the cards; only that of a single protocol has a map."""
    if len(found) == 1:
        return card_data(found[0].cards(tongue.language), found[0], tongue.language)
    return [asdict(card) for card in cards(answer, tongue, found[0].colours)]


def _protocol(found: Gathered, language: str) -> Data:
    tongue, protocol = found.tongue(language), found.protocol
    page, references = found.proofs[language], References(tongue)
    references.cite(protocol.source)
    deadlines = [list(row) for row in deadline_rows(protocol, tongue, references)]
    bound = [each for each in found.answer.agencies.values() if each.binding]
    counts = tongue.say(
        "handed-out",
        agencies=len(bound),
        steps=len(found.pictures.numbers),
        duties=len(found.answer.raci),
        deadlines=len(deadlines),
    )
    return {
        "title": tongue.label(protocol.title, protocol.id),
        "note": tongue.label(protocol.note) if protocol.note else "",
        "foot": tongue.foot(protocol),
        "counts": counts,
        "deadlines": deadlines,
        "sources": references.listed(),
        "sheets": list(drawn(found, language, tongue)),
        "raci": raci_data(found, language),
        "summary": page.summary,
        "promises": [
            {
                "sentence": each.sentence,
                "verdict": each.verdict,
                "remarks": [*each.remarks, *each.story],
            }
            for each in (page.soundness, *page.safeguards)
        ],
    }


def _order(tongue: PaperTexts) -> Sequence[str]:
    rest = (each for each in tongue.handbook.languages if each != tongue.language)
    return (tongue.language, *rest)


def _glossary(tongue: PaperTexts) -> Iterator[Data]:
    for key, titles in sections(tongue.handbook):
        if titles:
            rows = [
                [label.texts.get(each, "") for each in _order(tongue)]
                for label in titles.values()
            ]
            yield {"title": heading_of(key, tongue.language), "rows": rows}


def _questions(tongue: PaperTexts) -> Iterator[Data]:
    parts = (
        ("open", ("open", "concerns"), (2, 1), open_questions(tongue)),
        ("unread", ("source", "cite"), (1, 1), unread_sources(tongue)),
        ("unbound", ("region", "role", "reason"), (1, 1, 2), unbound_roles(tongue)),
    )
    for title, heads, columns, rows in parts:
        yield {
            "title": say(f"questions.{title}", tongue.language),
            "heads": [say(f"questions.{head}", tongue.language) for head in heads],
            "columns": columns,
            "rows": [list(row) for row in rows],
        }
