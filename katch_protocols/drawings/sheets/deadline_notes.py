"""What a view says beside a duty: its deadline in words, and all that goes with it."""

from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import span
from katch_protocols.duties.nouns import Duty
from katch_protocols.duties.phrases import Teller
from katch_protocols.model.noun import Label

__all__ = ["beside", "by_when", "no_deadline"]


def _teller(language: str) -> Teller:
    return Teller(language, lambda each: span(each, (language,)).say(language))


def beside(duty: Duty, subject: Subject) -> Label | None:
    """Say what the bare deadline of a duty would leave out, if anything."""
    said = {code: _teller(code).beside(duty) for code in subject.languages}
    if not any(said.values()):
        return None
    return Label(texts={code: " · ".join(notes) for code, notes in said.items()})


def by_when(duty: Duty, language: str) -> str:
    """Return the same with the deadline itself, as a cell of a text twin."""
    return _teller(language).by_when(duty)


def no_deadline(duty: Duty, subject: Subject) -> Label | None:
    """Say that a duty has no deadline; nothing where that of a step is told."""
    said = {code: _teller(code).none(duty) for code in subject.languages}
    return Label(texts=said) if any(said.values()) else None
