"""What a protocol means for one child, in numbers."""

from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.graphs.handoffs import handoffs
from katch_protocols.model.documents import Titled
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.model.parties import Role
from katch_protocols.model.safeguards import Safeguard, Sentence
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing import contacts
from katch_protocols.proofs.timing.measure_nouns import Measures, Range, Span
from katch_protocols.proofs.timing.measures import measure
from katch_protocols.sentences.text import parse_safeguard
from tests import shipped
from tests.making import ROLES, make_handbook, make_protocol
from tests.proofs.timing.handbooks import make_timed

STATES: dict[str, Any] = {
    "noticed": {
        "held_by": "teacher",
        "activities": {"tell": {"to": "heard"}, "drop": {"to": "over"}},
    },
    "heard": {
        "held_by": "officer",
        "activities": {"interview": {"to": "again", "counts_as": ["talk"]}},
    },
    "again": {
        "held_by": "officer",
        "activities": {
            "repeat": {"to": "cared", "counts_as": ["talk"]},
            "skip": {"to": "cared", "counts_as": ["care"]},
        },
    },
    "cared": {
        "held_by": "nurse",
        "after": {"2 days": "over"},
        "activities": {
            "treat": {"by": "nurse", "together_with": ["child"], "counts_as": ["care"]}
        },
    },
    "over": {"final": True},
}
GO = {"to": "over"}
SKIP = {"to": "cared", "counts_as": ["care"]}
CARE = {"to": "over", "counts_as": ["care"]}
LIMITS = {"noticed": "3 hours", "heard": "1 day", "again": "1 day"}


CHILD = Role(id="child", title=Label.of(en="Child"), agencies=())
MEASURED = {
    name: Titled(id=name, title=Label.of(en=title))
    for name, title in (("talk", "A talk"), ("care", "Care"), ("school", "School"))
}
"""Nothing counts as school."""


def prepared(states: dict[str, Any], **changes: Any) -> Handbook:
    """Make a handbook that measures talks and care."""
    handbook = make_timed(states, LIMITS)
    roles = {**handbook.roles, "child": CHILD}
    return handbook.model_copy(update={"roles": roles, "measured": MEASURED, **changes})


def measured(states: dict[str, Any], *rules: Sentence) -> Measures:
    handbook = prepared(states)
    protocol = handbook.protocols["case"]
    safeguards = {
        f"s{number}": Safeguard(id=f"s{number}", rule=rule)
        for number, rule in enumerate(rules)
    }
    changed = protocol.model_copy(update={"safeguards": safeguards})
    handbook = handbook.model_copy(update={"protocols": {"case": changed}})
    return measure(chart(handbook.protocols["case"], handbook), handbook)


def time_to(name: str, found: Measures) -> Span:
    (span,) = (span for span in found.times if span.milestone == name)
    return span


def test_what_is_measured_is_counted_on_the_best_and_the_worst_way() -> None:
    assert measured(STATES).counts["talk"] == Range(worst=2, best=0)


def test_what_is_measured_in_a_loop_has_no_bound() -> None:
    again = {"repeat": {"to": "heard", "counts_as": ["talk"]}}
    heard = {
        "interview": {"to": "again", "counts_as": ["talk"]},
        "end": {"to": "over"},
    }
    states = {
        **STATES,
        "again": {"activities": again},
        "heard": {"activities": heard},
    }
    loop = ("interview", "repeat")
    found = measured(states).counts["talk"]
    assert found == Range(worst=None, best=0, loop=loop)


def test_what_nothing_counts_as_is_not_measured_and_never_nought() -> None:
    found = measured(STATES)
    assert found.not_measured == ("school",)
    assert "school" not in found.counts
    assert "school" not in {span.milestone for span in found.times}


def test_one_step_counts_once_though_its_activity_and_its_entry_count() -> None:
    states: dict[str, Any] = {
        "noticed": {"activities": {"take": {"to": "sheltered", "counts_as": ["care"]}}},
        "sheltered": {"counts_as": ["care"], "activities": {"stay": {}, "go": GO}},
        "over": {"final": True},
    }
    assert measured(states).counts["care"] == Range(worst=1, best=1)


def test_what_a_case_enters_as_it_starts_counts_at_once() -> None:
    states: dict[str, Any] = {
        "noticed": {"counts_as": ["care"], "activities": {"go": GO, "again": {}}},
        "over": {"final": True},
    }
    found = measured(states)
    assert found.counts["care"] == Range(worst=1, best=1)
    span = time_to("care", found)
    assert (span.worst.minutes, span.best.minutes) == (0, 0)


def test_what_is_handed_over_is_done_when_it_is_sent() -> None:
    send = {
        "to": "sheltered",
        "handover": {"to": "nurse"},
        "counts_as": ["talk"],
    }
    states: dict[str, Any] = {
        "noticed": {"held_by": "officer", "activities": {"send": send}},
        "sheltered": {"held_by": "nurse", "counts_as": ["care"], "final": True},
    }
    found = measured(states)
    assert found.counts["talk"] == Range(worst=1, best=1)
    assert time_to("talk", found).worst.minutes == 3 * 60
    # The wait for the acknowledgement has no deadline here.
    assert time_to("care", found).worst.minutes is None
    assert time_to("care", found).worst.states == ("awaiting_send",)


def test_an_act_counts_wherever_it_is_declared() -> None:
    states: dict[str, Any] = {
        "noticed": {
            "activities": {"talk_to": {"to": "heard", "counts_as": ["talk"]}},
        },
        "heard": {"activities": {"talk_to": {"to": "over"}}},
        "over": {"final": True},
    }
    assert measured(states).counts["talk"] == Range(worst=2, best=2)


def test_what_an_inlined_protocol_counts_is_counted_around_it() -> None:
    inner = {
        "asked": {"activities": {"ask": {"to": "told", "counts_as": ["talk"]}}},
        "told": {"final": True},
    }
    outer = {
        "noticed": {"activities": {"call": {"to": "inside", "counts_as": ["talk"]}}},
        "inside": {"runs": "inner", "then": {"told": "over"}},
        "over": {"final": True},
    }
    handbook = make_handbook(
        make_protocol({"states": outer}),
        make_protocol({"states": inner}, name="inner"),
        measured=("talk",),
    )
    found = chart(handbook.protocols["case"], handbook)
    assert found.counted["talk"].activities == ("call", "inside.ask")
    assert measure(found, handbook).counts["talk"] == Range(worst=2, best=2)


def test_handoffs_are_those_between_holders_of_resting_states() -> None:
    found = measured(STATES)
    # tell: school to police; repeat and skip: police to clinic.
    assert found.handoffs == 3
    assert found.handoffs_a_case == Range(worst=2, best=0)


def test_handoffs_inside_a_protocol_that_runs_are_those_of_the_graph() -> None:
    """No state around it is held by anybody."""
    inner = {
        "seen": {"held_by": "officer", "activities": {"pass_on": {"to": "cared"}}},
        "cared": {
            "held_by": "nurse",
            "activities": {"heal": {"to": "well"}, "lose": {"to": "lost"}},
        },
        "well": {"final": True},
        "lost": {"final": True},
    }
    outer = {
        "inside": {"runs": "inner", "then": {"well": "over", "lost": "gone"}},
        "over": {"final": True},
        "gone": {"final": True},
    }
    handbook = make_handbook(
        make_protocol({"states": outer}), make_protocol({"states": inner}, name="inner")
    )
    drawn = chart(handbook.protocols["case"], handbook)
    (edge,) = handoffs(drawn, handbook, inside=True)
    assert edge.activity == "inside.pass_on"
    found = measure(drawn, handbook)
    assert found.handoffs == 1
    assert found.handoffs_a_case == Range(worst=1, best=1)


def test_cases_of_the_shipped_handbook_meet_every_handoff_of_the_graph() -> None:
    handbook = shipped.reading().sound()
    for protocol in handbook.protocols.values():
        drawn = chart(protocol, handbook)
        different, _ = contacts.handoffs(ProofSession(drawn, Holders(handbook)))
        edges = handoffs(drawn, handbook, inside=True)
        pairs = {(each.activity, each.sender, each.receiver) for each in edges}
        assert different == len(pairs), protocol.id


def test_a_case_that_is_opened_is_a_handoff_to_each_receiver() -> None:
    """As the handoffs of the graph have it, of an activity and of an end."""
    opened = {
        "begun": {"held_by": "nurse", "activities": {"help": {"to": "over"}}},
        "over": {"final": True},
    }
    opener = {
        "seen": {
            "held_by": "officer",
            "activities": {
                "call": {"opens": "second"},
                "pass_on": {"to": "moved"},
                "close": {"to": "over"},
            },
        },
        "moved": {"final": True, "opens": "second"},
        "over": {"final": True},
    }
    handbook = make_handbook(
        make_protocol({"states": opener}),
        make_protocol({"states": opened}, name="second"),
    )
    drawn = chart(handbook.protocols["case"], handbook)
    found = measure(drawn, handbook)
    pairs = {(e.activity, e.sender, e.receiver) for e in handoffs(drawn, handbook)}
    assert pairs == {("call", "police", "clinic"), ("pass_on", "police", "clinic")}
    assert found.handoffs == len(pairs)
    # Whoever calls again may open again, where the first case has ended.
    assert found.handoffs_a_case == Range(worst=None, best=0, loop=("call",))


def test_agencies_meet_the_child_where_the_child_takes_part() -> None:
    assert ROLES["nurse"] == ("clinic",)
    assert measured(STATES).agencies == Range(worst=1, best=0)


def test_times_to_a_milestone_are_sums_of_deadlines() -> None:
    span = time_to("care", measured(STATES))
    # By `drop` a case ends without care.
    assert span.to_json() == {
        "from": "noticed",
        "to": "care",
        "unless": [],
        "milestone": "care",
        "safeguard": None,
        "reckoned": True,
        "best_hours": 0.0,
        "worst_hours": None,
        "sum": "",
        "parts": [],
        "states": ["over"],
        "loops": False,
        "exact": True,
    }
    states = {**STATES, "noticed": {"activities": {"tell": {"to": "heard"}}}}
    states["cared"] = {"after": {"2 days": "over"}, "activities": {}}
    states["again"] = {"activities": {"skip": SKIP}}
    span = time_to("care", measured(states))
    assert span.worst.minutes == (3 + 24 + 24) * 60
    assert span.to_json()["sum"] == "3 hours + 1 day + 1 day"
    assert span.worst.states == ("noticed", "heard", "again")


def test_the_shortest_time_waits_for_timers() -> None:
    states: dict[str, Any] = {
        "resting": {"after": {"30 days": "rested"}},
        "rested": {"activities": {"skip": {"to": "over", "counts_as": ["care"]}}},
        "over": {"final": True},
    }
    span = time_to("care", measured(states))
    assert span.best.minutes == 30 * 24 * 60


def test_what_never_begins_has_no_time() -> None:
    """Nobody repeats what was said where nobody listens; `over` excepts all."""
    states = {**STATES, "heard": {"activities": {"skip": SKIP}}}
    rules = (
        parse_safeguard("after repeat then over within 3 days"),
        parse_safeguard("after skip then over within 2 days unless noticed"),
        parse_safeguard("after skip then over within 2 days"),
    )
    times = measured(states, *rules).times
    assert [span.safeguard for span in times if span.safeguard] == ["s2"]
    care = next(span for span in times if span.milestone == "care")
    assert care.worst.minutes is None
    assert not care.unless


def test_the_numbers_are_plain_data_for_the_command_line() -> None:
    plain = measured(STATES).to_json()
    assert list(plain) == [
        "protocol",
        "states",
        "activities",
        "configurations",
        "handoffs",
        "handoffs_a_case",
        "counts",
        "not_measured",
        "agencies",
        "times",
    ]
    assert plain["counts"]["talk"] == {"worst": 2, "best": 0, "loop": []}
    assert plain["not_measured"] == ["school"]
    assert plain["states"] == 5
    assert plain["activities"] == 6
    assert plain["configurations"] == 5


def test_a_milestone_without_a_bound_is_told_under_an_exception_of_the_protocol() -> (
    None
):
    states: dict[str, Any] = {
        "noticed": {
            "held_by": "teacher",
            "activities": {"tell": {"to": "heard"}, "lose": {"to": "lost"}},
        },
        "heard": {"held_by": "officer", "activities": {"skip": CARE}},
        "lost": {"activities": {"seek": {}, "find": {"to": "noticed"}}},
        "over": {"final": True},
    }
    span = time_to("care", measured(states))
    assert (span.worst.minutes, span.unless) == (None, ())
    assert span.worst.states == ("lost",)
    rule = parse_safeguard("after noticed then over within 2 days unless lost")
    span = time_to("care", measured(states, rule))
    assert (span.worst.minutes, span.unless) == ((3 + 24) * 60, ("lost",))
    assert span.best.minutes == 0
    # A slip is a matter of the check.
    rule = parse_safeguard("after noticed then over within 2 days unless loost")
    span = time_to("care", measured(states, rule))
    assert (span.worst.minutes, span.unless) == (None, ())


def test_a_milestone_is_reached_once() -> None:
    # Care comes, and the case goes back to its start; no second care is owed.
    states: dict[str, Any] = {
        "noticed": {
            "held_by": "teacher",
            "activities": {"skip": {"to": "heard", "counts_as": ["care"]}},
        },
        "heard": {
            "held_by": "officer",
            "activities": {"again": {"to": "noticed"}, "drop": {"to": "over"}},
        },
        "over": {"final": True},
    }
    span = time_to("care", measured(states))
    assert span.worst.minutes == 3 * 60
