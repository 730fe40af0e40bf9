"""Who holds what, where and when: written out, and told again by a table of days."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.deadlines import in_force
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.parties import Agency
from tests.semantics.small import FINAL, TITLE, handbook, protocol

Plain = dict[str, Any]
FIRST = date(2026, 1, 1)
SPAN = 8


def day(number: int) -> date:
    """Return a day by its number from 0."""
    return FIRST + timedelta(days=number)


def _book(agencies: Plain, roles: Plain, regions: Plain, *acts: Plain) -> Handbook:
    states: Plain = {
        "s": {
            "held_by": "officer",
            "activities": {
                f"act{n}": {"raci": act, "to": "end"} for n, act in enumerate(acts)
            },
        },
        "end": FINAL,
    }
    kind = {"kind": "service", "level": "region", "title": TITLE}
    return handbook(
        protocol(initial="s", states=states),
        agencies={
            name: {"id": name, **kind, **more} for name, more in agencies.items()
        },
        roles={
            name: {"id": name, "title": TITLE, "agencies": homes}
            for name, homes in roles.items()
        },
        regions={
            name: {"id": name, "title": TITLE, "roles": bound}
            for name, bound in regions.items()
        },
    )


BOOK = _book(
    {
        "police": {},
        "school": {"valid_from": day(3)},
        "clinic": {"valid_to": day(4)},
    },
    {
        "officer": ("police",),
        "nurse": ("clinic", "school"),
        "doctor": ("clinic",),
        "child": (),
    },
    {
        "north": {},
        "south": {
            "officer": {"agency": "clinic", "valid_to": day(2)},
            "nurse": {"unbound": TITLE},
            "child": {"unbound": TITLE},
        },
    },
    {"by": ("nurse", "officer"), "accountable": ("actor",)},
    {"by": ("nurse",)},
    {"by": ("nurse",), "accountable": ("clinic",)},
)


@pytest.mark.parametrize(
    ("role", "region", "number", "expected"),
    [
        ("officer", "north", 0, ("police",)),
        ("officer", "south", 2, ("clinic",)),
        ("officer", "south", 3, ("police",)),
        ("nurse", "north", 2, ("clinic",)),
        ("nurse", "north", 3, ("clinic", "school")),
        ("nurse", "north", 5, ("school",)),
        ("nurse", "south", 3, ()),
        ("child", "north", 3, ()),
        ("clinic", "north", 4, ("clinic",)),
        ("clinic", "north", 5, ()),
        ("officer", None, 0, ("police",)),
    ],
)
def test_a_role_is_held_by_these_agencies_on_a_day(
    role: str, region: str | None, number: int, expected: tuple[str, ...]
) -> None:
    assert Holders(BOOK, day(number)).agencies(role, region) == expected


def test_without_a_day_everything_counts_as_in_force() -> None:
    holders = Holders(BOOK)
    assert holders.agencies("nurse", "north") == ("clinic", "school")
    assert holders.agencies("officer", "south") == ("clinic",)


def test_a_person_without_office_is_a_body_and_no_agency() -> None:
    holders = Holders(BOOK, day(5))
    assert holders.bodies("child", "north") == (None,)
    assert holders.bodies("child", "south") == ()
    assert not holders.is_held("child", "south")


def test_a_role_whose_only_agency_has_ended_is_held_by_nobody() -> None:
    holders = Holders(BOOK, day(5))
    assert holders.bodies("doctor", "north") == ()
    assert not holders.is_held("doctor", "north")
    assert Holders(BOOK, day(4)).is_held("doctor", "north")


def test_who_answers_is_looked_up_in_the_region_and_on_the_day() -> None:
    made = chart(BOOK.protocols["p"], BOOK)
    actor, inherited, named = made.entries
    holders = Holders(BOOK, day(2))
    assert holders.accountable(actor, "north") == ("clinic", "police")
    assert holders.accountable(actor, "south") == ("clinic",)
    assert holders.accountable(inherited, "north") == ("police",)
    assert holders.accountable(inherited, "south") == ("clinic",)
    assert Holders(BOOK, day(5)).accountable(named, "north") == ()


def test_both_ends_are_days_in_force() -> None:
    shown = Agency.model_validate(
        {
            "id": "a",
            "title": TITLE,
            "kind": "ngo",
            "level": "region",
            "valid_from": day(2),
            "valid_to": day(3),
        }
    )
    assert [n for n in range(SPAN) if in_force(shown, day(n))] == [2, 3]
    assert in_force(shown, None)


AGENCIES = ("a", "b", "c")
ROLES = ("r", "q")
REGIONS = ("north", "south")
Span = tuple[int | None, int | None]
Said = tuple[str | None, Span] | None
spans = st.tuples(
    st.none() | st.integers(0, SPAN - 1), st.none() | st.integers(0, SPAN - 1)
)
homes = st.lists(st.sampled_from(AGENCIES), unique=True, max_size=3)
bindings = st.none() | st.tuples(st.none() | st.sampled_from(AGENCIES), spans)


def _dates(span: Span) -> Plain:
    first, last = span
    return {
        "valid_from": None if first is None else day(first),
        "valid_to": None if last is None else day(last),
    }


def _days(span: Span) -> set[int]:
    first, last = span
    begun = range(first or 0, SPAN)
    return set(begun) & set(range(SPAN if last is None else last + 1))


@settings(max_examples=150)
@given(
    st.fixed_dictionaries(dict.fromkeys(AGENCIES, spans)),
    st.fixed_dictionaries(dict.fromkeys(ROLES, homes)),
    st.fixed_dictionaries(
        {(region, role): bindings for region in REGIONS for role in ROLES}
    ),
)
def test_holders_agree_with_a_table_of_days(
    agencies: dict[str, Span],
    roles: dict[str, list[str]],
    bound: dict[
        tuple[str, str], tuple[str | None, tuple[int | None, int | None]] | None
    ],
) -> None:
    table = {
        (region, role, n): set(roles[role])
        for region in REGIONS
        for role in ROLES
        for n in range(SPAN)
    }
    for (region, role), said in bound.items():
        for n in _days(said[1]) if said else ():
            table[region, role, n] = {said[0]} if said and said[0] else set()
    for agency, span in agencies.items():
        for (_, _, n), held in table.items():
            if n not in _days(span):
                held.discard(agency)

    book = _book(
        {name: _dates(span) for name, span in agencies.items()},
        {**roles, "officer": ()},
        {
            region: {
                role: {
                    "agency": said[0],
                    "unbound": None if said[0] else TITLE,
                    **_dates(said[1]),
                }
                for (where, role), said in bound.items()
                if where == region and said
            }
            for region in REGIONS
        },
    )
    for (region, role, n), expected in table.items():
        found = Holders(book, day(n)).agencies(role, region)
        assert set(found) == expected
        assert len(found) == len(expected)
