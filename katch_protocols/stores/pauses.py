"""How long post waits after a try that failed: from seconds to an hour, for ever."""

from datetime import timedelta

__all__ = ["LONGEST", "pause_after"]

LONGEST = timedelta(hours=1)

_FIRST = timedelta(seconds=5)
_DOUBLINGS = 10


def pause_after(tries: int) -> timedelta:
    """Return the pause after so many tries have failed; it doubles up to an hour."""
    longer: timedelta = _FIRST * 2 ** min(tries - 1, _DOUBLINGS)
    return min(longer, LONGEST)
