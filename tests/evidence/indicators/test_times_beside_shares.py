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
from tests.evidence.indicators.attacking import THRESHOLD

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
        (NINE, 97, 3, False),
        # At most 10 of 98 to 102: that is as much as any share of so few says.
        (NINE, 98, 3, True),
        (NINE, 100, 3, True),
        # At most 8 of 13 to 17, and 11 of 18 to 22.
        (HALF, 17, 3, False),
        (HALF, 18, 3, True),
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
        assert words == (
            "not told: how long some wait is not known, "
            f"or it would tell a hidden share of {east.cases} cases"
        )
        assert east.status == "unknown"
    # A commission sees what is its own.
    own = counted.release("2026", audience="commission", region="east")
    assert all(each.seconds for each in own.table("wait").cells)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("share", "time", "by", "most"),
    [
        # Of 40 at most 4 are late, so of those of them in danger.
        ("cases with assess where danger is present", "assess to place", "region, ", 1),
        # At most 3 of 38 in danger are late, but of 82 there are 73 such: 12 may be.
        ("cases with assess", "assess to place where danger is present", "region, ", 3),
        # At most 4 of 40 in the east and 4 of 41 in the west, so at most 8 in all.
        ("cases with assess", "assess to place", "", 1),
    ],
)
def test_a_time_of_a_few_is_not_told_where_the_share_of_such_cases_is_not(
    share: str, time: str, by: str, most: int
) -> None:
    text = INDICATORS.replace("TIME from opened to assess", f"{NINE} from {time}")
    text = text.replace(
        "cases with opened that have assess within 1 day,\n    by: [region, ",
        f"{share} that have place within 1 day,\n    by: [{by}",
    )
    book = read_texts({**FILES, "indicators.yaml": text}).sound()
    month, tallies = Period(year=2026, first=1, months=1), {}
    for name in book.indicators:
        cases = 38 if "where" in (share if name == "in_time" else time) else 40
        waits = Counter({(7_200.0, True): cases - 2, (900_000.0, True): 2})
        every = CaseTally(cases, cases - 2, waits=waits)
        tallies[name] = Tallies(
            {Atom(place, "police", month): every for place in ("east", "west")}
        )
    until = datetime(2027, 2, 1, tzinfo=UTC)
    release = CountedIndicators(book, until, tallies).release("2026")
    shares, times = (release.table(name) for name in ("in_time", "wait"))
    assert shares is not None
    assert times is not None
    assert {each.share for each in shares.cells} == {None}
    assert not any(each.hidden for each in times.cells)
    # Of the share of all, one place alone says too little.
    told = [each.region for each in times.cells if each.seconds is not None]
    assert len(told) <= most
    assert None not in told or len(told) == most > 1
    assert min(each.greatest - each.least for each in release.proof) >= THRESHOLD
