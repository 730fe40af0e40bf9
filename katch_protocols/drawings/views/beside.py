"""What a view says beside a duty, where its one deadline would not tell the truth."""

from collections.abc import Iterator

from katch_protocols.drawings.story.saying import span, together
from katch_protocols.drawings.views.subject import Subject
from katch_protocols.duties.nouns import Duty
from katch_protocols.model.labels import Label

__all__ = ["beside", "by_when"]


def beside(duty: Duty, subject: Subject) -> Label | None:
    """Say what else holds: another deadline at other steps, another way to keep it."""
    notes = [*_notes(duty, subject)]
    if not notes:
        return None
    return together(notes, subject.languages, separator=" · ")


def _notes(duty: Duty, subject: Subject) -> Iterator[Label]:
    limit, languages = duty.limit, subject.languages
    if limit is None:
        return
    if limit.confirms:
        yield subject.word("until-confirmed")
    elif not limit.alone:
        yield subject.word("one-of-several")
    if duty.elsewhere:
        spans = [
            subject.word("no-deadline")
            if other is None
            else span(other.limit, languages)
            for other in duty.elsewhere
        ]
        said = together(spans, languages, separator=", ")
        yield subject.word("elsewhere", spans=said)


def by_when(duty: Duty, subject: Subject, language: str) -> str:
    """Return the same with the deadline itself, as a cell of a text twin."""
    limit, note = duty.limit, beside(duty, subject)
    if limit is None:
        return ""
    said = span(limit.limit, (language,)).say(language)
    return said if note is None else f"{said}, {note.say(language)}"
