"""Whether the cases of a protocol are children's."""

from katch_protocols.charts.chart import Chart
from katch_protocols.model.states import Outcome

__all__ = ["is_about_a_child"]

_CHILD = "child"
_OF_A_CHILD = frozenset({Outcome.PROTECTED, Outcome.TRANSFERRED, Outcome.ADVERSE})


def is_about_a_child(chart: Chart) -> bool:
    """Whether a case is a child's.

    So it is where an end says what became of a child, where the role ``child`` takes
    part, or where some document holds data: the categories of data of a handbook are
    those of information about a child.
    """
    parts = (entry.act.raci for entry in chart.entries)
    people = (
        name
        for raci in parts
        for name in (*raci.by, *raci.together_with, *raci.consult, *raci.inform)
    )
    documents = chart.documents.values()
    return (
        any(node.outcome in _OF_A_CHILD for node in chart.nodes)
        or _CHILD in people
        or any(each.contains for each in documents)
    )
