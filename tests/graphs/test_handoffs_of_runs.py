"""Handoffs of a protocol that another one runs: each is told once, by one of them."""

import random
from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.graphs.handoffs import HandoffWays, handoffs
from katch_protocols.model.handbook import Handbook
from tests.making import make_handbook, make_protocol
from tests.walking import go

POLICE, CLINIC, SCHOOL = ({"held_by": role} for role in ("officer", "nurse", "teacher"))
INNER = {
    "seen": {**go(refer="cared"), **POLICE},
    "cared": {**go(heal="well"), **CLINIC},
    "well": {"final": True},
}
RUN = {"runs": "inner", "then": {"well": "after"}}
AFTER = {**go(finish="end"), **SCHOOL}
END = {"end": {"final": True}}

Told = set[tuple[str, str, str]]


def _handbook(
    outer: dict[str, Any], inner: dict[str, Any], **more: dict[str, Any]
) -> Handbook:
    return make_handbook(
        make_protocol({"states": {**outer, **END}}),
        make_protocol({"states": inner}, name="inner"),
        *(make_protocol({"states": each}, name=name) for name, each in more.items()),
    )


def _drawn(handbook: Handbook, name: str) -> Chart:
    drawn = chart(handbook.protocols[name], handbook)
    assert not drawn.problems
    return drawn


def _told(handbook: Handbook, name: str, *, inside: bool = False) -> Told:
    found = handoffs(_drawn(handbook, name), handbook, inside=inside)
    return {(each.activity, each.sender, each.receiver) for each in found}


def test_a_handoff_inside_is_told_by_the_protocol_that_runs() -> None:
    handbook = _handbook({"run": RUN, "after": AFTER}, INNER)
    assert _told(handbook, "inner") == {("refer", "police", "clinic")}
    assert _told(handbook, "case") == {("run.heal", "clinic", "school")}
    assert _told(handbook, "case", inside=True) == {
        ("run.refer", "police", "clinic"),
        ("run.heal", "clinic", "school"),
    }


def test_a_way_into_what_runs_is_told_by_the_outer_one() -> None:
    before = {"before": {**go(start="run"), **SCHOOL}}
    handbook = _handbook({**before, "run": RUN, "after": AFTER}, INNER)
    assert ("start", "school", "police") in _told(handbook, "case")


def test_what_the_outer_one_moves_inside_is_its_own() -> None:
    again = {**RUN, "activities": {"again": {"to": "run"}}}
    handbook = _handbook({"run": again, "after": AFTER}, INNER)
    assert ("again", "clinic", "police") in _told(handbook, "case")


def test_who_holds_a_state_only_because_of_the_outer_one_hands_over_there() -> None:
    """The inner one has no handoff: nobody holds its first state."""
    inner = {**INNER, "seen": go(refer="cared")}
    handbook = _handbook({"run": {**RUN, **POLICE}, "after": AFTER}, inner)
    assert _told(handbook, "inner") == set()
    assert ("run.refer", "police", "clinic") in _told(handbook, "case")


def test_the_way_to_an_end_that_somebody_holds_is_told_inside() -> None:
    inner = {**INNER, "well": {"final": True, **SCHOOL}}
    handbook = _handbook({"run": RUN, "after": AFTER}, inner)
    assert ("heal", "clinic", "school") in _told(handbook, "inner")
    assert _told(handbook, "case") == set()
    other = _handbook({"run": RUN, "after": {**AFTER, **POLICE}}, inner)
    (found,) = handoffs(_drawn(other, "case"), other)
    assert (found.sender, found.receiver, found.sources) == (
        "school",
        "police",
        ("run.well",),
    )


def test_from_one_run_to_the_next_is_told_by_the_outer_one() -> None:
    first = {"runs": "inner", "then": {"well": "second"}}
    handbook = _handbook({"first": first, "second": RUN, "after": AFTER}, INNER)
    assert _told(handbook, "case") == {
        ("first.heal", "clinic", "police"),
        ("second.heal", "clinic", "school"),
    }


def test_a_run_inside_a_run_is_told_once() -> None:
    middle = {"run": {"runs": "inner", "then": {"well": "back"}}}
    middle |= {"back": {**go(leave="left"), **POLICE}, "left": {"final": True}}
    outer = {"all": {"runs": "middle", "then": {"left": "after"}}, "after": AFTER}
    handbook = _handbook(outer, INNER, middle=middle)
    told = [_told(handbook, name) for name in ("inner", "middle", "case")]
    assert told == [
        {("refer", "police", "clinic")},
        {("run.heal", "clinic", "police")},
        {("all.leave", "police", "school")},
    ]
    assert len(_told(handbook, "case", inside=True)) == sum(map(len, told))


def test_a_case_that_is_opened_inside_is_handed_over_inside() -> None:
    acts = {"refer": {"to": "cared"}, "call": {"opens": "beside"}}
    inner = {**INNER, "seen": {**POLICE, "activities": acts}}
    beside = {"taken": {**go(close="done"), **SCHOOL}, "done": {"final": True}}
    handbook = _handbook({"run": RUN, "after": AFTER}, inner, beside=beside)
    assert ("call", "police", "school") in _told(handbook, "inner")
    assert ("run.call", "police", "school") not in _told(handbook, "case")
    assert ("run.call", "police", "school") in _told(handbook, "case", inside=True)


def test_where_the_rest_is_told_is_known() -> None:
    handbook = _handbook({"run": RUN, "after": AFTER}, INNER)
    assert HandoffWays(_drawn(handbook, "case")).elsewhere == ("inner",)
    assert HandoffWays(_drawn(handbook, "inner")).elsewhere == ()


HOLDERS = [{}, POLICE, CLINIC, SCHOOL]


def _random(draw: random.Random, name: str, ends: list[str]) -> dict[str, Any]:
    """Make states that some hold, with activities and handovers between any of them."""
    names = [f"{name}{at}" for at in range(draw.randint(1, 4))]
    found: dict[str, Any] = {}
    for each in names:
        acts: dict[str, Any] = {}
        for at in range(draw.randint(0, 3)):
            act: dict[str, Any] = {"to": draw.choice([*names, *ends])}
            if draw.random() < 0.3:
                act["handover"] = {"to": draw.choice(["nurse", ("nurse", "teacher")])}
            acts[f"{each}_{at}"] = act
        found[each] = {"activities": acts, **draw.choice(HOLDERS)}
    return found


Way = tuple[str, ...]


def _ways(handbook: Handbook, name: str, prefix: str = "", **asked: bool) -> set[Way]:
    """Return every handoff with where it leads from and to; names as in the outer."""
    return {
        (prefix + each.activity, each.sender, each.receiver, prefix + one, prefix + to)
        for each in handoffs(_drawn(handbook, name), handbook, **asked)
        for one in each.sources
        for to in each.targets
    }


def _pairs(ways: set[Way]) -> set[Way]:
    return {way[:3] for way in ways}


def test_together_they_tell_what_a_case_meets_and_nothing_twice() -> None:
    handed = 0
    for seed in range(300):
        draw = random.Random(seed)  # noqa: S311 - no secret
        inner = {**_random(draw, "inner", ["well"]), "well": {"final": True}}
        outer = _random(draw, "outer", ["end", "run"])
        jump = {"activities": {"jump": {"to": draw.choice(["run", *outer])}}}
        run = {"runs": "inner", "then": {"well": draw.choice([*outer, "end"])}}
        outer["run"] = {**run, **draw.choice([{}, jump]), **draw.choice(HOLDERS)}
        handbook = _handbook(outer, inner)
        inside, own = _ways(handbook, "inner", "run."), _ways(handbook, "case")
        assert not inside & own, seed
        every = _ways(handbook, "case", inside=True)
        assert _pairs(every) == _pairs(inside) | _pairs(own), seed
        handed += len(inside)
    assert handed > 100
