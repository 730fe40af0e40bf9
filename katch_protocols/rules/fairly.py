"""Work for many protocols within one budget, so that none starves the others."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from katch_protocols.budget import current, parts
from katch_protocols.charts.chart import Chart
from katch_protocols.model.noun import Id

__all__ = ["fairly"]

T = TypeVar("T")

_SHARE = 0.9
"""Of what is left, this much may go into one kind of work: the rest is for rules."""


def fairly(
    names: Iterable[Id], work: Callable[[Id], T], charts: Mapping[Id, Chart]
) -> Mapping[Id, T]:
    """Do a piece of work for each name: the smallest first, each within its share.

    So what is cut is the work of the largest. The answer is in the order of ``names``.
    """
    order = tuple(names)
    smallest = sorted(order, key=lambda name: charts[name].size)
    done: dict[Id, T] = {}
    with current().share(_SHARE):
        for name, share in zip(smallest, parts(len(smallest)), strict=True):
            with share:
                done[name] = work(name)
    return {name: done[name] for name in order}
