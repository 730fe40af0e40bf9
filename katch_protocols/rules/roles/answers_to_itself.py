"""answers-to-itself: nobody outside an agency is told that it missed a deadline.

The overseer of a deadline is whoever is told when it breaks. A role of several
agencies, one of them the holder's, means the holder's own (its line manager).
"""

from collections.abc import Iterator

from katch_protocols.charts.chart import Node
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import named_places
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    # Where the handbook knows one agency only, there is nobody else to tell.
    if len(context.handbook.agencies) == 1:
        return
    chain = tuple(step.tell for step in context.handbook.escalation)
    for name, chart in context.charts.items():
        for node in chart.nodes:
            told = node.escalate_to or chain
            if node.home != name or node.within is None or not told:
                continue
            places: dict[Id, list[Place]] = {}
            for place in context.holders[name].places:
                agency = _alone(node, told, context.holders[name], place)
                if agency is not None:
                    places.setdefault(agency, []).append(place)
            for agency, where in places.items():
                facts = {
                    "state": node.bare,
                    "agency": agency,
                    "regions": named_places(where, context.handbook),
                }
                yield Spot((*node.path, "within"), facts)


def _alone(
    node: Node, told: tuple[Id, ...], holders: Holders, place: Place
) -> Id | None:
    """Return the holder of a deadline where it is the only one that is told."""
    if node.held_by is None:
        return None
    held = holders.agencies(node.held_by, place)
    heard = [holders.agencies(party, place) for party in told]
    # With several holders or with nobody told, other rules speak.
    if len(held) != 1 or not any(heard):
        return None
    return held[0] if all(held[0] in each for each in heard if each) else None


RULE = Rule(
    name="answers-to-itself",
    family=Family.ROLES,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "When '{state}' is overdue in {regions}, only '{agency}' is told, which "
            "holds it."
        ),
        why="Whoever fails a child would have to explain it to nobody else.",
        fix="Add a role of another agency to `escalate_to`, or to `escalation`.",
    ),
    spots=_spots,
    needs_whole=True,
)
