"""Spans of ISO 8601, as timers have them, read as spans of a protocol."""

import re

from katch_protocols.model.deadlines import MAX_AMOUNT, Duration, Unit

__all__ = ["span_of"]

_SPAN = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.\d+)?S)?)?"
)
_MINUTES = {"weeks": 10_080, "days": 1_440, "hours": 60, "minutes": 1}
_UNITS = (
    (Unit.WEEKS, 10_080),
    (Unit.DAYS, 1_440),
    (Unit.HOURS, 60),
    (Unit.MINUTES, 1),
)


def span_of(text: str) -> Duration | None:
    """Return ``PT72H`` as 72 hours; ``None`` where no one unit says as much.

    A year is twelve months; seconds are not counted.
    """
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    numbers = {
        name: int(number) for name, number in found.groupdict().items() if number
    }
    months = 12 * numbers.get("years", 0) + numbers.get("months", 0)
    minutes = sum(_MINUTES[name] * numbers.get(name, 0) for name in _MINUTES)
    if months:
        return None if minutes else _within(months, Unit.MONTHS)
    named = [name for name in _MINUTES if name in numbers]
    if len(named) == 1:
        return _within(numbers[named[0]], Unit(named[0]))
    for unit, size in _UNITS:
        if minutes and minutes % size == 0:
            return _within(minutes // size, unit)
    return None


def _within(amount: int, unit: Unit) -> Duration | None:
    return Duration(amount=amount, unit=unit) if 0 < amount <= MAX_AMOUNT else None
