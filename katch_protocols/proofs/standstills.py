"""Where a case can be that moves nowhere any more and comes to no end."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

import numpy as np

from katch_protocols.proofs.futures import futures
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.table import Table

__all__ = ["standstills"]


def standstills(whole: Exploration, table: Table) -> Sequence[int]:
    """Return one configuration for each place of such cases, by its number.

    A place is where all regions are, whatever the facts; ``whole`` is exhausted.
    """
    where = reduce(
        or_, (table.fields[at].mask for at in table.layout.regions.values()), 0
    )
    places = whole.looked_at(where).words
    steps = whole.steps()
    moved = (places[steps.sources] != places[steps.targets]).any(axis=1)
    moves = np.zeros(len(whole), np.bool_)
    moves[steps.sources[moved]] = True
    ending = futures(whole).can_reach(whole.ends())
    here = np.flatnonzero(~(moves | ending))
    _, first = np.unique(places[here], axis=0, return_index=True)
    return [int(at) for at in here[first]]
