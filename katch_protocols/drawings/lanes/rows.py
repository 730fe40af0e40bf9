"""The text of an arrow: its duties, who does them, what must be confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.scene import Sign
from katch_protocols.drawings.story.nouns import Duty, Move
from katch_protocols.drawings.text import Face, Lines, fit
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.say import say

__all__ = [
    "LEADING",
    "TEXT_SIZE",
    "Row",
    "block_size",
    "gap_before",
    "is_long",
    "on_condition",
    "only_if",
    "rows",
]

TEXT_SIZE, _SMALL = 13.0, 12.0
LEADING = 1.19
_LONG = 44
_INDENT, _BETWEEN, _PADDING = 13.0, 4.0, 3.0


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of a label; ``lane`` colours the square before a doer."""

    lines: Lines
    sign: Sign | None = None
    lane: Id | None = None
    starts_duty: bool = False

    @property
    def indent(self) -> float:
        """The room of the sign or square before the text."""
        return _INDENT if self.sign is not None or self.lane is not None else 0.0

    @property
    def width(self) -> float:
        """The width with its sign."""
        return self.lines.width + self.indent

    @property
    def height(self) -> float:
        """The height of its lines, or of its sign."""
        return max(len(self.lines.lines), 1) * self.lines.size * LEADING


def rows(move: Move, room: float, language: str, *, bold: bool) -> tuple[Row, ...]:
    """Set the text of a move in lines of at most ``room`` pixels."""
    return tuple(
        row for duty in move.duties for row in _duty(duty, room, language, bold=bold)
    )


def _duty(duty: Duty, room: float, language: str, *, bold: bool) -> Iterator[Row]:
    face = Face.SEMIBOLD if bold else Face.REGULAR
    sign = Sign.CLOCK if duty.is_clock else None
    inner = room - _INDENT
    text = fit(duty.text.say(language), inner if sign else room, TEXT_SIZE, face)
    yield Row(text, sign, starts_duty=True)
    if duty.guard is not None:
        only = fit(on_condition(duty, language), room, _SMALL)
        yield Row(only)
    if duty.doer is not None:
        doer = fit(duty.doer.say(language), inner, _SMALL, Face.SEMIBOLD)
        yield Row(doer, lane=duty.lane)
    if duty.companions is not None:
        beside = say("drawings.with", language, names=duty.companions.say(language))
        yield Row(fit(beside, room, _SMALL))
    if duty.confirm is not None:
        confirm = fit(duty.confirm.say(language), inner, _SMALL, Face.SEMIBOLD)
        yield Row(confirm, Sign.CHECK)


def is_long(guard: Label) -> bool:
    """Whether a condition is too long for an arrow, in some language."""
    return max(map(len, guard.texts.values())) > _LONG


def on_condition(duty: Duty, language: str) -> str:
    """Say on which condition a duty may be done; a long one stands in the list."""
    if duty.guard is None:
        return ""
    if is_long(duty.guard):
        return say("drawings.on-condition", language)
    return only_if(duty.guard, language)


def only_if(guard: Label, language: str) -> str:
    """Say a condition whole."""
    return say("drawings.only-if", language, condition=guard.say(language))


def block_size(block: Sequence[Row]) -> tuple[float, float]:
    """Return the width and height of a label, with its padding."""
    width = max((row.width for row in block), default=0.0)
    duties = sum(row.starts_duty for row in block)
    height = sum(row.height for row in block) + max(duties - 1, 0) * _BETWEEN
    return width + 2 * _PADDING, height + _PADDING


def gap_before(block: Sequence[Row], place: int) -> float:
    """Return the room above a row: duties stand a little apart."""
    return _BETWEEN if place and block[place].starts_duty else 0.0
