"""Where a case stays for ever: it moves nowhere from there, and comes to no end."""

from functools import reduce
from operator import or_

import numpy as np

from katch_protocols.proofs.futures import futures
from katch_protocols.semantics.explore import Exploration

__all__ = ["staying"]


def staying(explored: Exploration) -> tuple[int, ...]:
    """Return a word for each combination of states in which a case can stay for ever.

    No step leads on to other states, and no end can be reached. All configurations
    must have been found.
    """
    table = explored.table
    regions = (table.fields[at].mask for at in table.layout.regions.values())
    places = explored.looked_at(reduce(or_, regions, 0)).words
    steps = explored.steps()
    moved = (places[steps.sources] != places[steps.targets]).any(axis=1)
    moves = np.zeros(len(explored), np.bool_)
    moves[steps.sources[moved]] = True
    ending = futures(explored).can_reach(explored.ends())
    here = np.flatnonzero(~(moves | ending))
    _, first = np.unique(places[here], axis=0, return_index=True)
    return tuple(explored.word(int(at)) for at in here[first])
