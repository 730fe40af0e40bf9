"""What a release hides is not known to whoever imagines every case there can be."""

import os
from itertools import count
from random import Random

import pytest

from tests.evidence.indicators.imagined import (
    EVERY,
    REGIONS,
    AskedOf,
    Imagined,
    World,
    known,
    told,
)

SETS = 300 if os.environ.get("KATCH_HEAVY") else 6
NINE, HALF = "time for 9 of 10", "median time"
ASSESSED = ("assess",)
PLACED = "place"

_Kinds = tuple[tuple[Imagined, ...], tuple[tuple[int, ...], ...]]

WORLDS: dict[str, tuple[tuple[AskedOf, ...], _Kinds]] = {
    # Who is assessed within a day is assessed, and so counted where only those are.
    "a share of all within one of some": (
        (
            AskedOf("share", has="assess", within=1),
            AskedOf("share", ASSESSED, has="place", within=3),
        ),
        (
            (Imagined(0.5, 4.6), Imagined(), Imagined(2.5, 8.1)),
            ((11, 11, 20), (9, 30, 2), (0, 11, 0)),
        ),
    ),
    # Who is placed and not forgotten is not among the forgotten, wherever they count.
    "those that end elsewhere": (
        (
            AskedOf("share", ("place",), ends=("forgotten",)),
            AskedOf("share", has="assess", within=3),
            AskedOf("times", ASSESSED),
            AskedOf("share", ASSESSED, ends=("forgotten",)),
        ),
        (
            (
                Imagined(None, 1.4, end="assessed"),
                Imagined(6.5, 2.6, end="assessed"),
                Imagined(2.5, 8.1, end="placed"),
            ),
            ((1, 15, 30), (30, 0, 3), (0, 11, 30)),
        ),
    ),
    # At least half are assessed before they are placed, so no more than half after.
    "one after another": (
        (
            AskedOf("share", ("place",), has="assess", within=3),
            AskedOf(HALF, ASSESSED, has="place"),
        ),
        (
            (
                Imagined(None, 1.6, end="assessed"),
                Imagined(0.5, 2.6),
                Imagined(6.5, 4.6, end="forgotten"),
            ),
            ((9, 9, 15), (30, 30, 0), (22, 11, 3)),
        ),
    ),
    # The same beside times within three days and ever, which do not exclude each other.
    "one after another, whatever else is told": (
        (
            AskedOf(NINE, ("opened",), has="place"),
            AskedOf(HALF, ASSESSED, has="place"),
            AskedOf("share", ("place",), "known", has="assess", within=3),
        ),
        (
            (
                Imagined(4.5, 0.4, "present", end="placed"),
                Imagined(2.5, 8.1, "present", "absent", "forgotten"),
                Imagined(None, 0.4, end="placed"),
            ),
            ((7, 7, 0), (7, 9, 0), (7, 7, 11)),
        ),
    ),
    # Who is never placed and not assessed either is in none of two tables; nobody who
    # is assessed has ended: so those who are never placed are what all are more.
    "what two groups have in common": (
        (
            AskedOf("number", ("assess", "place")),
            AskedOf("number"),
            AskedOf("share", ASSESSED, ends=("forgotten",)),
            AskedOf("share", has="place"),
        ),
        (
            (
                Imagined(None, 1.4, "", "absent", "assessed"),
                Imagined(None, 0.6, end="forgotten"),
            ),
            ((9, 9), (2, 2), (0, 0)),
        ),
    ),
    # Where it is known and not absent danger was present, also in a table of more.
    "conditions of other events": (
        (
            AskedOf("number", ASSESSED, "known"),
            AskedOf(NINE, ("opened",), has="place"),
            AskedOf("times", ASSESSED, "absent"),
            AskedOf("number", ("assess", "place"), "present"),
        ),
        (
            (
                Imagined(0.5, 1.6, "", "present"),
                Imagined(2.5, 1.4, "absent", end="forgotten"),
                Imagined(6.5, 0.6, "present", "present"),
            ),
            ((7, 11, 9), (0, 11, 7), (11, 20, 7)),
        ),
    ),
    # Placed within a day of the opening, and after being assessed: so within a day.
    "two limits of one event": (
        (
            AskedOf(NINE, ("opened",), has="place"),
            AskedOf("share", ASSESSED, "present", has="place", within=3),
            AskedOf("share", ASSESSED, has="place", within=1),
            AskedOf("share", ASSESSED, ends=("placed",)),
        ),
        (
            (
                Imagined(2.5, 0.4, "", "present"),
                Imagined(0.5, 0.6),
                Imagined(4.5, 1.4, "absent", "absent"),
                Imagined(6.5, 0.6, "present", "present", "forgotten"),
            ),
            ((2, 7, 0, 0), (11, 0, 0, 9), (0, 2, 0, 0)),
        ),
    ),
    # Half of those where it is known are in time, and fewer of those in no danger.
    "times of other conditions": (
        (
            AskedOf(HALF, ASSESSED, "absent", has="place"),
            AskedOf(HALF, ASSESSED, "known", has="place"),
            AskedOf("share", ASSESSED, "absent", ends=("forgotten",)),
            AskedOf("share", ASSESSED, "known", has="place", within=3),
        ),
        (
            (
                Imagined(0.5, 1.4, "absent", "absent", "placed"),
                Imagined(0.5, 1.4, "present", "absent"),
                Imagined(6.5, 1.4, "absent", "absent", "placed"),
            ),
            ((9, 0, 0), (9, 11, 0), (11, 11, 12)),
        ),
    ),
    # In the east 1 of 10 comes after three days; then few of all others do.
    "times of several places": (
        (
            AskedOf("share", ASSESSED, has="place"),
            AskedOf(NINE, ASSESSED, has="place"),
        ),
        (
            (
                Imagined(0.5, 0.6, end="assessed"),
                Imagined(0.5, 4.6, end="placed"),
                Imagined(6.5, None, end="forgotten"),
            ),
            ((37, 9, 0), (45, 0, 1), (33, 0, 0)),
        ),
    ),
    # Assessed before they are placed, and placed within a day: so assessed within it.
    "times of other starts": (
        (
            AskedOf(NINE, ASSESSED, has="place"),
            AskedOf("share", has="assess", within=1),
            AskedOf(NINE, ("opened",), has="place"),
        ),
        (
            (
                Imagined(0.5, 0.6, end="placed"),
                Imagined(2.5, 2.6),
                Imagined(6.5, 8.1, end="placed"),
            ),
            ((30, 22, 0), (18, 0, 2), (15, 30, 0)),
        ),
    ),
    # Who has it in time has it, so no more have than as often as it happens.
    "as often as it happens": (
        (AskedOf("share", has="place", within=1), AskedOf("times", ("place",))),
        (
            (Imagined(0.5, 0.6), Imagined(0.5, 8.1), Imagined(0.5)),
            ((22, 30, 2), (15, 0, 7), (0, 0, 0)),
        ),
    ),
    # The solver once took 9 for the most that 7 can be, and nothing was ever enough.
    "a time of few": (
        (AskedOf(HALF, ASSESSED, "present", has="place"),),
        ((Imagined(0.5, 0.6, "present"),), ((7,), (2,), (7,))),
    ),
    # Who ever has it has it after being opened, so its time is of the same cases.
    "a time without end": (
        (
            AskedOf("share", has="place"),
            AskedOf(NINE, ("opened",), has="place"),
        ),
        (
            (
                Imagined(0.5, 1.4, end="assessed"),
                Imagined(0.5, None, end="assessed"),
                Imagined(6.5, 8.1, end="forgotten"),
            ),
            ((0, 1, 20), (22, 3, 0), (22, 7, 22)),
        ),
    ),
}


@pytest.mark.parametrize("name", WORLDS)
def test_a_hidden_number_is_not_known_by_all_that_is_implied(name: str) -> None:
    measures, (cases, numbers) = WORLDS[name]
    world: World = {
        region: list(zip(cases, every, strict=True))
        for region, every in zip(REGIONS, numbers, strict=True)
    }
    release = told(measures, world)
    assert any(cell.cases for table in release.tables for cell in table.cells)
    assert known(measures, release) == []


def some_measures(random: Random) -> tuple[AskedOf, ...]:
    """Return two to four measures by chance."""
    found: dict[str, AskedOf] = {}
    count = random.randint(2, 4)
    while len(found) < count:
        events = random.choice([(), ASSESSED, ASSESSED, ("place",), ("assess", PLACED)])
        where = random.choice(["", "", "present", "absent", "known"]) if events else ""
        others = [each for each in ("assess", PLACED) if each not in events]
        kind = random.choice(["number", "times", HALF, NINE, "share", "share", "end"])
        if kind in {HALF, NINE}:
            start = random.choice(["opened", "assess"])
            where = "" if start == "opened" else where if events == ASSESSED else ""
            measure = AskedOf(kind, (start,), where, has=PLACED)
        elif kind == "end":
            ends = random.choice([("placed",), ("forgotten",), ("placed", "forgotten")])
            measure = AskedOf("share", events, where, ends=ends)
        elif kind == "share" and others:
            has, limit = random.choice(others), random.choice([None, 1.0, 3.0])
            measure = AskedOf(kind, events, where, has, limit)
        elif kind == "times":
            measure = AskedOf(kind, ASSESSED, where if events == ASSESSED else "")
        else:
            measure = AskedOf("number", events, where)
        found[measure.text] = measure
    return tuple(found.values())


def test_no_hidden_number_is_known_by_any_tables() -> None:
    seeds, attacked = count(), 0
    while attacked < SETS:
        random = Random(next(seeds))  # noqa: S311 - no secret
        measures = some_measures(random)
        cases = random.sample(EVERY, random.randint(2, 5))
        world = {
            region: [(each, random.choice([0, 0, 2, 7, 9, 11, 20])) for each in cases]
            for region in REGIONS
        }
        release = told(measures, world)
        if release.proof:  # else nothing is hidden that could be known
            assert known(measures, release) == [], (measures, world)
            attacked += 1
