"""An exercise at a table for the page: its sheets in every language at once."""

from collections.abc import Iterable, Iterator, Sequence

from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.exercises.exercise import Exercise, exercise_of
from katch_protocols.exercises.nouns import TabletopRole, TabletopSheet
from katch_protocols.exercises.tabletop import sheets_in
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.page.exercise_nouns import (
    PageAnswer,
    PageClockMark,
    PageExercise,
    PageMark,
    PagePlayer,
    PageScene,
    Player,
)
from katch_protocols.papers.page.texts import Text

__all__ = ["exercise_on_page", "player_in"]


def player_in(theme: Theme) -> Player:
    """Return what plays protocols for a page: in the first region, as on paper."""

    def player(protocol: Protocol, handbook: Handbook) -> PageExercise:
        return exercise_on_page(exercise_of(protocol, handbook, None), theme)

    return player


def exercise_on_page(exercise: Exercise, theme: Theme = COLOUR) -> PageExercise:
    """Return the sheets of an exercise, each text once a language of the handbook.

    Where a live case refuses a step, there are none, and its refusal is told.
    """
    languages = exercise.handbook.languages
    try:
        sheets = tuple(sheets_in(exercise, languages))
    except ActivityRefusedError as error:
        return PageExercise((), tuple(error.said(each) for each in languages))
    return PageExercise(tuple(_moment(each, theme) for each in sheets))


def _moment(told: Sequence[TabletopSheet], theme: Theme) -> PageScene:
    return PageScene(
        act=told[0].activity,
        title=_each(sheet.title for sheet in told),
        time=_each(sheet.time for sheet in told),
        keeps=_each(sheet.keeps for sheet in told),
        role=_role([sheet.role for sheet in told], theme),
        told=_texts(sheet.told for sheet in told),
        injects=_texts(sheet.injects for sheet in told),
        clock=tuple(_clock(told)),
        answer=tuple(_answer(told)),
        marks=tuple(_marks(told)),
    )


def _role(told: Sequence[TabletopRole], theme: Theme) -> PagePlayer:
    return PagePlayer(
        _each(role.title for role in told),
        _each(role.agency for role in told),
        theme.shown(told[0].colour),
        _texts(role.holds for role in told),
        _texts(role.cannot for role in told),
        told[0].picture,
    )


def _clock(told: Sequence[TabletopSheet]) -> Iterator[PageClockMark]:
    for marks in zip(*(sheet.clock for sheet in told), strict=True):
        time, title = (mark.time for mark in marks), (mark.title for mark in marks)
        yield PageClockMark(_each(time), _each(title), marks[0].kind)


def _answer(told: Sequence[TabletopSheet]) -> Iterator[PageAnswer]:
    for lines in zip(*(sheet.answer for sheet in told), strict=True):
        yield PageAnswer(lines[0].key, _texts(line.said for line in lines))


def _marks(told: Sequence[TabletopSheet]) -> Iterator[PageMark]:
    for marks in zip(*(sheet.marks for sheet in told), strict=True):
        yield PageMark(
            _each(mark.head for mark in marks),
            _texts(mark.said for mark in marks),
            _each(mark.because for mark in marks),
        )


def _each(said: Iterable[str]) -> Text:
    return tuple(said)


def _texts(told: Iterable[Sequence[str]]) -> tuple[Text, ...]:
    return tuple(zip(*told, strict=True))
