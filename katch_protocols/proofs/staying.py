"""Where a case stays for ever: it rests there or goes round, and comes to no end."""

from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np

from katch_protocols.proofs.futures import Flags, futures
from katch_protocols.proofs.timing.loops import parts
from katch_protocols.semantics.arrays import Places, starts_of
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.sorting import ordered

__all__ = ["Staying", "staying"]


class Staying(NamedTuple):
    """The first configuration with some states in which a case stays for ever.

    ``moves``: it goes round through others, from each of which it can come back.
    """

    place: int
    moves: bool


def staying(explored: Exploration) -> tuple[Staying, ...]:
    """Return each combination of states in which a case can stay for ever.

    No end can be reached there, and a case that goes on from there can always come
    back. All configurations must have been found.
    """
    lost = ~futures(explored).can_reach(explored.ends())
    here = np.flatnonzero(lost)
    if not len(here):
        return ()
    sources, targets = _between(explored, lost)
    starts = starts_of(sources, len(here))
    part_of = parts(starts, targets)
    left, moved = (np.zeros(int(part_of.max()) + 1, np.bool_) for _ in range(2))
    left[part_of[sources[part_of[sources] != part_of[targets]]]] = True
    regions = (
        explored.table.fields[at].mask for at in explored.table.layout.regions.values()
    )
    places = explored.looked_at(reduce(or_, regions, 0)).words[here]
    moved[part_of[sources[(places[sources] != places[targets]).any(axis=1)]]] = True
    last = np.flatnonzero(~left[part_of])
    _, first = np.unique(places[last], axis=0, return_index=True)
    return tuple(
        Staying(int(here[at]), bool(moved[part_of[at]])) for at in last[first].tolist()
    )


def _between(explored: Exploration, lost: Flags) -> tuple[Places, Places]:
    """Return the steps between some configurations, counted among these alone.

    They are sorted by where they begin; what is lost leads to nothing else.
    """
    steps, number = explored.steps(), np.cumsum(lost) - 1
    kept = np.flatnonzero(lost[steps.sources])
    sources = number[steps.sources[kept]]
    order = ordered(sources, len(lost))
    return sources[order], number[steps.targets[kept]][order]
