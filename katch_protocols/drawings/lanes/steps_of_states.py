"""Which steps of a picture stand for each state of a chart."""

from collections.abc import Container, Mapping

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.drawings.story.folding import Folding

__all__ = ["steps_of_states"]


def steps_of_states(
    chart: Chart, numbered: Container[str]
) -> Mapping[str, tuple[str, ...]]:
    """Return the steps with a number that stand for each state, by its full name.

    A state inside a protocol that is run is told by the step of the run; one that has
    others inside by all steps at which a case rests in it; a wait for one receiver,
    which is no step, by those that hand over.
    """
    folding = Folding(chart)
    found: dict[str, tuple[str, ...]] = {}
    for node in chart.nodes:
        if folding.is_no_step(node):
            continue
        above = (node.index, *chart.ancestors(node.index))
        own = [chart.nodes[at].name for at in above]
        shown = next((name for name in own if name in numbered), None)
        is_one = node.kind is not NodeKind.ROOT and shown is not None
        names = (shown,) if is_one and shown else folding.resting(node.index)
        found[node.name] = tuple(name for name in names if name in numbered)
    for node in filter(folding.is_no_step, chart.nodes):
        senders = (chart.nodes[each.node].name for each in chart.senders(node.index))
        steps = (step for name in senders for step in found.get(name, ()))
        found[node.name] = tuple(dict.fromkeys(steps))
    return found
