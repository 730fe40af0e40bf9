"""What stands beside a number: how long, how sure, and of how many nobody can tell."""

from collections import Counter
from math import inf

import pytest

from katch_protocols.evidence.indicators.cells import Counts, told_between, valued
from katch_protocols.evidence.indicators.in_full import in_full
from katch_protocols.evidence.indicators.tallies import (
    UNSEEN,
    Atom,
    CaseTally,
    Tallies,
)
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import ReleasedCell
from tests.evidence.indicators.harbours import measured_book

BOOK = measured_book()
JULY = Period(year=2026, first=7, months=1)
HOUR, DAY = 3_600, 86_400


def counts(name: str, tally: CaseTally) -> Counts:
    atoms = {Atom("east", "police", JULY): tally}
    return Counts(
        BOOK, {n: Tallies(atoms if n == name else {}) for n in BOOK.indicators}
    )


def told(name: str, tally: CaseTally) -> ReleasedCell:
    key = name, "east", None, JULY
    return valued(counts(name, tally), BOOK.indicators[name], key, tally.cases, None)


def waited(*waits: tuple[float, bool], untold: int = 0) -> CaseTally:
    """Return a tally of a time; of an open case, how long it has waited."""
    still = sum(not has_arrived and wait < inf for wait, has_arrived in waits)
    return CaseTally(len(waits), 0, still, untold, Counter(waits))


@pytest.mark.parametrize(
    ("bands", "seconds", "beyond"),
    [
        # Eight of ten within a day: half have come, whatever becomes of the two.
        ({(DAY, True): 8, UNSEEN: 2}, DAY, False),
        ({(DAY, True): 2, (3 * DAY, True): 6, UNSEEN: 2}, 3 * DAY, False),
        # They may have come yesterday: nobody knows that they wait for three days.
        ({(DAY, True): 3, UNSEEN: 7}, None, False),
        ({(DAY, True): 3, (3 * DAY, True): 3, UNSEEN: 4}, None, False),
        # Those that came later did wait for three days, as far as anybody saw.
        ({(DAY, True): 3, (3 * DAY, False): 7}, 3 * DAY, True),
        ({(DAY, True): 3, (3 * DAY, False): 6, UNSEEN: 1}, 3 * DAY, True),
    ],
)
def test_of_whom_a_sheet_does_not_say_how_long_they_wait_nothing_is_made_up(
    bands: dict[tuple[float, bool], int], seconds: int | None, *, beyond: bool
) -> None:
    cell = told("waiting", CaseTally(sum(bands.values()), waits=Counter(bands)))
    assert (cell.seconds, cell.beyond) == (seconds, beyond)


@pytest.mark.parametrize(
    ("waits", "seconds", "beyond"),
    [
        ([(2 * HOUR, True), (3 * HOUR, True), (9 * HOUR, True)], 3 * HOUR, False),
        # Whole hours below two days, whole days from there on.
        ([(47.4 * HOUR, True)], 47 * HOUR, False),
        ([(2 * DAY + 13 * HOUR, True)], 3 * DAY, False),
        # A case that ended without it never arrives; it is no long wait.
        ([(2 * HOUR, True), (inf, False), (inf, False)], 2 * HOUR, True),
        # Longer than was seen; rounded up it would be longer than anybody knows.
        ([(2.6 * DAY, False)], 2 * DAY, True),
        ([(1.9 * HOUR, False)], 1 * HOUR, True),
        ([(5 * DAY, True), (9.9 * DAY, False), (9.9 * DAY, False)], 9 * DAY, True),
    ],
)
def test_a_time_is_told_as_far_as_it_was_seen(
    waits: list[tuple[float, bool]], seconds: int, *, beyond: bool
) -> None:
    cell = told("waiting", waited(*waits))
    assert (cell.seconds, cell.beyond) == (seconds, beyond)


@pytest.mark.parametrize(
    ("name", "tally", "weak"),
    [
        # More than one in ten of all, each case once: 3 of 23, 2 of 20, 1 of 1.
        ("waiting", waited(*[(HOUR, False)] * 15, *[(HOUR, True)] * 5, untold=3), True),
        ("waiting", waited(*[(HOUR, False)] * 9, *[(HOUR, True)] * 9, untold=2), False),
        ("placed", CaseTally(15, 9, 5, 3), True),
        ("placed", CaseTally(14, 9, 4, 2), False),
        ("placed", CaseTally(0, 0, 0, 1), True),
        ("placed", CaseTally(), False),
    ],
)
def test_a_number_is_weak_where_more_than_one_in_ten_cannot_be_told(
    name: str, tally: CaseTally, *, weak: bool
) -> None:
    assert told(name, tally).weak is weak


@pytest.mark.parametrize(
    ("part", "cases", "share"),
    [
        (0, 300, 0),
        (1, 300, 1),  # one child is not none
        (299, 300, 99),  # and all but one are not all
        (300, 300, 100),
        (1, 8, 13),  # halves upwards, as in a release
        (1, 3, 33),
        (2, 3, 67),
    ],
)
def test_a_commission_is_told_none_or_all_only_where_it_is_so(
    part: int, cases: int, share: int
) -> None:
    made = in_full(counts("placed", CaseTally(cases, part)), JULY, "east")
    (cell,) = made.table("placed").cells  # type: ignore[union-attr]
    assert (cell.cases, cell.share) == (cases, share)


def test_a_told_time_is_of_all_that_are_rounded_so() -> None:
    """To whole hours below two days, to whole days from there on, halves upwards."""
    seen: dict[int, list[int]] = {}
    for seconds in range(0, 5 * DAY, 900):
        grain = HOUR if seconds < 2 * DAY else DAY
        seen.setdefault((seconds + grain // 2) // grain * grain, []).append(seconds)
    del seen[5 * DAY]  # only half of it was looked at
    for told_as, of in seen.items():
        least, most = told_between(told_as)
        assert (max(least, 0), most) == (of[0], of[-1] + 900)
