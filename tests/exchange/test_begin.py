"""What is left out of a file takes along what only spoke of it, and nothing else."""

import json
import random
from typing import Any

import pytest

import katch_protocols as kp
from katch_protocols.exchange.importing import Imported
from katch_protocols.findings import Severity
from katch_protocols.sentences.text import print_condition


def begun(states: dict[str, Any]) -> Imported:
    """Import a config whose state ``lost`` no case can enter."""
    lost = {"on": {"lost_act": "close", "leave": "lost_end"}}
    config = {
        "id": "x",
        "initial": "a",
        "meta": {"facts": {"f": ["yes", "no"]}},
        "states": {
            **states,
            "lost": lost,
            "lost_end": {"type": "final"},
            "close": {"type": "final"},
        },
    }
    found = kp.import_protocol(json.dumps(config).encode(), name="x.xstate.json")
    assert errors(found) == []
    assert {"lost", "lost_end"}.isdisjoint(found.protocol.states)
    return found


def errors(found: Imported) -> list[str]:
    return [str(e) for e in found.findings if e.severity is Severity.ERROR]


def way(target: str, condition: str) -> dict[str, Any]:
    return {
        "target": target,
        "guard": {"type": "when", "params": {"condition": condition}},
    }


ASK = {
    "ask": {
        "target": "a",
        "actions": [{"type": "change", "params": {"records": ["f"]}}],
    }
}


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("done lost_act", "left out"),
        ("done lost_act or f is yes", "f is yes"),
        ("not done lost_act", "None"),
        ("not in lost and f is yes", "f is yes"),
        ("in lost and f is yes", "left out"),
        ("f is yes and (done lost_act or in lost_end or f is known)", None),
    ],
)
def test_a_term_about_what_was_left_out_is_false(condition, left):
    found = begun({"a": {"on": {**ASK, "go": way("close", condition), "out": "close"}}})
    acts = found.protocol.states["a"].activities
    if left == "left out":
        assert "go" not in acts
        assert "a.go" in {e.what.partition(":")[0] for e in found.unread}
    else:
        when = acts["go"].when
        said = "None" if when is None else print_condition(when)
        assert said == (left or "f is yes and f is known")


def test_a_line_of_a_choice_about_what_was_left_out_goes_alone():
    always = [way("b", "done lost_act"), way("close", "not in lost"), {"target": "b"}]
    found = begun(
        {
            "a": {"on": {"go": "choice"}},
            "choice": {"always": always},
            "b": {"on": {"out": "close"}},
        }
    )
    lines = found.protocol.states["choice"].decide
    assert [(line.when, str(line.to)) for line in lines] == [(None, "close")]
    told = {(e.what, e.why) for e in found.unread}
    assert ("choice: decide: lost", "never") in told


def test_a_clock_that_nothing_starts_starts_at_the_state():
    meta = {"within": "3 days", "from": "lost_act"}
    found = begun({"a": {"meta": meta, "on": {"go": "close"}}})
    assert str(found.protocol.states["a"].within.limit) == "3 days"
    assert found.protocol.states["a"].within.start is None
    assert ("a: from: lost_act", "clock-start") in {
        (e.what, e.why) for e in found.unread
    }


def test_states_that_lie_behind_one_that_no_case_enters_are_left_out_with_it():
    """However many they are; the parts that are left out are told one by one."""
    names = [f"behind_{number}" for number in range(20)]
    ways = zip(names, [*names[1:], "close"], strict=True)
    chain = {name: {"on": {f"from_{name}": to}} for name, to in ways}
    begin = {"a": {"on": {"end": "close"}}}
    found = begun({**begin, **chain})
    assert [*found.protocol.states] == ["a", "close"]
    assert {*names} < {part.what for part in found.unread}


def inside(state: dict[str, Any]) -> list[dict[str, Any]]:
    found = [state]
    for each in state.get("states", {}).values():
        found += inside(each)
    return found


def cut(config: dict[str, Any], chance: random.Random) -> None:
    """Take a state, an event, an initial or a target away, or open an end."""
    states = inside(config)
    one = chance.choice(states)
    match chance.randrange(5):
        case 0 if one.get("states"):
            del one["states"][chance.choice(list(one["states"]))]
        case 1 if one.get("on"):
            del one["on"][chance.choice(list(one["on"]))]
        case 2:
            one.pop("initial", None)
        case 3 if one.get("on"):
            chance.choice(list(one["on"].values()))[0].pop("target", None)
        case 4:
            ends = [each for each in states if each.get("type") == "final"]
            if ends:
                chance.choice(ends).clear()


SAID_OF_WHAT_IS_THERE = {"deadline-unkeepable", "endless-settling"}
"""Errors that a file itself makes: nothing is missing, and a person must decide."""


@pytest.mark.parametrize("seed", range(6))
def test_a_machine_with_parts_cut_away_begins_a_handbook_without_errors(seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    protocol = kp.handbook().protocols["identification_child_tip"]
    config = json.loads(kp.export(protocol, to="xstate").text)
    for _ in range(4):
        cut(config, chance)
    found = kp.import_protocol(json.dumps(config).encode(), name="x.xstate.json")
    wrong = [e for e in found.findings if e.severity is Severity.ERROR]
    assert {e.rule for e in wrong} <= SAID_OF_WHAT_IS_THERE
    assert kp.read(found.texts()) == found.handbook


def test_a_guard_of_the_clock_is_not_asked_and_nobody_decides_in_its_place():
    """Neither has a person in it: the clock moves, and what is complete is left."""
    machine = {
        "initial": "a",
        "states": {
            "a": {
                "after": {
                    "60000": [{"target": "b", "guard": "calm"}, {"target": "c"}],
                    "1500": "c",
                }
            },
            "b": {
                "initial": "in",
                "states": {"in": {"on": {"go": "out"}}, "out": {"type": "final"}},
                "onDone": {"target": "c", "guard": "heard"},
            },
            "c": {"type": "final"},
        },
    }
    found = kp.import_protocol(json.dumps(machine).encode(), name="machine.json")
    assert [(each.what, each.why) for each in found.unread] == [
        ("after 1500", "delay"),
        ("calm", "unasked"),
        ("1 minutes", "second-timer"),
        ("heard", "unasked"),
    ]


def test_an_event_that_xstate_forbids_in_a_state_is_said():
    # XState asks nothing further up; here the activity stays possible inside.
    machine = {
        "initial": "a",
        "on": {"leave": ".b"},
        "states": {"a": {"on": {"leave": None, "go": "b"}}, "b": {"type": "final"}},
    }
    found = kp.import_protocol(json.dumps(machine).encode(), name="machine.json")
    told = [(each.what, each.why) for each in found.unread]
    assert told == [("leave: null", "no-event")]
