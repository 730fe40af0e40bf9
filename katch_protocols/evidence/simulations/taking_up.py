"""Who takes up a case that another opened, so that its opener hears of it."""

from collections.abc import Iterable, Sequence

from katch_protocols.charts.chart import NodeKind
from katch_protocols.evidence.simulations.draft import PlanNames, PlannedProcess
from katch_protocols.evidence.simulations.people import RegionPosts
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.noun import Id

__all__ = ["acting", "is_awaited", "receiving", "takers_of"]

_MOST = 61
"""So many agencies have a bit of their own in a whole number; others share the last."""


def is_awaited(process: PlannedProcess, every: Iterable[PlannedProcess]) -> bool:
    """Tell whether a signal of any process waits for such a case to be taken up."""
    charts = (each.compiled.chart for each in every)
    told = (entry.act.raci.told_by for chart in charts for entry in chart.entries)
    return any(f"{process.id}.{TAKEN_UP}" in each for each in told)


def takers_of(process: PlannedProcess, posts: RegionPosts) -> dict[Id, dict[Id, int]]:
    """Return a bit for each agency of each role that holds where a case can rest."""
    bits: dict[Id, int] = {}
    found: dict[Id, dict[Id, int]] = {}
    for node in process.compiled.chart.nodes:
        if node.kind is NodeKind.ATOMIC and node.held_by is not None:
            bodies = posts.holders.bodies(node.held_by, posts.scenario.region)
            found[node.held_by] = {
                each: bits.setdefault(each, 1 << min(len(bits), _MOST))
                for each in bodies
                if each is not None
            }
    return found


def receiving(process: PlannedProcess, active: Sequence[int]) -> int:
    """Return whose it is to take up a case that first rests here, as bits."""
    nodes = (process.compiled.chart.nodes[each] for each in active)
    roles = {each.held_by for each in nodes if each.kind is NodeKind.ATOMIC}
    bodies = [process.takers[role] for role in roles if role is not None]
    return _together(bit for each in bodies for bit in each.values())


def acting(names: PlanNames, process: PlannedProcess, act: int) -> int:
    """Return of which of these agencies the doer of an activity may be, as bits.

    ``act`` is the activity's number; -1: nobody does it.
    """
    doer = () if act < 0 else names.seats[act][:1]
    bodies = {each.agency for each in doer}
    bodies |= {body for each in doer for _, _, body in each.posts}
    known = process.takers.values()
    return _together(bits[body] for bits in known for body in bodies if body in bits)


def _together(bits: Iterable[int]) -> int:
    found = 0
    for each in bits:
        found |= each
    return found
