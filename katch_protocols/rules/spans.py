"""How long a span of time is, where that depends on no calendar."""

from katch_protocols.model.durations import Duration, Unit

__all__ = ["minutes"]

_MINUTES = {
    Unit.MINUTES: 1,
    Unit.HOURS: 60,
    Unit.DAYS: 24 * 60,
    Unit.WEEKS: 7 * 24 * 60,
}


def minutes(duration: Duration) -> int | None:
    """Return a span in minutes; ``None`` for working days and months."""
    unit = _MINUTES.get(duration.unit)
    return None if unit is None else duration.amount * unit
