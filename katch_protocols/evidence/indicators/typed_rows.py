"""One row of a sheet that people filled: a month, a region, an indicator, numbers."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from msgspec import Struct

from katch_protocols.evidence.indicators.tallies import UNSEEN, CaseTally
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.measures import MeasureRule, ShareOfCases, TimeFromTo
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Period, period_named
from katch_protocols.sentences.nearness import nearest
from katch_protocols.sheets.workbook import OddCell

__all__ = [
    "COLUMNS",
    "KEYS",
    "RefusedRowError",
    "TypedRow",
    "banded",
    "boxes",
    "near",
    "read_row",
]

KEYS = ("period", "region", "indicator")
BANDS = ("within_24_hours", "within_3_days", "later", "not_yet")
"""The boxes of a time; what came later is only known to have taken longer.

How long those wait that have not come yet, a sheet does not say.
"""
COLUMNS = (*KEYS, "cases", "of_these", *BANDS)

_BAND_ENDS = {"within_24_hours": 86_400.0, "within_3_days": 259_200.0}
_WAITS = {
    **{band: (end, True) for band, end in _BAND_ENDS.items()},
    "later": (_BAND_ENDS["within_3_days"], False),
    "not_yet": UNSEEN,
}
_MOST_COUNTED = 1_000_000


class RefusedRowError(Exception):
    """A row that does not count; ``key`` is that of its words."""

    def __init__(self, key: str, **facts: str) -> None:
        self.key, self.facts = key, facts
        super().__init__(key)


class TypedRow(Struct, frozen=True):
    """What one row says; no ``tally``: its boxes are empty."""

    month: Period
    region: Id
    indicator: Id
    tally: CaseTally | None

    @property
    def key(self) -> tuple[Period, Id, Id]:
        """What no second row may tell of."""
        return self.month, self.region, self.indicator


def boxes(measure: MeasureRule) -> tuple[str, ...]:
    """Return the boxes that a measure has on a sheet."""
    if isinstance(measure, TimeFromTo):
        return BANDS
    return ("cases", "of_these") if isinstance(measure, ShareOfCases) else ("cases",)


def read_row(row: Mapping[str, object], handbook: Handbook, today: date) -> TypedRow:
    """Read a row by the names of its columns.

    Raises:
        RefusedRowError: It does not count.
    """
    merged = (name for name in COLUMNS if row.get(name) is OddCell.MERGED)
    for name in merged:
        raise RefusedRowError("merged-cells", name=name)
    texts = [_text(row.get(key)) for key in KEYS]
    month, region = _month(texts[0], today), texts[1]
    if region not in handbook.regions:
        raise RefusedRowError("unknown-region", **near(region, handbook.regions))
    indicator = handbook.indicators.get(texts[2])
    if indicator is None:
        raise RefusedRowError(
            "unknown-indicator", **near(texts[2], handbook.indicators)
        )
    wanted = boxes(indicator.measure)
    for name in COLUMNS[len(KEYS) :]:
        if name not in wanted and _text(row.get(name)):
            raise RefusedRowError("box-of-another", name=name, indicator=indicator.id)
    numbers = _numbers(row, wanted)
    return TypedRow(month, region, indicator.id, _tally(numbers) if numbers else None)


def _month(text: str, today: date) -> Period:
    month = period_named(text)
    if month is None or month.months != 1:
        raise RefusedRowError("not-a-month", value=text[:40])
    if month.starts > today:
        raise RefusedRowError("month-to-come", value=text)
    return month


def _numbers(row: Mapping[str, object], wanted: Sequence[str]) -> dict[str, int]:
    """Return the numbers of a row; none where every box is empty."""
    filled = {name: row.get(name) for name in wanted if _text(row.get(name))}
    numbers = {name: _whole(name, value) for name, value in filled.items()}
    missing = next((name for name in wanted if name not in numbers), None)
    if numbers and missing is not None:
        raise RefusedRowError("half-filled", name=missing)
    part, whole = numbers.get("of_these", 0), numbers.get("cases", 0)
    if part > whole:
        raise RefusedRowError("part-above-whole", part=str(part), whole=str(whole))
    return numbers


def _whole(name: str, value: object) -> int:
    text = _text(int(value) if isinstance(value, float) and value % 1 == 0 else value)
    if text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_COUNTED)):
        return int(text)
    raise RefusedRowError("not-a-whole-number", name=name, value=text[:20])


def _text(value: object) -> str:
    """Return what a cell says; of a month that a spreadsheet made a day, the month."""
    if isinstance(value, datetime) and (value.day, value.time()) == (1, time()):
        return f"{value:%Y-%m}"
    return "" if value is None else str(value).strip()


def _tally(numbers: Mapping[str, int]) -> CaseTally:
    if "cases" in numbers:
        return CaseTally(numbers["cases"], numbers.get("of_these", numbers["cases"]))
    waits: Counter[tuple[float, bool]] = Counter()
    for band, count in numbers.items():
        if count:
            waits[_WAITS[band]] += count
    return CaseTally(sum(numbers.values()), 0, numbers["not_yet"], 0, waits)


def banded(tally: CaseTally) -> tuple[int, ...]:
    """Return how many of a time came within each band, and how many did not."""
    ends = sorted(_BAND_ENDS.values())
    counts = [0] * (len(ends) + 1)
    for (wait, has_arrived), often in tally.waits.items():
        counts[bisect_left(ends, wait) if has_arrived else len(ends)] += often
    return tuple(counts)


def near(word: str, known: Iterable[str]) -> dict[str, str]:
    """Return a name that is not known, and the nearest one that is, if any is near."""
    return {"value": word[:40], "near": nearest(word, known) or ""}
