"""The states of a protocol as a networkx graph."""

import io

import networkx as nx

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.graphs.states import state_graph
from katch_protocols.graphs.steps import ChartStep, StepKind, steps
from tests.making import make_handbook, make_protocol
from tests.walking import go

END = {"final": True}
SEND = {"to": "b", "handover": {"to": "nurse", "decline": "a"}}
STATES = {
    "a": {"activities": {"send": SEND, "note": {}}, "held_by": "officer"},
    "b": {
        "states": {"x": {**go(finish="y"), "after": {"3 days": "b.y"}}, "y": END},
        "done": "c",
    },
    "c": {"decide": [("d is yes", "resume b"), (None, "end")]},
    "end": END,
}


def _chart() -> Chart:
    plain = {
        "states": STATES,
        "facts": {"d": ("yes", "no")},
        "activities": {"stop": {"to": "end"}},
    }
    protocol = make_protocol(plain)
    return chart(protocol, make_handbook(protocol))


def test_steps_are_every_way_to_move_or_stay_in_document_order() -> None:
    activity, clock, choice, done = StepKind
    assert steps(_chart()) == (
        ChartStep("stop", activity, "", "end", at_top=True),
        ChartStep("note", activity, "a", None),
        ChartStep("send", activity, "a", "awaiting_send"),
        ChartStep("done", done, "b", "c"),
        ChartStep("finish", activity, "b.x", "b.y"),
        ChartStep("clock(b.x, 3 days)", clock, "b.x", "b.y"),
        ChartStep("decide", choice, "c", "b", resume=True),
        ChartStep("decide", choice, "c", "end"),
        ChartStep("acknowledge_send", activity, "awaiting_send", "b"),
        ChartStep("decline_send", activity, "awaiting_send", "a"),
    )


def test_nodes_say_what_a_state_is() -> None:
    nodes = state_graph(_chart()).nodes
    assert list(nodes) == ["", "a", "b", "b.x", "b.y", "c", "end", "awaiting_send"]
    assert nodes["awaiting_send"] == {
        "kind": "atomic",
        "title": "Awaiting acknowledgement: Send",
        "held_by": "officer",
        "parent": "",
        "awaiting": "send",
        "initial": False,
    }
    assert (nodes["b.x"]["parent"], nodes["b.x"]["initial"]) == ("b", True)


def test_edges_say_what_moves_a_case() -> None:
    graph = state_graph(_chart())
    assert graph.edges["a", "a", "note"] == {
        "activity": "note",
        "kind": "activity",
        "resume": False,
        "stays": True,
    }
    assert graph.edges["c", "b", "decide"]["resume"]
    assert sorted(graph["b.x"]["b.y"]) == ["clock(b.x, 3 days)", "finish"]


def test_two_lines_to_one_state_are_two_edges() -> None:
    lines = [("d is yes", "b"), ("d is no", "c"), (None, "b")]
    states = {"a": go(on="gate"), "gate": {"decide": lines}, "b": {}, "c": {}}
    protocol = make_protocol({"states": states, "facts": {"d": ("yes", "no")}})
    graph = state_graph(chart(protocol, make_handbook(protocol)))
    assert sorted(graph["gate"]["b"]) == ["decide", "decide 2"]


def test_the_graph_can_be_saved_by_networkx() -> None:
    graph = state_graph(_chart())
    file = io.BytesIO()
    nx.write_graphml(graph, file)
    again = nx.parse_graphml(file.getvalue().decode("utf-8"), force_multigraph=True)
    assert dict(again.nodes) == dict(graph.nodes)
