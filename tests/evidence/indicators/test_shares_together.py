"""Two shares, or a share and a number, tell nothing together that one of them hides."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random

import pytest
from ortools.sat.python import cp_model

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import Release, ReleasedCell
from tests.cases.harbour import FILES
from tests.evidence.indicators.attacking import THRESHOLD, known_within, tell_count

REGIONS = ("east", "west", "north", "south")
MORE = {
    f"regions/{name}.yaml": f"region: {name}\ntitle: {{en: A, ru: B, kk: C}}\n"
    for name in REGIONS[2:]
}
MOST = 90
SETS = 200 if os.environ.get("KATCH_HEAVY") else 3

Measured = Mapping[str, tuple[str, str]]
"""Of a measure: the kinds of cases that it counts, and those that are its part.

Each case is of one kind, a letter. A number has no part.
"""
SHARE = "share of cases with assess"
KINDS: dict[str, Measured] = {
    # a: assessed, b: not.
    "number": {
        "share of cases that have assess": ("ab", "a"),
        "number of cases with assess": ("a", ""),
    },
    # a: assessed and placed, b: assessed alone, c: placed alone.
    "wider number": {
        f"{SHARE} that have place": ("ab", "a"),
        "number of cases with place": ("ac", ""),
    },
    # a: within a day, b: within three, c: later.
    "limits": {
        "share of cases that have assess within 72 hours": ("abc", "ab"),
        "share of cases that have assess within 1 day": ("abc", "a"),
    },
    # a: placed while in danger, b: in danger, c: placed in no danger, d: neither.
    "conditions": {
        f"{SHARE} that have place": ("abcd", "ac"),
        f"{SHARE} where danger is present that have place": ("ab", "a"),
        f"{SHARE} where danger is absent that have place": ("cd", "c"),
    },
    # a: assessed and placed, b: assessed alone, c: placed alone, d: neither.
    "all": {
        "number of cases": ("abcd", ""),
        "number of cases with place": ("ac", ""),
        f"{SHARE} that have place": ("ab", "a"),
    },
    "no number": {
        "number of cases with assess / place": ("abc", ""),
        "share of cases that have place": ("abcd", "ac"),
        f"{SHARE} that have place": ("ab", "a"),
    },
    # a: assessed in danger, b: in no danger, c: not assessed.
    "parts": {
        "number of cases with assess where danger is present": ("a", ""),
        "number of cases with assess where danger is absent": ("b", ""),
        "share of cases that have assess": ("abc", "ab"),
    },
    "narrower": {
        f"{SHARE} that have place": ("ab", "a"),
        "share of cases that have place": ("abcd", "ac"),
    },
    # a: assessed, b: placed, c: both.
    "either": {
        "number of cases with assess / place": ("abc", ""),
        "number of cases with assess": ("ac", ""),
        "number of cases with place": ("bc", ""),
    },
    # a: placed while it is absent, b: assessed so alone, c, d: while it is present.
    "known": {
        f"{SHARE} where danger is known that have place": ("abcd", "ac"),
        f"{SHARE} where danger is absent that have place": ("ab", "a"),
    },
    # a: ended in the one state, b: in the other, c: in another one.
    "ends": {
        "share of cases that end in placed": ("abc", "a"),
        "share of cases that end in forgotten": ("abc", "b"),
        "share of cases that end in placed / forgotten": ("abc", "ab"),
    },
}
LARGE: dict[str, Measured] = {
    # a, d: assessed in danger or not, b, e: placed so, c, f: both.
    "either in danger": {
        "number of cases with assess / place where danger is present": ("abc", ""),
        "number of cases with assess": ("acdf", ""),
        "number of cases with place": ("bcef", ""),
    },
    # a, e: ended in the state, placed or not, d, b: ended elsewhere, c: placed alone.
    "ended": {
        f"{SHARE} that end in placed": ("abde", "ae"),
        f"{SHARE} that have place": ("abcde", "acd"),
    },
    # a: assessed and ended, b, c: placed, and ended in the state or elsewhere, d:
    # placed and open, e: neither, f: placed, ended in the state and never assessed.
    "placed and ended": {
        f"{SHARE} that have place": ("abcd", "bcd"),
        "share of cases with place that end in placed": ("bcf", "bf"),
        "number of cases": ("abcdef", ""),
    },
    # a: in danger, b: so and late, c, d: in none.
    "in time": {
        f"{SHARE} that have place within 1 day": ("abcd", "ac"),
        "number of cases with assess where danger is present": ("ab", ""),
    },
}
"""With too many kinds of cases for worlds by chance."""

World = Sequence[Mapping[str, int]]
"""Of each region, how many cases there are of each kind."""


def book_of(measured: Measured) -> Handbook:
    """Return Harbour with these measures, told by region and year."""
    lines = [
        f"  i{number}: {{title: {{en: T{number}, ru: a{number}, kk: b{number}}},"
        f" measure: {measure}, serves: volume, by: [region, year]}}\n"
        for number, measure in enumerate(measured)
    ]
    text = f"indicators:\n{''.join(lines)}release: {{show: 1%}}\n"
    return read_texts({**FILES, **MORE, "indicators.yaml": text}).sound()


EVERY = {**KINDS, **LARGE}
BOOKS = {name: book_of(measured) for name, measured in EVERY.items()}


def released(name: str, world: World) -> Release:
    month, tallies = Period(year=2026, first=1, months=1), {}
    for indicator, (every, part) in zip(
        BOOKS[name].indicators, EVERY[name].values(), strict=True
    ):
        tallies[indicator] = Tallies(
            {
                Atom(region, "police", month): CaseTally(
                    sum(kinds[each] for each in every),
                    sum(kinds[each] for each in part or every),
                )
                for region, kinds in zip(REGIONS, world, strict=True)
            }
        )
    until = datetime(2027, 2, 1, tzinfo=UTC)
    return CountedIndicators(BOOKS[name], until, tallies).release("2026")


def known(name: str, release: Release) -> list[tuple[str, str | None, str]]:
    """Return the hidden numbers that a reader knows within less than the threshold."""
    model, hidden = cp_model.CpModel(), {}
    letters = sorted({each for every, _ in EVERY[name].values() for each in every})
    number = {(r, k): model.new_int_var(0, MOST, "") for r in REGIONS for k in letters}
    of = dict(zip(BOOKS[name].indicators, EVERY[name].values(), strict=True))
    for table in release.tables:
        every, some = of[table.indicator]
        for cell in table.cells:
            places = [each for each in REGIONS if cell.region in {None, each}]
            cases = sum(number[r, k] for r in places for k in every)
            part = sum(number[r, k] for r in places for k in some)
            believe(model, cell, cases, part)
            if cell.hidden:
                hidden[table.indicator, cell.region, "cases"] = cases
            if some and cell.share is None and cell.cases != 0:
                hidden[table.indicator, cell.region, "part"] = part
                hidden[table.indicator, cell.region, "rest"] = cases - part
    return known_within(model, hidden, THRESHOLD)


def believe(
    model: cp_model.CpModel,
    cell: ReleasedCell,
    cases: cp_model.LinearExpr,
    part: cp_model.LinearExpr,
) -> None:
    far = 4 * MOST * len(REGIONS)
    if cell.cases is not None:
        can = [n for n in range(far) if tell_count(n) == cell.cases]
        model.add_linear_expression_in_domain(cases, cp_model.Domain.from_values(can))
    if cell.share is not None:
        many = cp_model.Domain.from_intervals([[0, 0], [THRESHOLD, far]])
        model.add_linear_expression_in_domain(part, many)
        model.add_linear_expression_in_domain(cases - part, many)
        if cell.share > 5:
            model.add(200 * part >= (2 * cell.share - 5) * cases)
        if cell.share < 95:
            model.add(200 * part < (2 * cell.share + 5) * cases)


def of_kinds(*numbers: Sequence[int]) -> World:
    return [
        {**dict.fromkeys("abcdef", 0), **dict(zip("abcdef", every, strict=False))}
        for every in numbers
    ]


@pytest.mark.parametrize(
    ("name", "world"),
    [
        # Of 18 to 22 cases 10 to 12 have it: 6 to 12 have not, where 8 were hidden.
        ("number", of_kinds((12, 8), (20, 20), (20, 20), (20, 20))),
        ("wider number", of_kinds((12, 8, 0), (20, 20, 0), (20, 20, 0), (20, 20, 0))),
        # Within three days 11 to 13 of about 40 have it: 9 within one are 4 to 13.
        ("limits", of_kinds((9, 2, 29), (11, 0, 29), (20, 0, 20), (20, 0, 20))),
        # Of at most 22 at least 13 are in no danger: 5 in danger are 0 to 9.
        ("conditions", of_kinds((2, 3, 8, 7), *[(10, 10, 10, 10)] * 3)),
        # Of at most 42 at least 33 are placed: at most 9 are assessed and not placed.
        ("all", of_kinds((35, 4, 0, 1), *[(20, 20, 0, 0)] * 3)),
        ("narrower", of_kinds((12, 5, 0, 3), *[(20, 10, 10, 5)] * 3)),
        # With the one or the other there are no more than with each together.
        ("either", of_kinds((9, 0, 0), (9, 0, 0), (15, 9, 0), (30, 15, 11))),
        ("either in danger", of_kinds((9, 0, 0), (9, 0, 0), (15, 9, 0), (30, 15, 11))),
        # Of about 31 where it is known all are placed, so the one where it is absent.
        ("known", of_kinds((1, 0, 30, 0), *[(20, 20, 20, 20)] * 3)),
        # Nobody has ended, so nobody has ended without.
        ("ended", of_kinds((0, 0, 9), *[(20, 20, 20)] * 3)),
        # Of at most 17 at least 13 were placed, so at most 4 never were.
        ("placed and ended", of_kinds((0, 3, 0, 0, 0, 11), *[(20,) * 6] * 3)),
        # Of at most 67 with a limit that is past at least 63 are in danger elsewhere.
        ("in time", of_kinds((0, 0, 1), (11, 10), (12, 11), (10, 10))),
        ("ends", of_kinds((7, 13, 20), (20, 0, 20), (0, 20, 20), (20, 20, 0))),
    ],
)
def test_a_hidden_share_is_not_known_by_another_table(name: str, world: World) -> None:
    release = released(name, world)
    assert release.tables
    assert known(name, release) == []


@pytest.mark.parametrize("name", KINDS)
def test_no_hidden_number_is_known_by_all_tables_together(name: str) -> None:
    for seed in range(SETS):
        random = Random(seed)  # noqa: S311 - no secret
        world = [
            {each: random.choice([0, 0, 4, 9, 11, 15, 22, 30]) for each in "abcd"}
            for _ in REGIONS
        ]
        assert known(name, released(name, world)) == [], world


def test_cases_with_either_are_not_taken_for_those_with_each() -> None:
    """40 with A or B and 31 with A say that 9 or more are with B, but not how many."""
    release = released("either", of_kinds((31, 9, 0), *[(20, 20, 0)] * 3))
    hidden = {t.indicator for t in release.tables if any(c.hidden for c in t.cells)}
    assert hidden == {"i2"}
