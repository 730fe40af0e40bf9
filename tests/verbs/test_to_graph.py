"""to_graph, as visitors call it."""

import pytest

import katch_protocols as kp
from katch_protocols.errors import NoHandbookError, ProtocolError
from tests.making import make_handbook, make_protocol
from tests.walking import go

STATES = {
    "a": {**go(refer="b"), "held_by": "officer"},
    "b": {"held_by": "nurse"},
}


def _protocol() -> kp.Protocol:
    return make_handbook(make_protocol({"states": STATES})).protocols["case"]


def test_a_graph_is_of_states_unless_another_is_asked_for() -> None:
    assert list(kp.to_graph(_protocol()).edges(keys=True)) == [("a", "b", "refer")]


def test_a_graph_of_handoffs_is_between_agencies() -> None:
    graph = kp.to_graph(_protocol(), of="handoffs")
    assert list(graph.edges(keys=True)) == [("police", "clinic", "refer")]


def test_a_protocol_alone_needs_its_handbook() -> None:
    alone = make_protocol({"states": STATES})
    with pytest.raises(NoHandbookError):
        kp.to_graph(alone)
    assert len(kp.to_graph(alone, handbook=make_handbook(alone))) == 3


def test_a_protocol_with_problems_is_refused() -> None:
    broken = make_protocol({"states": {"a": go(on="nowhere")}})
    with pytest.raises(ProtocolError, match="unknown-target"):
        kp.to_graph(broken, handbook=make_handbook(broken))


STRANDS = """
protocol: help
title: Help
initial: helped
states:
  helped:
    title: Help under way
    parallel:
      papers_for_stay: {initial: out, states: {out: {title: Out}}}
    done: weighed
  weighed: {decide: [{to: closed}]}
  closed: {title: Closed, final: true}
"""


def test_every_node_has_a_title_a_strand_and_a_choice_too() -> None:
    book = kp.read({"handbook.yaml": "handbook: x\ntitle: X\n", "help.yaml": STRANDS})
    nodes = kp.to_graph(book.protocols["help"]).nodes(data="title")
    assert dict(nodes) == {
        "": "Help",
        "helped": "Help under way",
        "helped.papers_for_stay": "Papers for stay",
        "helped.papers_for_stay.out": "Out",
        "weighed": "Weighed",
        "closed": "Closed",
    }
