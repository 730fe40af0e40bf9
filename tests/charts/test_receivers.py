"""A handover to several receivers: a parallel state with a strand for each."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart, EntryKind, NodeKind
from katch_protocols.graphs.crossings import counted
from katch_protocols.graphs.handoffs import handoffs
from katch_protocols.semantics.compile import compile_chart
from tests.making import make_handbook, make_protocol

BOTH = {"to": "d", "handover": {"to": ("nurse", "teacher"), "decline": "a"}}
STATES = {
    "a": {"held_by": "officer", "activities": {"send": BOTH}},
    "d": {"held_by": "nurse"},
}


def _drawn(states: dict[str, object], **parts: object) -> Chart:
    protocol = make_protocol({"states": states, **parts})
    return chart(protocol, make_handbook(protocol))


def test_the_state_that_waits_has_a_strand_named_after_each_receiver() -> None:
    drawn = _drawn(STATES)
    found = {n.name: n.kind for n in drawn.nodes if n.awaiting == "send"}
    strand = [NodeKind.STRAND, NodeKind.ATOMIC, NodeKind.FINAL]
    assert found == {
        "awaiting_send": NodeKind.PARALLEL,
        **dict(zip(_inside("nurse"), strand, strict=True)),
        **dict(zip(_inside("teacher"), strand, strict=True)),
    }


def _inside(role: str) -> tuple[str, ...]:
    strand = f"awaiting_send.{role}"
    return strand, f"{strand}.waiting", f"{strand}.acknowledged"


def test_the_sender_holds_all_of_it() -> None:
    drawn = _drawn(STATES)
    assert {n.held_by for n in drawn.nodes if n.awaiting} == {"officer"}


def test_everything_in_it_knows_its_senders_and_receivers() -> None:
    drawn = _drawn(STATES)
    for node in drawn.nodes:
        waits = node.awaiting is not None
        assert drawn.receivers(node.index) == (("nurse", "teacher") if waits else ())
        sent = ["send"] if waits else []
        assert [entry.activity for entry in drawn.senders(node.index)] == sent


def test_a_decline_tells_the_other_receivers() -> None:
    declines = {
        entry.activity: entry.act.raci.inform
        for entry in _drawn(STATES).entries
        if entry.kind is EntryKind.DECLINE
    }
    assert declines == {
        "decline_send_nurse": ("teacher",),
        "decline_send_teacher": ("nurse",),
    }


def test_titles_say_whose_answer_it_is() -> None:
    drawn = _drawn(STATES)
    said = drawn.title_of("acknowledge_send_teacher")
    assert said is not None
    assert said.say("en") == "Acknowledge: Send (Teacher)"


def test_a_list_of_one_is_that_role() -> None:
    one = {**BOTH, "handover": {"to": ("nurse",), "decline": "a"}}
    states = {**STATES, "a": {**STATES["a"], "activities": {"send": one}}}
    drawn = _drawn(states)
    node = drawn.node("awaiting_send")
    assert (node.kind, node.receiver) == (NodeKind.ATOMIC, "nurse")
    assert set(drawn.activities) == {"send", "acknowledge_send", "decline_send"}


def test_strands_have_no_names_of_their_own() -> None:
    states = {**STATES, "waiting": {}, "nurse_desk": {}}
    drawn = _drawn(states)
    bare = [name.rpartition(".")[2] for name in drawn.named_states]
    assert bare.count("waiting") == 1
    assert "nurse" not in bare


def test_the_longest_generated_names_are_no_error() -> None:
    act = "a" * 60
    states = {"a": {"activities": {act: BOTH}}, "d": {}}
    drawn = _drawn(states)
    assert drawn.problems == ()
    assert f"acknowledge_{act}_teacher" in drawn.activities


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        ({"acknowledge_send_nurse": {}}, "acknowledge_send_nurse"),
        ({"decline_send_teacher": {}}, "decline_send_teacher"),
        (
            {"send_nurse": {"to": "d", "handover": {"to": ("teacher",)}}},
            "acknowledge_send_nurse",
        ),
    ],
)
def test_an_answer_whose_name_is_taken_is_a_problem(
    other: dict[str, object], clash: str
) -> None:
    activities = {"send": BOTH, **other}
    drawn = _drawn({"a": {"activities": activities}, "d": {}})
    found = [(each.code, each.facts["id"]) for each in drawn.problems]
    assert found == [("generated-name-clash", clash)]


def _handed(to: tuple[str, ...]) -> tuple[list[str], dict[tuple[str, str], bool]]:
    """Return what counts as a handoff, and every one with whether it is confirmed."""
    both = {**BOTH, "handover": {"to": to}}
    states = {**STATES, "a": {"held_by": "officer", "activities": {"send": both}}}
    protocol = make_protocol({"states": states})
    book = make_handbook(protocol)
    drawn = chart(protocol, book)
    found = {
        (each.activity, each.receiver): each.acknowledged
        for each in handoffs(drawn, book)
    }
    return [each.entry.activity for each in counted(drawn)], found


def test_either_may_be_the_last_and_the_handoff_counts_once() -> None:
    told, found = _handed(("teacher", "nurse"))
    assert told == ["acknowledge_send_nurse"]
    assert found == {("acknowledge_send_nurse", "clinic"): True}


def test_a_handoff_that_no_receiver_holds_is_not_acknowledged() -> None:
    told, found = _handed(("officer", "teacher"))
    assert told == ["acknowledge_send_officer"]
    assert set(found.values()) == {False}


def test_a_word_holds_one_bit_more_for_each_receiver() -> None:
    table = compile_chart(_drawn(STATES))
    now, seen = table.initial, []
    for name in ("send", "acknowledge_send_teacher", "acknowledge_send_nurse"):
        row = next(row for row in table.possible(now) if row.activity == name)
        now = row.after(now)
        seen.append([s for s in table.configuration(now).states if s.count(".") == 2])
    waiting, acknowledged = "waiting", "acknowledged"
    assert seen == [
        [f"awaiting_send.nurse.{waiting}", f"awaiting_send.teacher.{waiting}"],
        [f"awaiting_send.nurse.{waiting}", f"awaiting_send.teacher.{acknowledged}"],
        [],
    ]
