"""What comes in of a file: the same machine again, and an answer to anything else."""

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.exchange.begin import fill
from katch_protocols.exchange.incoming import Incoming, Names
from katch_protocols.exchange.known_notations import notation_named
from katch_protocols.model.handbook import Handbook
from tests.strategies import handbooks

MACHINES = ("scxml", "xstate")
SHIPPED = tuple(kp.handbook().protocols)


def read_again(text: str, notation: str) -> tuple[Handbook, Incoming]:
    incoming = Incoming(f"machine.{notation}", text.encode(), "en")
    reader = notation_named(notation).reader
    assert reader is not None
    return fill(reader.read(incoming), incoming), incoming


def shape(drawn: Chart, names: Names | None = None) -> set[tuple[str, ...]]:
    """Return every state and every move of a chart, by names.

    ``names`` gives the ids that activities have now. A state inside another that bears
    the id of one at the top has a number now; it is taken away.
    """
    nodes = drawn.nodes
    tops = "|".join(nodes[at].bare for at in drawn.root.children)
    numbered = re.compile(rf"(?<=\.)({tops})_[2-9](?=\.|$)")
    name = {node.index: numbered.sub(r"\1", node.name) for node in nodes}

    def named(activity: str) -> str:
        return names.activity(("event", activity), activity) if names else activity

    found = {("state", name[node.index], node.kind.value) for node in nodes}
    for entry in drawn.entries:
        goal = entry.goal
        act = entry.act
        found.add(
            (
                "activity",
                named(entry.activity),
                name[entry.node],
                "" if goal is None else f"{name[goal.node]} {goal.resume}",
                " ".join((*act.records, *act.needs, *act.produces, *act.forgets)),
                " ".join(f"{fact}={value}" for fact, value in act.sets.items()),
                "" if entry.when is None else entry.when.kind,
            )
        )
    for node in nodes:
        for line in node.lines:
            kind = "" if line.when is None else line.when.kind
            found.add(("line", name[node.index], name[line.goal.node], kind))
        for timer in node.timers:
            found.add(
                ("timer", name[node.index], str(timer.limit), name[timer.goal.node])
            )
        if node.done is not None:
            found.add(("done", name[node.index], name[node.done.node]))
    return found


@pytest.mark.parametrize("notation", MACHINES)
@pytest.mark.parametrize("protocol", SHIPPED)
def test_a_shipped_protocol_comes_back_as_it_went(protocol, notation):
    protocol = kp.handbook().protocols[protocol]
    written = kp.export(protocol, to=notation)
    again, incoming = read_again(written.text, notation)
    assert incoming.unread == []
    drawn = chart(again.protocols[protocol.id], again)
    assert drawn.problems == ()
    assert shape(drawn) == shape(chart(protocol, kp.handbook()), incoming.names)


@pytest.mark.parametrize("notation", MACHINES)
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(handbook=handbooks())
def test_a_random_protocol_comes_back_as_it_went(notation, handbook):
    protocol = handbook.protocols["first"]
    before = chart(protocol, handbook)
    passing = {n.index for n in before.nodes if n.kind is NodeKind.CHOICE}
    # An activity of a state that is only passed is an error of its own.
    if before.problems or any(entry.node in passing for entry in before.entries):
        return
    written = kp.export(protocol, to=notation)
    again, incoming = read_again(written.text, notation)
    after = chart(again.protocols[protocol.id], again)
    assert after.problems == ()
    assert shape(after) == shape(before, incoming.names)
