"""The times of a log as instants: microseconds since 1970, UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from katch_protocols.cases.instants import FIRST_YEAR, LAST_YEAR
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.events import NO_TIME, micros
from katch_protocols.model.logs import Twice

__all__ = ["DATED", "LogClock", "all_dated", "is_dated", "only_dated"]

_DOTTED = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[\sT,]+(\d{1,2})(:\d{2}(?::\d{2})?))?"
)
_LAST_MICRO = timedelta(microseconds=1)
_MICROS_OF_DAY = 86_400_000_000
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
DATED = _FIRST, _END = (
    micros(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)),
    micros(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)),
)
"""From which microsecond on, and until which, are the years that a log can mean."""

Micros = NDArray[np.int64]


def is_dated(at: Micros) -> NDArray[np.bool_]:
    """Tell which microseconds are of years that a log can mean."""
    found: NDArray[np.bool_] = (at >= _FIRST) & (at < _END)
    return found


def all_dated(at: Micros) -> bool:
    """Tell whether all microseconds are of years that a log can mean."""
    return bool(_FIRST <= at.min(initial=_FIRST) <= at.max(initial=_FIRST) < _END)


def only_dated(at: Micros) -> Micros:
    """Return microseconds, and ``NO_TIME`` for those of years that no log can mean."""
    return at if all_dated(at) else np.where(is_dated(at), at, NO_TIME)


class LogClock:
    """Reads times as a log writes them: ISO 8601, or ``03.05.2026 9:10``.

    A time without a zone is local. A local time that came twice, or never, is refused
    until the mapping says which was meant.
    """

    def __init__(self, timezone: str, twice: Twice | None) -> None:
        self._zone, self._twice = ZoneInfo(timezone), twice
        self.read = lru_cache(maxsize=65_536)(self._read)

    def _read(self, text: str) -> tuple[int, int] | None:
        """Return the first and the last microsecond that a text can mean.

        ``None`` where it is no time. Both are the same but for a day alone.

        Raises:
            LogError: The local time came twice, or never.
        """
        found = _parsed(text.strip())
        if found is None:
            return None
        if isinstance(found, datetime):
            first = last = micros(self._instant(found))
        else:
            first, last = self.day(found), self.day(found, after=True) - 1
        is_known = _FIRST <= first <= last < _END
        return (first, last) if is_known else None

    def of_locals(self, local: Micros) -> Micros:
        """Return the instants of local times, microseconds as if they were in UTC.

        Those of years that no log can mean become ``NO_TIME``.

        Raises:
            LogError: A local time came twice, or never.
        """
        if not all_dated(local):
            dated = is_dated(local)
            found = np.full(len(local), NO_TIME)
            found[dated] = self.of_locals(local[dated])
            return found
        days, places = np.unique(local // _MICROS_OF_DAY, return_inverse=True)
        shifts = [self._shift(int(day)) for day in days.tolist()]
        found = local - np.array([each or 0 for each in shifts], np.int64)[places]
        for place in np.flatnonzero(np.array([s is None for s in shifts])[places]):
            at = (_ZERO + int(local[place]) * _LAST_MICRO).replace(tzinfo=None)
            found[place] = micros(self._instant(at))
        return found

    def _shift(self, day: int) -> int | None:
        """Return how far the clocks are from UTC on a day; ``None``: it is uneven."""
        first = (_ZERO + timedelta(days=day)).replace(tzinfo=None)
        last = first + timedelta(days=1) - _LAST_MICRO
        shifts = {
            each.replace(tzinfo=self._zone, fold=fold).utcoffset()
            for each in (first, last)
            for fold in (0, 1)
        }
        found = shifts.pop()
        return None if shifts or found is None else found // _LAST_MICRO

    def day(self, day: date, *, after: bool = False) -> int:
        """Return when a day begins where the log is kept, or when it is over."""
        asked = day + timedelta(days=1) if after else day
        return micros(self._zoned(datetime.combine(asked, time())))

    def _zoned(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._zone).astimezone(UTC)

    def _instant(self, at: datetime) -> datetime:
        if at.tzinfo is not None:
            return at.astimezone(UTC)
        first = self._zoned(at.replace(fold=0))
        second = self._zoned(at.replace(fold=1))
        if first == second:
            return first
        if self._twice is None:
            code = "twice" if first < second else "never"
            raise LogError(code, time=at.isoformat(" "), zone=str(self._zone))
        return second if self._twice is Twice.SECOND else first


def _parsed(text: str) -> datetime | date | None:
    try:
        dotted = _DOTTED.fullmatch(text)
        if dotted is not None:
            day, month, year, hour, rest = dotted.groups()
            clock = f"T{hour:0>2}{rest}" if hour else ""
            text = f"{year}-{month:0>2}-{day:0>2}{clock}"
        found = _day(text) or datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR - 1 <= found.year <= LAST_YEAR + 1 else None


def _day(text: str) -> date | None:
    """Return the day that a text is without a time, in any form of ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
