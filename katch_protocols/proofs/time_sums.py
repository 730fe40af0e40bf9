"""Times as sums: the limits of which a longest time is made, one after another."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.model.deadlines import MAX_AMOUNT, Duration, Reckoned, Unit

__all__ = [
    "VARYING",
    "Spent",
    "TimePart",
    "duration_of",
    "glance_of",
    "print_sum",
]

_DAY, _HOUR, _FEW_DAYS = 24 * 60, 60, 5

VARYING = frozenset({Unit.WORKING_DAYS, Unit.MONTHS})
"""Units whose real length depends on the calendar."""


class TimePart(Answerable, Struct, frozen=True):
    """One span of a sum: a limit at its longest, and the state that it holds for.

    ``minutes`` is below zero where a wait that must pass lies before the event. Where
    the limit is a duty's own, ``activity`` is what must be done by then.
    """

    limit: Duration
    minutes: int
    state: str
    timer: bool = False
    activity: str | None = None

    @property
    def most(self) -> Duration | None:
        """How long it can be in real time, if the calendar has a say in it."""
        varies = self.limit.unit in VARYING
        return duration_of(abs(self.minutes)) if varies else None


class Spent(Struct, frozen=True):
    """How long something takes at most, beside its limit.

    ``least`` is the limit at its shortest real span; ``minutes`` the longest time, the
    sum of ``parts``; ``None``: it was not reckoned, or no deadline bounds it.
    """

    limit: Duration
    least: Duration
    minutes: int | None = None
    parts: tuple[TimePart, ...] = ()

    @property
    def total(self) -> Duration | None:
        """The longest time, in the largest unit that is exact."""
        return None if self.minutes is None else duration_of(self.minutes)

    def facts(self) -> Mapping[str, str]:
        """Return it as texts for programs, durations as a handbook writes them."""
        found = {"limit": str(self.limit), "shortest": str(self.least)}
        if self.minutes is not None:
            found["minutes"] = str(self.minutes)
            found["total"] = str(self.total)
            found["sum"] = print_sum(self.parts)
            found["states"] = ", ".join(part.state for part in self.parts)
        return found


def duration_of(minutes: int) -> Duration:
    """Return a span in the largest unit that is exact: ``9 days``, ``36 hours``."""
    if minutes % _DAY == 0 and minutes // _DAY > 1:
        return _span(minutes // _DAY, Unit.DAYS)
    if minutes % _HOUR == 0:
        return _span(minutes // _HOUR, Unit.HOURS)
    return _span(minutes, Unit.MINUTES)


def glance_of(minutes: int) -> Duration:
    """Return a longest time for a picture: beyond five days in whole days.

    The day that has begun counts too: it takes no longer than is said.
    """
    if minutes > _FEW_DAYS * _DAY:
        return _span(-(-minutes // _DAY), Unit.DAYS)
    return duration_of(minutes)


def _span(amount: int, unit: Unit) -> Duration:
    kind = Duration if amount <= MAX_AMOUNT else Reckoned
    return kind(amount=amount, unit=unit)


def print_sum(parts: Sequence[TimePart]) -> str:
    """Print a sum for programs: ``3 hours + 5 working days (at most 11 days)``."""
    text = ""
    for part in parts:
        sign = "-" if part.minutes < 0 else "+"
        text += f" {sign} " if text or sign == "-" else ""
        text += str(part.limit)
        if part.most is not None:
            text += f" (at most {part.most})"
    return text.strip()
