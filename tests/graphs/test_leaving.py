"""What leads out of a state, against the rows of the table, which know it exactly."""

from hypothesis import HealthCheck, given, reject, settings

from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.graphs.leaving import is_owed, leading_out
from katch_protocols.proofs.timing.unkeepable import _Leaving
from katch_protocols.semantics.compile import compile_chart
from tests.making import make_handbook, make_protocol
from tests.strategies import small_handbooks

AWAY = {"by": "nobody", "to": "closed"}


def owed(states, node="b"):
    protocol = make_protocol({"states": {**states, "closed": {"final": True}}})
    made = chart(protocol, make_handbook(protocol))
    return is_owed(made, made.by_name[node])


def test_a_deadline_that_only_a_signal_keeps_binds_nobody():
    assert not owed({"b": {"activities": {"away": AWAY}}})
    assert owed({"b": {"activities": {"away": AWAY, "close": {"to": "closed"}}}})
    assert owed({"b": {"activities": {"away": AWAY}, "after": {"3 days": "closed"}}})
    assert owed({"b": {"activities": {"away": AWAY, "again": {"to": "b"}}}})


def test_what_completes_a_composite_leads_out_of_it():
    inside = {"b": {"states": {"x": {}, "y": {"final": True}}, "done": "closed"}}
    inside["b"]["states"]["x"] = {"activities": {"finish": {"to": "y"}}}
    assert owed(inside)
    inside["b"]["states"]["x"] = {"activities": {"end": {"by": "nobody", "to": "y"}}}
    assert not owed(inside)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks())
def test_every_row_that_exits_a_node_belongs_to_what_leads_out_of_it(handbook):
    made = chart(handbook.protocols["first"], handbook)
    try:
        table = compile_chart(made)
    except BoundError:
        reject()
    for node in made.nodes[1:]:
        if node.kind.value in {"choice", "strand"}:
            continue
        found = {
            None if one is None else id(one) for one in leading_out(made, node.index)
        }
        leaves = _Leaving(table.layout, node.index)
        for row in table.meetable():
            # A region that keeps its history is not cleared when it is left.
            if leaves(row) and row.node != node.index and node.index in row.entered:
                continue
            if _surely(table, row, node.index) and leaves(row):
                assert (None if row.entry is None else id(row.entry)) in found


def _surely(table, row, node):
    """Whether a row says that the node is active before it."""
    for index in (node, *table.chart.ancestors(node)):
        place = table.layout.place(index)
        if place is None:
            return True
        field = table.layout.fields[place[0]]
        if row.mask & field.mask != field.mask or field.code(row.match) != place[1]:
            return False
    return True
