"""handover-to-other-holder: a handover to a role that does not hold the next state."""

from collections.abc import Iterator, Mapping

from katch_protocols.charts.chart import Chart, Goal, Node
from katch_protocols.findings import Severity, Wording
from katch_protocols.graphs.rests import rests
from katch_protocols.model.noun import Id
from katch_protocols.model.roles import Role
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    roles = context.handbook.roles
    for name, chart in context.sound.items():
        for entry in chart.entries:
            handover = entry.act.handover
            if handover is None or entry.hands_to is None or entry.home != name:
                continue
            receiver = roles.get(handover.to)
            held = tuple(_held(chart, roles, entry.goal, entry.hands_to))
            if receiver is None or not held:
                continue
            # Where strands have several holders, any of them may be the receiver.
            if all(_share_none(receiver.agencies, role.agencies) for _, role in held):
                node, holder = held[0]
                facts = {
                    "activity": entry.act.id,
                    "receiver": receiver.id,
                    "state": node.bare,
                    "holder": holder.id,
                }
                yield Spot((*entry.path, "handover", "to"), facts)


def _held(
    chart: Chart, roles: Mapping[Id, Role], waiting: Goal | None, goal: Goal
) -> Iterator[tuple[Node, Role]]:
    """Yield the states in which a case may rest once it is acknowledged."""
    if waiting is None:
        return
    for index in rests(chart, waiting.node, goal, aside=False):
        node = chart.nodes[index]
        role = roles.get(node.held_by) if node.held_by else None
        if role is not None:
            yield node, role


def _share_none(one: tuple[Id, ...], other: tuple[Id, ...]) -> bool:
    return bool(one) and bool(other) and not set(one) & set(other)


RULE = Rule(
    name="handover-to-other-holder",
    family=Family.HANDOFFS,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "'{activity}' hands over to '{receiver}', and '{state}' is held by "
            "'{holder}'."
        ),
        why='Who says "I have the child" is not who answers for the child next.',
        fix="Hand over to '{holder}', or change who holds '{state}'.",
    ),
    spots=_spots,
)
