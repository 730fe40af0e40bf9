"""How many states a protocol has with all that it runs, without building it."""

from collections import Counter
from collections.abc import Mapping

from katch_protocols.charts.grow import MAX_NODES
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State
from katch_protocols.rules.parts import Parts

__all__ = ["outgrown"]


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
