"""How often something happens in a case of a vast protocol: at most and at least.

One number after the other is asked for, each by a case that is looked for on the part
of the protocol that bears on it; so few configurations are seen.
"""

from collections.abc import Iterator

from katch_protocols.model.states import Outcome
from katch_protocols.proofs.abstraction.localization import Sight
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import (
    Automaton,
    Product,
    Watcher,
)
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.timing.measured import Range
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.events import ChartEvent

__all__ = ["MOST", "how_often"]

MOST = 6
"""How often something is looked for at most; what comes oftener is not counted."""


def how_often(study: Study, event: ChartEvent) -> Range | None:
    """Return how often an event happens in one case; ``None``: it cannot be told.

    Raises:
        BoundError: The protocol crosses a bound of the library.
    """
    worst = _decided(_more_than(study, event, times) for times in range(MOST + 1))
    best = _decided(_not_an_end(study, event, times) for times in range(MOST + 1))
    if worst is None or best is None:
        return None
    return Range(worst, best)


def _decided(sights: Iterator[tuple[Sight, bool]]) -> int | None:
    """Return the first number of which it is certain; ``None`` if one is in doubt."""
    for times, (sight, certain) in enumerate(sights):
        if not sight.is_decided:
            return None
        if certain:
            return times
    return None


def _more_than(study: Study, event: ChartEvent, times: int) -> tuple[Sight, bool]:
    """Look for a case with more; certain is that there is none."""
    sight = study.hunt(_counter(event, times + 1), lambda p: [p.cube(str(times + 1))])
    return sight, not sight.is_found


def _not_an_end(study: Study, event: ChartEvent, times: int) -> tuple[Sight, bool]:
    """Look for a case that ends after so many; certain is that there is one."""
    ends = end_cubes(study.wide_table(()), frozenset(Outcome))

    def goals(product: Product) -> list[Cube]:
        mask, match = product.cube(str(times))
        return [(mask | end_mask, match | end) for end_mask, end in ends]

    sight = study.hunt(_counter(event, times + 1), goals)
    return sight, sight.is_found


def _counter(event: ChartEvent, most: int) -> Watcher:
    """Return what counts up to ``most``."""
    moves = {(str(n), "a"): str(n + 1) for n in range(most)}
    states = tuple(str(n) for n in range(most + 1))
    return Watcher(Automaton(states, moves), (Slot("a", event),))
