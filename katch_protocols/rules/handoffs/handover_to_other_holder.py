"""handover-to-other-holder: a handover to a role that does not hold the next state."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    roles = context.handbook.roles
    for name, chart in context.sound.items():
        for entry in chart.entries:
            if entry.hands_to is None or entry.home != name:
                continue
            node, handover = chart.nodes[entry.hands_to.node], entry.act.handover
            if handover is None or node.held_by is None:
                continue
            receiver, holder = roles.get(handover.to), roles.get(node.held_by)
            if receiver is None or holder is None:
                continue
            if _share_none(receiver.agencies, holder.agencies):
                facts = {
                    "activity": entry.act.id,
                    "receiver": receiver.id,
                    "state": node.bare,
                    "holder": holder.id,
                }
                yield Spot((*entry.path, "handover", "to"), facts)


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
