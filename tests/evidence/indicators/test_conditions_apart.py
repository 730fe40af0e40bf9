"""Tables of cases parted by a condition tell of one another, and of all such cases."""

import os
from datetime import UTC, datetime
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from katch_protocols.evidence.indicators.conditions_apart import (
    are_all,
    exclude,
    implies,
    parted,
)
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import Period
from katch_protocols.sentences.text import parse_condition
from tests.cases.harbour import FILES
from tests.cases.harbour import book as harbour_book
from tests.evidence.indicators.attacking import THRESHOLD, known_within, tell_count

REGIONS = ("east", "west", "north", "south")
MOST = 80
SETS = 400 if os.environ.get("KATCH_HEAVY") else 40
INDICATORS = """
indicators:
  seen: {title: {en: Seen, ru: a, kk: b}, measure: number of cases with assess,
    serves: volume, by: [region, year]}
  danger: {title: {en: Danger, ru: c, kk: d}, serves: volume, by: [region, year],
    measure: number of cases with assess where danger is present}
  safe: {title: {en: Safe, ru: e, kk: f}, serves: volume, by: [region, year],
    measure: number of cases with assess where danger is absent}
"""
MORE = {
    f"regions/{name}.yaml": f"region: {name}\ntitle: {{en: A, ru: B, kk: C}}\n"
    for name in REGIONS[2:]
}
BOOK = read_texts({**FILES, **MORE, "indicators.yaml": INDICATORS}).sound()
WIDER = INDICATORS.replace("number of cases with assess,", "number of cases,")
EVERY = read_texts({**FILES, **MORE, "indicators.yaml": WIDER}).sound()
NAMES = tuple(BOOK.indicators)

Numbers = dict[str, tuple[int, int, int]]
"""Of each region how many were seen, of these in danger, and of these safe."""


def parts_of_many(random: Random) -> Numbers:
    """Return how many are seen in each region, and how many of them in danger."""
    found: Numbers = {}
    for region in REGIONS:
        seen = random.choice(
            [random.randint(1, 9), *random.choices(range(10, 41), k=2)]
        )
        few = max(0, seen - random.randint(1, 9))
        danger = random.choice([0, seen, random.randint(0, seen), few])
        found[region] = seen, danger, seen - danger
    return found


def known(numbers: Numbers, book: Handbook = BOOK) -> list[tuple[str, str | None]]:
    """Return the hidden numbers of a release that are known within the threshold."""
    month = Period(year=2026, first=1, months=1)
    tallies = {
        name: Tallies(
            {
                Atom(region, "police", month): CaseTally(every[at], every[at])
                for region, every in numbers.items()
                if every[at]
            }
        )
        for at, name in enumerate(NAMES)
    }
    until = datetime(2027, 2, 1, tzinfo=UTC)
    release = CountedIndicators(book, until, tallies).release("2026")
    model, hidden = cp_model.CpModel(), {}
    number = {(n, r): model.new_int_var(0, MOST, "") for n in NAMES for r in REGIONS}
    for region in REGIONS:
        parts = number["danger", region] + number["safe", region]
        whole = number["seen", region]
        model.add(parts == whole if book is BOOK else parts <= whole)
    for table in release.tables:
        for cell in table.cells:
            places = [r for r in REGIONS if cell.region in {None, r}]
            every = sum(number[table.indicator, region] for region in places)
            if cell.hidden:
                hidden[table.indicator, cell.region] = every
                continue
            can = [n for n in range(MOST * 4) if tell_count(n) == cell.cases]
            domain = cp_model.Domain.from_values(can)
            model.add_linear_expression_in_domain(every, domain)
    return known_within(model, hidden, THRESHOLD)


@pytest.mark.parametrize("seed", range(0, SETS, 10))
def test_no_hidden_number_is_known_by_the_parts_of_a_whole(seed: int) -> None:
    for turn in range(seed, seed + 10):
        numbers = parts_of_many(Random(turn))  # noqa: S311 - no secret
        assert not known(numbers), numbers
        assert not known(numbers, EVERY), numbers


@pytest.mark.parametrize(
    ("one", "other", "is_apart", "is_all"),
    [
        ("danger is present", "danger is absent", True, True),
        ("danger is present", "danger is not present", True, True),
        ("danger is not present", "danger is not absent", False, False),
        ("danger is one of present / absent", "danger is absent", False, True),
        ("danger is known", "danger is unknown", True, True),
        ("danger is known", "danger is present", False, False),
        ("danger is unknown", "danger is present", True, False),
        ("done hear", "not done hear", True, True),
        ("done hear", "done place", False, False),
        ("done hear and danger is present", "danger is absent", True, False),
        ("done hear or danger is present", "danger is absent", False, False),
        ("not (danger is present)", "danger is present", True, True),
    ],
)
def test_conditions_that_exclude_one_another(
    one: str, other: str, *, is_apart: bool, is_all: bool
) -> None:
    pair = parse_condition(one), parse_condition(other)
    assert exclude(*pair) is exclude(*pair[::-1]) is is_apart
    assert [*parted(pair, exclude)] == ([(0, 1)] if is_apart else [])
    assert are_all(pair, harbour_book()) is is_all


@pytest.mark.parametrize(
    ("one", "other", "holds", "holds_back"),
    [
        ("danger is present", "danger is known", True, False),
        ("danger is not present", "danger is known", True, False),
        ("danger is present", "danger is unknown", False, False),
        ("danger is present", "danger is one of present / absent", True, False),
        ("danger is present", "danger is not absent", True, False),
        ("danger is present", "danger is not present", False, False),
        ("danger is not present", "danger is not absent", False, False),
        ("danger is not present", "danger is present or done hear", False, False),
        ("danger is present and done hear", "danger is known", True, False),
        (
            "danger is present and done hear",
            "done hear and danger is known",
            True,
            False,
        ),
        ("danger is present", "danger is absent or danger is present", True, False),
        ("danger is present or danger is absent", "danger is known", True, False),
        ("danger is present or done hear", "danger is known", False, False),
        ("done hear", "done hear", True, True),
        ("done hear", "not done hear", False, False),
    ],
)
def test_conditions_that_hold_wherever_another_one_does(
    one: str, other: str, *, holds: bool, holds_back: bool
) -> None:
    pair = parse_condition(one), parse_condition(other)
    assert (implies(*pair), implies(*pair[::-1])) == (holds, holds_back)


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6))))
def test_each_two_that_exclude_one_another_are_parted_together(pairs) -> None:
    known = pairs | {(b, a) for a, b in pairs}
    found = [*parted(range(7), lambda a, b: a != b and (a, b) in known)]
    two = {frozenset(each) for each in known if each[0] != each[1]}
    together = [{frozenset(pair) for pair in combinations(each, 2)} for each in found]
    assert set[frozenset[int]]().union(*together) == two
    assert len({*found}) == len(found)
