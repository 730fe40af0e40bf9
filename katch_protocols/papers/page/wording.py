"""What the page itself says, by key: its own texts and those of other domains."""

import re
from collections.abc import Mapping

from katch_protocols.papers.page.texts import PageLanguages, Text
from katch_protocols.telling.proof_report import Standing, StandingKind
from katch_protocols.words.say import entries

__all__ = ["words_in"]


def words_in(languages: PageLanguages) -> Mapping[str, Text]:
    """Return each text of the page, and what it takes of other domains, by key."""
    said = [
        {
            **entries("page", language),
            **_shared(entries("duties", language)),
            **_verdicts(language),
            **_forms(entries("checklists", language)),
            **_of_ministries(entries("papers", language)),
            **_of_exercises(entries("papers", language)),
            **_dates(entries("dates", language)),
            "indicators": entries("indicators", language)["title"],
        }
        for language in languages.languages
    ]
    return {key: tuple(each[key] for each in said) for key in said[0]}


_SHARED = re.compile("(letter|means|basis)-.*")
_COUNT = re.compile("(counts-.*)-other")


def _shared(duties: Mapping[str, str]) -> Mapping[str, str]:
    """Return the parts, the bases, and the counts as heads of columns say them."""
    shared = {key: text for key, text in duties.items() if _SHARED.fullmatch(key)}
    counts = ((_COUNT.fullmatch(key), text) for key, text in duties.items())
    return {**shared, **{found[1]: text for found, text in counts if found}}


_FORM = ("advises", "checklists", "follows", "when")


def _forms(checklists: Mapping[str, str]) -> Mapping[str, str]:
    """Return what forms say that are ticked, as ``checklist-KEY``."""
    return {f"checklist-{key}": checklists[key] for key in _FORM}


_MONTH = re.compile("(month-..)-day")


def _dates(dates: Mapping[str, str]) -> Mapping[str, str]:
    """Return how a day is written: ``date-day``, and its months, ``month-01``."""
    months = ((_MONTH.fullmatch(key), text) for key, text in dates.items())
    return {"date-day": dates["day"]} | {
        found[1]: text for found, text in months if found
    }


_MINISTRY = ("from", "late", "never", "to", "undecided", "we-answer", "we-do")


def _of_ministries(papers: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the sheet of a ministry says too, as ``ministry-KEY``."""
    return {f"ministry-{key}": papers[f"ministry-{key}"] for key in _MINISTRY}


_ON_SHEETS = (
    *("answer", "ask", "cannot", "discuss", "everyday", "fold", "hold", "how"),
    *("inject", "keeps", "key", "out-of", "question", "read-out", "scale", "score"),
    *("sheet", "total", "when", "who", "you-play"),
)
_ANSWERS = (
    *("ask-before", "besides", "by-when", "do", "late", "makes", "needs", "state"),
    *("tell", "with"),
)


def _of_exercises(papers: Mapping[str, str]) -> Mapping[str, str]:
    """Return what sheets of an exercise, and their answers, say too; keys are theirs.

    An answer's key is ``AnswerLine.key``.
    """
    keys = ("tabletop", *(f"tabletop-{key}" for key in (*_ON_SHEETS, *_ANSWERS)))
    return {key: papers[key] for key in keys}


def _verdicts(language: str) -> Mapping[str, str]:
    return {f"verdict-{each}": Standing(each).say(language) for each in StandingKind}
