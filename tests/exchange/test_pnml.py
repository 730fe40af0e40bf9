"""The Petri net does what the table does, and its soundness is what the proof says."""

import re
from pathlib import Path

from hypothesis import HealthCheck, given, reject, settings

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.exchange.petri_net import SINK, SOURCE
from katch_protocols.proofs.soundness import prove_soundness
from katch_protocols.semantics.explore import explore
from tests.cases.test_beside import BOOK as BESIDE
from tests.exchange.nets import WOFLAN, TooManyMarkingsError, read_net, without_memory
from tests.making import make_handbook, make_protocol
from tests.strategies import worlds
from tests.walking import go

PAGE = Path(__file__).parents[2] / "docs" / "build" / "how-to" / "generate-code.md"
FEW = 400
"""How many configurations a protocol may have that is compared."""


def net_of(states, **rest):
    protocol = make_protocol({"states": states, **rest})
    handbook = make_handbook(protocol)
    return read_net(kp.export(protocol, to="pnml", handbook=handbook).text)


def test_a_sound_protocol_is_a_sound_workflow_net():
    net = net_of({"a": go(on="b", off="c"), "b": go(end="c"), "c": {"final": True}})
    assert net.first == {SOURCE}
    assert net.last == {SINK}
    assert net.is_sound


def test_a_dead_end_is_unsound():
    net = net_of({"a": go(on="b", end="c"), "b": {}, "c": {"final": True}})
    assert not net.has_option_to_complete


def test_what_never_happens_is_a_dead_transition():
    net = net_of({"a": go(end="c"), "b": go(back="a"), "c": {"final": True}})
    assert net.has_option_to_complete
    assert net.dead == {"back"}


def test_strands_fork_join_and_are_left_wherever_they_stand():
    strand = {"states": {"u": go(go="v"), "v": {"final": True}}}
    both = {"parallel": {"p": strand, "q": strand}, "done": "c", **go(stop="d")}
    net = net_of({"b": both, "c": {"final": True}, "d": {"final": True}})
    assert net.is_sound
    (fork,) = [after for _, what, _, after in net.transitions if what == "start"]
    assert fork == {"running.b", "in.b.p.u", "in.b.q.u"}


def test_strands_inside_a_strand_are_cleared_though_nobody_leaves_only_them():
    strand = {"states": {"u": go(go="v"), "v": {"final": True}}}
    inner = {"parallel": {"p": strand, "q": strand}, "done": "z"}
    outer = {"states": {"y": inner, "z": {"final": True}}}
    both = {"parallel": {"r": outer, "s": strand}, "done": "c", **go(stop="d")}
    net = net_of({"b": both, "c": {"final": True}, "d": {"final": True}})
    assert net.is_sound


def test_nobody_leaves_the_outer_strands_while_inner_ones_are_cleared():
    strand = {"states": {"u": go(go="v"), "v": {"final": True}}}
    inner = {"parallel": {"p": strand, "q": strand}, "done": "z", **go(turn="w")}
    states = {"y": inner, "w": go(on="z"), "z": {"final": True}}
    both = {"parallel": {"r": {"states": states}, "s": strand}, "done": "c"}
    net = net_of({"b": {**both, **go(stop="c")}, "c": {"final": True}})
    assert net.is_sound


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_net_stands_where_cases_stand_and_is_sound_if_they_are(world):
    handbook = without_memory(world)
    protocol = handbook.protocols["first"]
    drawn = chart(protocol, handbook)
    if drawn.problems:
        reject()
    try:
        table = kp.compile(protocol, handbook=handbook)
    except BoundError:
        reject()
    explored = explore(table, limit=FEW)
    if table.endless or not explored.exhausted:
        reject()
    net = read_net(kp.export(protocol, to="pnml", handbook=handbook).text)

    try:
        graph = net.graph
    except TooManyMarkingsError:
        reject()

    def leaves(word):
        nodes = (drawn.nodes[at] for at in table.active(word) if at)
        return frozenset(node.name for node in nodes if not node.children)

    ours = {leaves(word) for word in explored.every_word()}
    theirs = {
        frozenset(place[3:] for place in marking if place.startswith("in."))
        for marking in graph
        if all(place.startswith(("in.", "running.")) for place in marking)
    }
    assert ours <= theirs
    proved = prove_soundness(explored)
    steps = {what for _, what, _, _ in net.transitions}
    # An activity of states that every case leaves at once has no transition at all.
    idle = proved.idle.states or steps & {*proved.idle.activities} or proved.idle.lines
    assert net.is_sound == (proved.trap is None and not idle)


def test_what_the_net_does_otherwise_is_listed():
    handbook = kp.handbook()
    found = kp.export(handbook.protocols["identification_child_tip"], to="pnml")
    losses = {loss.name: loss.places for loss in found.losses}
    assert losses["any-history"] == ("found",)
    assert "screen" in losses["free-choices"]


def test_the_page_has_the_verdicts_that_the_test_of_woflan_compares():
    _, _, told = PAGE.read_text("utf-8").partition("Woflan in pm4py")
    found = [set(re.findall(r"`(\w+)`", line)) for line in told.splitlines()[:2]]
    assert found == list(WOFLAN.values())
    assert set().union(*found) == set(kp.handbook().protocols)


def test_a_signal_that_waits_for_a_case_beside_it_is_listed_as_free():
    protocol = BESIDE.protocols["desk"]
    found = kp.export(protocol, to="pnml", handbook=BESIDE)
    losses = {loss.name: loss.places for loss in found.losses}
    assert losses["free-choices"] == ("taken", "helped")
    told = kp.export(protocol, to="bpmn", handbook=BESIDE).text
    assert "what happens by itself: care.over" in told
