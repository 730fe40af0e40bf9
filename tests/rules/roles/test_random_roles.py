"""Rules of roles against a plain reading of the handbook, region by region, day by day.

The plain reading knows neither charts nor holders: it looks at three activities in
random handbooks with ten days.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import rules
from katch_protocols.words.lists import NAMES
from tests.semantics.small import FINAL, TITLE, handbook, protocol

RULES = {rule.name: rule for rule in rules()}
Plain = dict[str, Any]
Span = tuple[int | None, int | None]
FIRST = date(2026, 1, 1)
DAYS = 10
AGENCIES = ("a", "b", "c")
REGIONS = ("north", "south")
# Each activity: who answers, and for which function. The first inherits both.
DUTIES = {"first": ("r", "f"), "second": ("a", "g"), "third": ("q", "f")}


def _number(bound: date) -> int:
    return (bound - FIRST).days


def _covers(span: Span, n: int) -> bool:
    first, last = span
    return (first is None or first <= n) and (last is None or n <= last)


def _dates(span: Span) -> Plain:
    return {
        key: None if n is None else FIRST + timedelta(days=n)
        for key, n in zip(("valid_from", "valid_to"), span, strict=True)
    }


numbers = st.none() | st.integers(0, DAYS - 1)
spans = st.tuples(numbers, numbers)
worlds = st.fixed_dictionaries(
    {
        "agencies": st.fixed_dictionaries(
            dict.fromkeys(AGENCIES, st.tuples(spans, st.sets(st.sampled_from("fg"))))
        ),
        "homes": st.fixed_dictionaries(
            {
                role: st.lists(st.sampled_from(AGENCIES), unique=True, max_size=2)
                for role in "rq"
            }
        ),
        "bound": st.fixed_dictionaries(
            {
                (region, role): st.none()
                | st.tuples(st.none() | st.sampled_from(AGENCIES), spans)
                for region in REGIONS
                for role in "rq"
            }
        ),
        "life": st.tuples(st.integers(0, DAYS - 1), numbers),
    }
)


def _book(world: Plain) -> Handbook:
    third = {"raci": {"by": ("q",), "accountable": ("actor",)}, "to": "end"}
    second = {"raci": {"by": ("r",), "accountable": ("a",)}, "function": "g"}
    states = {
        "s": {
            "held_by": "r",
            "function": "f",
            "activities": {
                "first": {"raci": {"by": ("r",)}},
                "second": second,
                "third": third,
            },
        },
        "end": FINAL,
    }
    kind = {"title": TITLE, "kind": "service", "level": "region"}
    return handbook(
        protocol(initial="s", states=states, **_dates(world["life"])),
        functions={name: {"id": name, "title": TITLE} for name in "fg"},
        agencies={
            name: {
                "id": name,
                **kind,
                **_dates(span),
                "mandates": dict.fromkeys(sorted(mandates), ()),
            }
            for name, (span, mandates) in world["agencies"].items()
        },
        roles={
            name: {"id": name, "title": TITLE, "agencies": tuple(homes)}
            for name, homes in world["homes"].items()
        },
        regions={
            region: {
                "id": region,
                "title": TITLE,
                "roles": {
                    role: {
                        "agency": said[0],
                        "unbound": None if said[0] else TITLE,
                        **_dates(said[1]),
                    }
                    for (where, role), said in world["bound"].items()
                    if where == region and said
                },
            }
            for region in REGIONS
        },
    )


def _holders(world: Plain, name: str, region: str, n: int) -> list[str]:
    """Return who holds a role on a day."""
    if name in AGENCIES:
        found = [name]
    else:
        said = world["bound"][region, name]
        found = world["homes"][name]
        if said and _covers(said[1], n):
            found = [said[0]] if said[0] else []
    return [each for each in found if _covers(world["agencies"][each][0], n)]


def _day(world: Plain, asked: int) -> int:
    """Return the day of the protocol's life that is nearest to the one asked for."""
    first, last = world["life"]
    if asked < first:
        return int(first)
    return asked if last is None or asked <= last else int(last)


@settings(max_examples=150)
@given(worlds, st.integers(0, DAYS - 1))
def test_who_answers_without_a_mandate(world: Plain, asked: int) -> None:
    n = _day(world, asked)
    given_to = {name: found[1] for name, found in world["agencies"].items()}
    expected = {
        (agency, duty, region)
        for duty, (name, function) in DUTIES.items()
        for region in REGIONS
        for agency in _holders(world, name, region, n)
        if function not in given_to[agency]
        and any(function in each for each in given_to.values())
    }
    context = Context(_book(world), as_of=FIRST + timedelta(days=asked))
    found = [
        (spot.facts["agency"], spot.facts["activity"], region)
        for spot in RULES["accountable-without-mandate"].spots(context)
        for region in spot.facts["regions"].split(", ")
    ]
    assert set(found) == expected
    assert len(found) == len(expected)


@settings(max_examples=80)
@given(worlds, st.integers(0, DAYS - 1))
def test_which_function_has_no_agency(world: Plain, asked: int) -> None:
    n = _day(world, asked)
    known = {
        function
        for span, mandates in world["agencies"].values()
        for function in mandates
        if _covers(span, n)
    }
    context = Context(_book(world), as_of=FIRST + timedelta(days=asked))
    spots = RULES["function-without-agency"].spots(context)
    assert {spot.facts["function"] for spot in spots} == {"f", "g"} - known


def _misses(world: Plain, role: str, region: str) -> Iterator[int]:
    """Yield every day of the protocol on which whoever is meant is not in force."""
    said = world["bound"][region, role]
    meant = world["homes"][role] if said is None else [said[0]] if said[0] else []
    for n in range(DAYS + 1):
        if meant and _covers(world["life"], n):
            lapsed = said is not None and not _covers(said[1], n)
            alive = any(_covers(world["agencies"][each][0], n) for each in meant)
            if lapsed or not alive:
                yield n


@settings(max_examples=150)
@given(worlds)
def test_the_first_day_on_which_a_holder_is_missing(world: Plain) -> None:
    days = {
        (role, region): list(_misses(world, role, region))
        for role in "rq"
        for region in REGIONS
    }
    spots = [*RULES["holder-out-of-force"].spots(Context(_book(world)))]
    for spot in spots:
        facts = spot.facts
        if facts["role"] in "rq":
            for region in facts["regions"].split(NAMES):
                first = days[facts["role"], region][0]
                assert _number(date.fromisoformat(facts["day"])) == first
    # What is written once for the whole country is told once.
    told = {spot.facts["role"] for spot in spots if spot.facts["role"] in "rq"}
    assert told == {role for (role, _), found in days.items() if found}
