"""What a protocol means for one child, in numbers."""

from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.model.activities import Activity, Raci
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.roles import Role
from katch_protocols.model.safeguards import Safeguard, Sentence
from katch_protocols.model.states import State
from katch_protocols.proofs.timing.measured import Measures, Range
from katch_protocols.proofs.timing.measures import Milestones, measure
from katch_protocols.sentences.safeguards import parse_safeguard
from tests.making import ROLES
from tests.proofs.timing.handbooks import make_timed

STATES: dict[str, Any] = {
    "noticed": {
        "held_by": "teacher",
        "activities": {"tell": {"to": "heard"}, "drop": {"to": "over"}},
    },
    "heard": {
        "held_by": "officer",
        "activities": {"interview": {"to": "again"}},
    },
    "again": {
        "held_by": "officer",
        "activities": {"repeat": {"to": "cared"}, "skip": {"to": "cared"}},
    },
    "cared": {
        "held_by": "nurse",
        "after": {"2 days": "over"},
        "activities": {"treat": {}},
    },
    "over": {"final": True},
}
LIMITS = {"noticed": "3 hours", "heard": "1 day", "again": "1 day"}


def prepared(states: dict[str, Any]) -> Handbook:
    """Make interviews, meetings and functions of activities with telling names."""
    handbook = make_timed(states, LIMITS)
    protocol = handbook.protocols["case"]
    changed = {name: _state(state) for name, state in protocol.states.items()}
    child = Role(id="child", title=handbook.title, agencies=())
    return handbook.model_copy(
        update={
            "protocols": {"case": protocol.model_copy(update={"states": changed})},
            "roles": {**handbook.roles, "child": child},
        }
    )


def _state(state: State) -> State:
    activities = {name: _activity(one) for name, one in state.activities.items()}
    return state.model_copy(update={"activities": activities})


def _activity(plain: Activity) -> Activity:
    match plain.id:
        case "interview" | "repeat":
            return plain.model_copy(update={"qualified": ("listening",)})
        case "treat":
            raci = Raci(by=("nurse",), together_with=("child",))
            return plain.model_copy(update={"raci": raci, "function": "care"})
        case "skip":
            return plain.model_copy(update={"function": "care"})
        case _:
            return plain


def measured(states: dict[str, Any], *rules: Sentence) -> Measures:
    handbook = prepared(states)
    protocol = handbook.protocols["case"]
    safeguards = {
        f"s{number}": Safeguard(id=f"s{number}", rule=rule)
        for number, rule in enumerate(rules)
    }
    changed = protocol.model_copy(update={"safeguards": safeguards})
    handbook = handbook.model_copy(update={"protocols": {"case": changed}})
    milestones = Milestones("listening", {"care": "care"})
    found = chart(handbook.protocols["case"], handbook)
    return measure(found, handbook, milestones=milestones)


def test_interviews_are_counted_on_the_best_and_worst_way() -> None:
    assert measured(STATES).interviews == Range(worst=2, best=0)


def test_interviews_in_a_loop_have_no_bound() -> None:
    states = {**STATES, "again": {"activities": {"repeat": {"to": "heard"}}}}
    states["heard"] = {"activities": {"interview": {"to": "again"}, "end": "over"}}
    states["heard"]["activities"]["end"] = {"to": "over"}
    loop = ("interview", "repeat")
    assert measured(states).interviews == Range(worst=None, best=0, loop=loop)


def test_handoffs_are_those_between_holders_of_resting_states() -> None:
    found = measured(STATES)
    # tell: school to police; repeat and skip: police to clinic.
    assert found.handoffs == 3
    assert found.handoffs_a_case == Range(worst=2, best=0)


def test_agencies_meet_the_child_in_interviews_and_with_the_child() -> None:
    assert ROLES["officer"] == ("police",)
    assert measured(STATES).agencies == Range(worst=2, best=0)


def test_times_to_a_milestone_are_sums_of_deadlines() -> None:
    (span,) = measured(STATES).times
    # By `drop` a case ends without care.
    assert span.to_json() == {
        "from": "noticed",
        "to": "care",
        "unless": None,
        "milestone": "care",
        "safeguard": None,
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
    states["again"] = {"activities": {"skip": {"to": "cared"}}}
    (span,) = measured(states).times
    assert span.worst.minutes == (3 + 24 + 24) * 60
    assert span.to_json()["sum"] == "3 hours + 1 day + 1 day"
    assert span.worst.states == ("noticed", "heard", "again")


def test_the_shortest_time_waits_for_timers() -> None:
    states: dict[str, Any] = {
        "resting": {"after": {"30 days": "rested"}},
        "rested": {"activities": {"skip": {"to": "over"}}},
        "over": {"final": True},
    }
    (span,) = measured(states).times
    assert span.best.minutes == 30 * 24 * 60


def test_the_numbers_are_plain_data_for_the_command_line() -> None:
    plain = measured(STATES).to_json()
    assert list(plain) == [
        "protocol",
        "states",
        "activities",
        "configurations",
        "handoffs",
        "handoffs_a_case",
        "interviews",
        "agencies",
        "times",
    ]
    assert plain["interviews"] == {"worst": 2, "best": 0, "loop": []}
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
        "heard": {"held_by": "officer", "activities": {"skip": {"to": "over"}}},
        "lost": {"activities": {"seek": {}, "find": {"to": "noticed"}}},
        "over": {"final": True},
    }
    (span,) = measured(states).times
    assert (span.worst.minutes, span.unless) == (None, None)
    assert span.worst.states == ("lost",)
    rule = parse_safeguard("after noticed then over within 2 days unless lost")
    (span, _) = measured(states, rule).times
    assert (span.worst.minutes, span.unless) == ((3 + 24) * 60, "lost")
    assert span.best.minutes == 0


def test_a_milestone_is_reached_once() -> None:
    # Care comes, and the case goes back to its start; no second care is owed.
    states: dict[str, Any] = {
        "noticed": {"held_by": "teacher", "activities": {"skip": {"to": "heard"}}},
        "heard": {
            "held_by": "officer",
            "activities": {"again": {"to": "noticed"}, "drop": {"to": "over"}},
        },
        "over": {"final": True},
    }
    (span,) = measured(states).times
    assert span.worst.minutes == 3 * 60
