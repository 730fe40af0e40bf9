"""How a check stays within bounds: what it does not build, and how it shares time."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from katch_protocols.budget import current
from katch_protocols.budget import parts as shares
from katch_protocols.charts.build_tree import MAX_NODES
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State
from katch_protocols.rules.references import Parts

__all__ = ["fairly", "outgrown"]

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
        for name, share in zip(smallest, shares(len(smallest)), strict=True):
            with share:
                done[name] = work(name)
    return {name: done[name] for name in order}


def outgrown(handbook: Handbook, parts: Parts) -> Mapping[Id, BoundError]:
    """Return the protocols of which no chart could be built, and the bound they cross.

    Protocols that run others twice and more double at each level; counting does not.
    """
    sizes = _Sizes(handbook, parts)
    return {
        name: BoundError("states", MAX_NODES, name)
        for name in handbook.protocols
        if sizes.of(name) > MAX_NODES
    }


class _Sizes:
    """Counts each protocol once."""

    def __init__(self, handbook: Handbook, parts: Parts) -> None:
        self.handbook = handbook
        self.own: Counter[tuple[str, str]] = Counter()
        self.runs: dict[tuple[str, str], Counter[Id]] = {}
        for path, state in parts.get(State, ()):
            root = (str(path[0]), str(path[1]))
            self.own[root] += 1
            if state.runs is not None:
                self.runs.setdefault(root, Counter())[state.runs] += 1
        self.known: dict[Id, int] = {}

    def of(self, name: Id) -> int:
        """Return the number of states; a protocol in a circle counts once."""
        if name not in self.known:
            self.known[name] = 0
            protocol = self.handbook.protocols.get(name)
            if protocol is not None:
                roots = [("fragments", used) for used in protocol.use]
                roots.append(("protocols", name))
                self.known[name] = sum(self._below(root) for root in roots)
        return self.known[name]

    def _below(self, root: tuple[str, str]) -> int:
        run = self.runs.get(root, Counter())
        return self.own[root] + sum(
            times * self.of(inner) for inner, times in run.items()
        )
