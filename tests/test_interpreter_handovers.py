"""The second opinion on handovers and on protocols that run others."""

import pytest

from tests.interpreter_nodes import UnreadableError
from tests.making import make_handbook, make_protocol
from tests.walking import Walk, go, walk

END = {"final": True}

SEND = {"to": "d", "handover": {"to": "nurse", "decline": "a"}}


def test_a_handover_waits_until_the_receiver_acknowledges() -> None:
    case = walk({"a": {"activities": {"send": SEND}}, "d": {}})
    assert case.do("send").states == "awaiting_send"
    assert case.moves == "acknowledge_send decline_send"
    assert case.do("acknowledge_send").states == "d"


def test_a_receiver_that_may_decline_sends_the_case_back() -> None:
    case = walk({"a": {"activities": {"send": SEND}}, "d": {}})
    assert case.do("send", "decline_send").states == "a"


def test_a_handover_without_decline_can_only_be_acknowledged() -> None:
    send = {"to": "d", "handover": {"to": "nurse"}}
    case = walk({"a": {"activities": {"send": send}}, "d": {}})
    assert case.do("send").moves == "acknowledge_send"


def test_waiting_replaces_the_source_in_the_composite_that_is_not_left() -> None:
    inner = {
        "x": {"activities": {"send": {**SEND, "to": "y", "handover": {"to": "nurse"}}}}
    }
    strands = {
        "p": {"states": {**inner, "y": {}}, **go(ahead="b.p.y")},
        "q": {"states": {"q1": go(on="q2"), "q2": {}}},
    }
    case = walk({"b": {"parallel": strands, **go(stop="c")}, "c": {}})
    assert case.do("send").states == "b b.p b.p.awaiting_send b.q b.q.q1"
    assert case.moves == "acknowledge_send ahead on stop"


def test_documents_and_facts_change_when_a_handover_is_sent() -> None:
    send = {**SEND, "produces": ["form"], "sets": {"e": "on"}}
    case = walk(
        {"a": {"activities": {"send": send}}, "d": {}},
        documents=["form"],
        facts={"e": ("on", "off")},
    ).do("send")
    assert (case.now.documents, case.facts) == ({"form"}, {"e": "on"})


def test_two_senders_to_one_target_share_the_state_that_waits() -> None:
    send = {"send": {"to": "d", "handover": {"to": "nurse"}}}
    case = walk(
        {
            "a": {"activities": {**send, "go": {"to": "b"}}},
            "b": {"activities": send},
            "d": {},
        }
    )
    assert case.do("go", "send").states == "awaiting_send"


def test_what_two_roles_hold_waits_in_two_states() -> None:
    send = {"send": {"to": "d", "handover": {"to": "nurse"}}}
    one = {"activities": {**send, "go": {"to": "b"}}, "held_by": "officer"}
    two = {"activities": send, "held_by": "worker"}
    case = walk({"a": one, "b": two, "d": {}})
    assert case.do("send").states == "awaiting_send_from_a"
    assert case.do("acknowledge_send").states == "d"
    again = walk({"a": one, "b": two, "d": {}})
    assert again.do("go", "send").states == "awaiting_send_from_b"


def test_two_senders_to_two_targets_wait_in_two_states() -> None:
    one = {"send": {"to": "d", "handover": {"to": "nurse"}}, "go": {"to": "b"}}
    two = {"send": {"to": "e", "handover": {"to": "nurse"}}}
    case = walk({"a": {"activities": one}, "b": {"activities": two}, "d": {}, "e": {}})
    assert case.do("go", "send").states == "awaiting_send_from_b"
    assert case.do("acknowledge_send").states == "e"


def _running(outer: dict[str, object], inner: dict[str, object]) -> Walk:
    second = make_protocol(inner, name="second")
    first = make_protocol(outer, name="first")
    return Walk(first, make_handbook(first, second))


def test_what_runs_is_inlined_with_prefixed_names() -> None:
    case = _running(
        {"states": {"r": {"runs": "second", "then": {"end": "b"}}, "b": {}}},
        {"states": {"x": go(finish="end"), "end": END}},
    )
    assert (case.states, case.moves) == ("r r.x", "r.finish")
    assert case.do("r.finish").states == "b"


def test_an_inlined_top_activity_never_leaves_the_running_state() -> None:
    case = _running(
        {
            "states": {
                "r": {"runs": "second", "then": {"end": "b"}, **go(stop="b")},
                "b": go(again="r"),
            }
        },
        {
            "states": {"x": {}, "y": go(finish="end"), "end": END},
            "activities": {"skip": {"to": "y"}},
        },
    )
    assert case.moves == "r.skip stop"
    assert case.do("r.skip").states == "r r.y"
    assert case.do("r.finish").moves == "again"
    assert case.do("again").states == "r r.x"


def test_done_is_looked_up_in_the_own_protocol_first_and_then_outward() -> None:
    case = _running(
        {
            "states": {"a": go(tell="r", walk="r"), "r": {"runs": "second"}},
        },
        {
            "states": {"x": {"activities": {"own": {"when": "done tell"}, "tell": {}}}},
            "activities": {"outer": {"when": "done walk"}},
        },
    )
    assert case.do("walk").moves == "r.outer r.tell"
    assert case.do("r.tell").moves == "r.outer r.own r.tell"


def test_facts_and_documents_are_shared_with_what_runs() -> None:
    case = _running(
        {
            "states": {
                "a": {"activities": {"tell": {"records": ["d"], "to": "r"}}},
                "r": {"runs": "second"},
            },
            "facts": {"d": ("yes", "no")},
        },
        {
            "states": {"x": {"activities": {"act": {"when": "d is yes"}}}},
            "facts": {"d": ("yes", "no")},
        },
    )
    assert case.do("tell", d="yes").moves == "r.act"


def test_targets_of_what_runs_stay_in_their_own_protocol() -> None:
    with pytest.raises(UnreadableError, match=r"r\.x leads to nowhere: b"):
        _running(
            {"states": {"r": {"runs": "second"}, "b": {}}},
            {"states": {"x": go(out="b")}},
        )


def test_a_protocol_that_runs_itself_is_refused() -> None:
    with pytest.raises(UnreadableError, match="first runs itself"):
        _running(
            {"states": {"r": {"runs": "second"}}},
            {"states": {"s": {"runs": "first"}}},
        )


def _report(*origins: str, **more: object) -> dict[str, object]:
    """An activity of the protocol's own level that some states allow."""
    return {"report": {"from": origins, "to": "gone", **more}}


PASS_ON = {"activities": {"send": {"to": "d", "handover": {"to": "nurse"}}}}


def test_what_from_names_a_state_for_is_possible_while_its_handover_waits() -> None:
    states = {"a": PASS_ON, "d": {}, "gone": {}}
    case = walk(states, activities=_report("a"))
    assert case.do("send").moves == "acknowledge_send report"
    assert case.do("report").states == "gone"


def test_another_state_in_from_allows_nothing_while_the_handover_waits() -> None:
    states = {"a": PASS_ON, "d": {}, "gone": {}}
    assert walk(states, activities=_report("d")).do("send").moves == "acknowledge_send"


def test_a_handover_out_of_what_is_inside_the_named_state_counts_too() -> None:
    states = {"c": {"states": {"a": PASS_ON}}, "d": {}, "gone": {}}
    case = walk(states, activities=_report("c"))
    assert case.do("send").moves == "acknowledge_send report"


def test_what_is_possible_around_the_waiting_state_is_there_once() -> None:
    states = {"c": {"states": {"a": PASS_ON, "d": {}}}, "gone": {}}
    case = walk(states, activities=_report("c")).do("send")
    assert [move.origin for move in case.possible if move.activity == "report"] == ["c"]


def test_the_activity_that_waits_is_not_possible_again() -> None:
    send = {"send": {"from": ("a",), "to": "d", "handover": {"to": "nurse"}}}
    case = walk({"a": {}, "d": {}, "gone": {}}, activities={**send, **_report("a")})
    assert case.moves == "report send"
    assert case.do("send").moves == "acknowledge_send report"


def test_two_sources_of_which_from_names_one_wait_in_two_states() -> None:
    one = {"activities": {**PASS_ON["activities"], "go": {"to": "b"}}}
    states = {"a": one, "b": PASS_ON, "d": {}, "gone": {}}
    case = walk(states, activities=_report("a")).do("send")
    assert (case.states, case.moves) == (
        "awaiting_send_from_a",
        "acknowledge_send report",
    )
    case = walk(states, activities=_report("a")).do("go", "send")
    assert (case.states, case.moves) == ("awaiting_send_from_b", "acknowledge_send")
    both = walk(states, activities=_report("a", "b")).do("go", "send")
    assert (both.states, both.moves) == ("awaiting_send", "acknowledge_send report")


def test_a_handover_sent_while_another_waits_is_the_same_handover() -> None:
    hand = {"report": {**_report("a")["report"], "handover": {"to": "teacher"}}}
    states = {"a": PASS_ON, "d": {}, "gone": {}}
    case = walk(states, activities=hand).do("send", "report")
    assert (case.states, case.moves) == ("awaiting_report", "acknowledge_report")
    assert walk(states, activities=hand).do("report").states == "awaiting_report"
    assert case.do("acknowledge_report").states == "gone"


def test_two_handovers_of_the_own_level_may_overtake_each_other() -> None:
    ask = {"ask": {"from": ("a",), "to": "d", "handover": {"to": "nurse"}}}
    tell = {"tell": {"from": ("a",), "to": "e", "handover": {"to": "teacher"}}}
    case = walk({"a": {}, "d": {}, "e": {}}, activities={**ask, **tell})
    assert case.do("ask").moves == "acknowledge_ask tell"
    assert case.do("tell").moves == "acknowledge_tell ask"
    assert case.do("ask").states == "awaiting_ask"


def test_a_condition_means_what_it_means_in_the_named_state() -> None:
    report = _report("c.a", when="in x")
    inner = {"a": PASS_ON, "x": {}}
    states = {"c": {"states": inner}, "d": {}, "gone": {}, "x": {}}
    assert walk(states, activities=report).do("send").moves == "acknowledge_send"


def test_a_child_that_goes_missing_while_a_handover_waits_is_taken_up_again() -> None:
    found = {"gone": {"activities": {"find": {"to": "resume c"}}}}
    states = {"c": {"states": {"a": PASS_ON}}, "d": {}, **found}
    case = walk(states, activities=_report("c")).do("send", "report", "find")
    assert (case.states, case.moves) == ("c c.a", "report send")


BOTH = {"to": "d", "handover": {"to": ("nurse", "teacher"), "decline": "a"}}


def test_several_receivers_acknowledge_in_any_order() -> None:
    case = walk({"a": {"activities": {"send": BOTH}}, "d": {}}).do("send")
    assert case.moves == (
        "acknowledge_send_nurse acknowledge_send_teacher "
        "decline_send_nurse decline_send_teacher"
    )
    one = case.do("acknowledge_send_teacher")
    assert one.moves == "acknowledge_send_nurse decline_send_nurse"
    assert one.do("acknowledge_send_nurse").states == "d"


def test_the_first_of_several_receivers_that_declines_ends_the_waiting() -> None:
    case = walk({"a": {"activities": {"send": BOTH}}, "d": {}}).do("send")
    assert case.do("acknowledge_send_nurse", "decline_send_teacher").states == "a"


def test_a_list_of_one_receiver_is_that_receiver() -> None:
    send = {"to": "d", "handover": {"to": ("nurse",)}}
    case = walk({"a": {"activities": {"send": send}}, "d": {}}).do("send")
    assert (case.states, case.moves) == ("awaiting_send", "acknowledge_send")


def test_what_several_receivers_had_said_is_kept_while_the_case_is_away() -> None:
    inner = {
        "a": {
            "activities": {"send": {**BOTH, "handover": {"to": BOTH["handover"]["to"]}}}
        },
        "d": {},
    }
    states = {
        "c": {"states": inner, **go(leave="away")},
        "away": {"activities": {"back": {"to": "resume c"}}},
    }
    case = walk(states).do("send", "acknowledge_send_nurse", "leave", "back")
    assert case.moves == "acknowledge_send_teacher leave"


def test_the_same_receivers_in_another_order_share_the_state_that_waits() -> None:
    one = {"to": "d", "handover": {"to": ("nurse", "teacher")}}
    two = {"to": "d", "handover": {"to": ("teacher", "nurse")}}
    states = {
        "a": {"activities": {"send": one, "go": {"to": "b"}}},
        "b": {"activities": {"send": two}},
        "d": {},
    }
    assert "awaiting_send" in walk(states).do("go", "send").now.active
