"""How one case stands under one sentence, case by case: kept, broken, open or untold.

The expected word is what the page of the sentence says, for limits to the minute.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.evidence.audits.judging import Judge
from katch_protocols.evidence.indicators.history import (
    Person,
    asked_table,
    history_of,
)
from katch_protocols.evidence.indicators.judging import conditions_of, judge
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.reading import read_records
from katch_protocols.model.handbook import Handbook
from katch_protocols.sentences.text import parse_safeguard
from katch_protocols.verbs.live_cases import open_case
from tests.cases.living import NOW, begun, bound_by
from tests.making import make_handbook, make_protocol

__all__ = ["live_case", "open_book"]

_OFFICER, _OTHER = (
    Actor(f"officer-{number}", roles=["officer"], agency="police", region=None)
    for number in range(2)
)


_ENDS = {"": "protected", "_badly": "adverse", "_somehow": None}


_CONTACT: Mapping[str, Any] = {"counts_as": ["contact"]}


def open_book() -> Handbook:
    """Make a case in which everything is possible at any time, until it closes.

    A visit counts as a contact, and so do an end and what leads to it.
    """
    names = ("begin", "visit", "stop", "spare")
    acts: dict[str, dict[str, Any]] = {
        name: {"by": "officer", "to": "here"} for name in names
    }
    acts["visit"] |= _CONTACT
    ways = {
        f"close{end}": {"by": "officer", "to": f"over{end}", **_CONTACT}
        for end in _ENDS
    }
    ends = {
        f"over{end}": {"final": True, "outcome": outcome, **_CONTACT}
        for end, outcome in _ENDS.items()
    }
    states = {"here": {"activities": {**acts, **ways}}, **ends}
    protocol = make_protocol({"states": states}, name="first")
    return make_handbook(protocol, measured=("contact",))


_Lived = Sequence[tuple[float, str]]
"""At which hour what was done; ``name*`` is done by another officer than the rest."""


def live_case(handbook: Handbook, lived: _Lived) -> Case:
    """Live a case of a handbook."""
    protocol = handbook.protocols["first"]
    case = open_case(
        protocol, reference="case-1", region=None, at=NOW, handbook=handbook
    )
    for hour, name in lived:
        by = _OTHER if name.endswith("*") else _OFFICER
        case.do(name.rstrip("*"), by=by, at=NOW + timedelta(hours=hour))
    return case


def _said(rule: str, lived: _Lived, until: float) -> str:
    """Tell how a case stands under a sentence at an hour."""
    asked = parse_safeguard(rule)
    view = live_case(open_book(), lived).view()
    history = history_of(view, asked_table(view.compiled, [*conditions_of(asked)]))
    return judge(asked, history, NOW + timedelta(hours=until)).name.lower()


_EVERY = "between begin and stop always visit at least every 10 hours"
_WITHIN = "after begin then visit within 10 hours"
_AFTER = "visit at least 10 hours after begin"


_STANDINGS = [
    # A limit that ends on the minute is kept; a minute later it is broken.
    (_WITHIN, [(1, "begin"), (11, "visit")], 20, "kept"),
    (_WITHIN, [(1, "begin"), (11.02, "visit")], 20, "broken"),
    (_WITHIN, [(1, "begin")], 11, "open"),
    (_WITHIN, [(1, "begin")], 11.02, "broken"),
    (_WITHIN, [(1, "begin"), (2, "close")], 3, "broken"),
    (_WITHIN, [(1, "visit"), (2, "begin")], 12, "open"),
    (_WITHIN, [(1, "begin"), (2, "visit"), (3, "begin")], 20, "broken"),
    (_WITHIN, [(1, "begin"), (2, "visit"), (3, "begin")], 13, "open"),
    (f"{_WITHIN} unless spare", [(1, "begin"), (11, "spare")], 20, "kept"),
    (f"{_WITHIN} unless spare", [(1, "begin"), (11.02, "spare")], 20, "broken"),
    (f"{_WITHIN} unless spare", [(1, "spare"), (2, "begin")], 20, "kept"),
    # At least so long after: the last one before counts.
    (_AFTER, [(1, "begin"), (11, "visit")], 20, "kept"),
    (_AFTER, [(1, "begin"), (10.98, "visit")], 20, "broken"),
    (_AFTER, [(1, "begin"), (9, "begin"), (12, "visit")], 20, "broken"),
    (_AFTER, [(1, "visit")], 20, "kept"),
    (
        f"{_AFTER} unless spare",
        [(1, "begin"), (2, "spare"), (3, "visit")],
        9,
        "kept",
    ),
    # What must come back: from A, from each C, to B, and as long as B is not there.
    (_EVERY, [(1, "visit")], 90, "kept"),
    (_EVERY, [(1, "begin")], 11, "open"),
    (_EVERY, [(1, "begin")], 11.02, "broken"),
    (_EVERY, [(1, "begin"), (11, "visit")], 21, "open"),
    (_EVERY, [(1, "begin"), (11, "visit")], 21.02, "broken"),
    (_EVERY, [(1, "begin"), (11, "visit"), (21, "stop")], 90, "kept"),
    (_EVERY, [(1, "begin"), (11, "visit"), (21.02, "stop")], 90, "broken"),
    (_EVERY, [(1, "begin"), (11.02, "visit"), (12, "stop")], 90, "broken"),
    (_EVERY, [(1, "begin"), (5, "begin"), (11.02, "visit")], 12, "broken"),
    (_EVERY, [(1, "begin"), (2, "stop"), (30, "visit")], 90, "kept"),
    (_EVERY, [(1, "begin"), (2, "stop"), (3, "begin")], 14, "broken"),
    (_EVERY, [(1, "begin"), (2, "stop"), (3, "begin"), (4, "stop")], 90, "kept"),
    (_EVERY, [(1, "begin"), (2, "stop"), (3, "stop"), (9, "begin")], 19, "open"),
    # A case that ends before B ends the stretch: no time passes after it.
    (_EVERY, [(1, "begin"), (11, "close")], 90, "kept"),
    (_EVERY, [(1, "begin"), (11.02, "close")], 90, "broken"),
    (_EVERY, [(1, "begin"), (5, "visit"), (15.02, "close")], 90, "broken"),
    (f"{_EVERY} unless spare", [(1, "begin"), (5, "spare")], 90, "kept"),
    (f"{_EVERY} unless spare", [(1, "begin"), (11.02, "spare")], 90, "broken"),
    (f"{_EVERY} unless spare", [(1, "spare"), (2, "begin")], 90, "kept"),
    (
        f"{_EVERY} unless spare",
        [(1, "begin"), (5, "spare"), (50, "stop")],
        90,
        "kept",
    ),
    (
        f"{_EVERY} unless spare",
        [(1, "begin"), (5, "spare"), (50, "visit")],
        90,
        "kept",
    ),
    # Who acted.
    (
        "begin and visit by different people",
        [(1, "begin"), (2, "visit*")],
        9,
        "kept",
    ),
    (
        "begin and visit by different people",
        [(1, "begin"), (2, "visit")],
        9,
        "broken",
    ),
    (
        "begin and visit by the same person",
        [(1, "begin"), (2, "visit*")],
        9,
        "broken",
    ),
    ("begin and visit by the same person", [(1, "begin"), (2, "visit")], 9, "kept"),
    # What every case must have is open while it runs.
    ("every case has visit", [(1, "begin")], 90, "open"),
    ("every case has visit", [(1, "visit")], 90, "kept"),
    ("every case has visit", [(1, "close")], 90, "broken"),
    ("every case has visit", [(1, "close_badly")], 90, "kept"),
    ("every case has visit", [(1, "close_somehow")], 90, "kept"),
    ("every case has visit before an end", [(1, "close_badly")], 90, "broken"),
    ("every case has visit before an end", [(1, "close_somehow")], 90, "broken"),
    ("every case has visit", [(1, "visit"), (2, "close")], 90, "kept"),
]


@pytest.mark.parametrize(("rule", "lived", "until", "expected"), _STANDINGS)
def test_a_case_stands_as_the_page_of_its_sentence_says(
    rule: str, lived: _Lived, until: float, expected: str
) -> None:
    assert _said(rule, lived, until) == expected


@pytest.mark.parametrize(("rule", "lived", "until", "expected"), _STANDINGS)
def test_an_audit_finds_what_is_broken_and_nothing_else(
    rule: str, lived: _Lived, until: float, expected: str
) -> None:
    free = open_book()
    until_then = NOW + timedelta(hours=until)
    (case,) = read_records(
        [live_case(free, lived).snapshot()], free, now=until_then
    ).cases
    # A live case under the sentence would have refused what breaks some of them.
    bound = bound_by(free, [parse_safeguard(rule)])
    compiled = begun(bound).case.view().compiled
    judge = Judge(compiled, (), micros(until_then))
    audit = judge.judge(replace(case, compiled=compiled))
    told = {each.facts.get("safeguard") for each in audit.findings}
    assert ("g0" in told) == (expected == "broken")


_POLICE, _CLINIC = ("officer", "police", "o-1"), ("nurse", "clinic", "n-1")
_NO_ROLE, _NOBODY = (None, None, "o-1"), (None, None, None)
_NO_PERSON = ("officer", "police", None)


@pytest.mark.parametrize(
    ("rule", "people", "expected"),
    [
        # What is known to be broken is, whoever else acted.
        ("begin and visit by different people", [_POLICE, _CLINIC], "kept"),
        ("begin and visit by different people", [_POLICE, _NO_ROLE], "broken"),
        ("begin and visit by different people", [_POLICE, _NOBODY], "untold"),
        ("begin and visit by different people", [_POLICE, _POLICE, _NOBODY], "broken"),
        ("begin and visit by different people", [_POLICE, _CLINIC, _NOBODY], "untold"),
        ("begin and visit by the same person", [_POLICE, _POLICE, _NOBODY], "untold"),
        ("begin and visit by the same person", [_POLICE, _CLINIC, _NOBODY], "broken"),
        ("begin and visit by the same person", [_POLICE, _NO_PERSON], "untold"),
        ("begin and visit by different agencies", [_POLICE, _CLINIC], "kept"),
        ("begin and visit by different agencies", [_POLICE, _NO_PERSON], "broken"),
        ("begin and visit by different agencies", [_POLICE, _NO_ROLE], "untold"),
        ("only officer does visit", [_CLINIC, _POLICE], "kept"),
        ("only officer does visit", [_POLICE, _CLINIC], "broken"),
        ("only police does visit", [_CLINIC, _POLICE], "kept"),
        ("only officer does visit", [_POLICE, _NO_ROLE], "untold"),
        ("only officer does visit", [_POLICE, _NO_ROLE, _CLINIC], "broken"),
        ("only officer does visit", [_POLICE, None], "untold"),
        # A role that is not told may be the one, whichever the agency; and so on.
        ("only officer does visit", [_POLICE, (None, "police", "o-1")], "untold"),
        ("only officer does visit", [_POLICE, ("nurse", None, "n-1")], "broken"),
        ("only police does visit", [_POLICE, ("officer", None, "o-1")], "untold"),
        ("only police does visit", [_POLICE, (None, "clinic", "n-1")], "broken"),
        ("visit with officer", [_CLINIC, _POLICE], "kept"),
        ("visit with officer", [_POLICE, _CLINIC], "broken"),
        ("visit with officer", [_POLICE, _NO_ROLE], "untold"),
        ("visit with officer", [_POLICE, None], "untold"),
        ("visit with officer", [_POLICE, _NO_ROLE, _CLINIC], "broken"),
    ],
)
def test_what_a_log_does_not_tell_of_people_is_not_held_against_a_case(
    rule: str, people: Sequence[Person | None], expected: str
) -> None:
    """The first of the people begins, each other one visits; ``None``: no column."""
    handbook = open_book()
    case = open_case(
        handbook.protocols["first"],
        reference="case-1",
        region=None,
        at=NOW,
        handbook=handbook,
    )
    for number in range(len(people)):
        at = NOW + timedelta(hours=number)
        case.do("visit" if number else "begin", by=_OFFICER, at=at)
    history = history_of(case.view())
    told = tuple(
        replace(step, people=() if person is None else (person,))
        for step, person in zip(history.steps, people, strict=True)
    )
    asked = parse_safeguard(rule)
    said = judge(asked, replace(history, steps=told), NOW + timedelta(hours=9))
    assert said.name.lower() == expected


@pytest.mark.parametrize(
    ("rule", "spans", "until", "expected"),
    [
        # Each was done between two hours, as on a day of which no time is told.
        (_WITHIN, [("begin", 0, 5), ("visit", 6, 10)], 90, "kept"),
        (_WITHIN, [("begin", 0, 5), ("visit", 6, 11)], 90, "untold"),
        (_WITHIN, [("begin", 0, 5), ("visit", 15, 20)], 90, "untold"),
        (_WITHIN, [("begin", 0, 5), ("visit", 16, 20)], 90, "broken"),
        (_WITHIN, [("begin", 0, 5)], 15, "open"),
        (_WITHIN, [("begin", 0, 5)], 16, "broken"),
        (_AFTER, [("begin", 0, 5), ("visit", 15, 20)], 90, "kept"),
        (_AFTER, [("begin", 0, 5), ("visit", 14, 20)], 90, "untold"),
        (_AFTER, [("begin", 0, 5), ("visit", 6, 10)], 90, "untold"),
        (_AFTER, [("begin", 0, 5), ("visit", 6, 9)], 90, "broken"),
        (_EVERY, [("begin", 0, 5), ("visit", 6, 10), ("stop", 12, 16)], 90, "kept"),
        (_EVERY, [("begin", 0, 5), ("visit", 6, 11), ("stop", 12, 16)], 90, "untold"),
        (_EVERY, [("begin", 0, 5), ("visit", 6, 11), ("stop", 22, 23)], 90, "broken"),
        (_EVERY, [("begin", 0, 5), ("close", 10, 11)], 90, "untold"),
        (_EVERY, [("begin", 0, 5), ("close", 16, 17)], 90, "broken"),
        (_EVERY, [("begin", 0, 5)], 15, "open"),
    ],
)
def test_what_depends_on_the_hour_of_a_day_is_not_told(
    rule: str, spans: Sequence[tuple[str, int, int]], until: float, expected: str
) -> None:
    history = history_of(
        live_case(open_book(), [(at, name) for name, at, _ in spans]).view()
    )
    steps = tuple(
        replace(step, last=NOW + timedelta(hours=last))
        for step, (_, _, last) in zip(history.steps, spans, strict=True)
    )
    asked = parse_safeguard(rule)
    told = replace(history, steps=steps)
    said = judge(asked, told, NOW + timedelta(hours=until))
    assert said.name.lower() == expected
