"""A time tells nothing of a share that is hidden: how few came after its limit."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.periods import Period
from katch_protocols.telling.release_wording import ReleaseWording
from tests.cases.harbour import FILES

INDICATORS = """
indicators:
  in_time: {title: {en: In time, ru: a, kk: b}, serves: efficiency,
    measure: share of cases with opened that have assess within 1 day,
    by: [region, year]}
  wait: {title: {en: Time, ru: c, kk: d}, serves: efficiency,
    measure: TIME from opened to assess, by: [region, year],
    target: {value: 24 hours, by: 2026, better: less}}
release: {show: 1%}
"""
NINE, HALF = "time for 9 of 10", "median time"


@pytest.mark.parametrize(
    ("time", "cases", "late", "is_told"),
    [
        # 9 of 10 within 20 hours: of 38 to 42 at most 4 are late, and 3 are hidden.
        (NINE, 40, 3, False),
        # 12 late are told as a share, so the time may be told as well.
        (NINE, 40, 12, True),
        (NINE, 99, 3, False),
        # At most 10 of 100: that is as much as any share of so few says.
        (NINE, 100, 3, True),
        (HALF, 19, 3, False),
        (HALF, 20, 3, True),
    ],
)
def test_a_time_is_not_told_beside_a_hidden_share_of_few(
    time: str, cases: int, late: int, *, is_told: bool
) -> None:
    text = INDICATORS.replace("TIME", time)
    book = read_texts({**FILES, "indicators.yaml": text}).sound()
    waits = Counter({(72_000.0, True): cases - late, (900_000.0, True): late})
    month = Period(year=2026, first=1, months=1)
    here, there = (Atom(place, "police", month) for place in ("east", "west"))
    many = CaseTally(200, 100, waits=Counter({(72_000.0, True): 200}))
    tallies = {
        "in_time": Tallies({here: CaseTally(cases, cases - late), there: many}),
        "wait": Tallies({here: CaseTally(cases, 0, waits=waits), there: many}),
    }
    until = datetime(2027, 2, 1, tzinfo=UTC)
    counted = CountedIndicators(book, until, tallies)
    release, year = counted.release("2026"), Period(year=2026, first=1, months=12)
    east, west = (
        release.table("wait").cell(each, year)  # type: ignore[union-attr]
        for each in ("east", "west")
    )
    assert east is not None
    assert west is not None
    assert (east.seconds is not None) is is_told
    assert (east.hidden, west.seconds) == (False, 72_000)
    words = ReleaseWording(release, book, "en").whole(east, book.indicators["wait"])
    if is_told:
        assert "hour" in words or "day" in words
    else:
        assert words == f"not told: it would tell a hidden share of {east.cases} cases"
        assert east.status == "unknown"
    # A commission sees what is its own.
    own = counted.release("2026", audience="commission", region="east")
    assert all(each.seconds for each in own.table("wait").cells)  # type: ignore[union-attr]
