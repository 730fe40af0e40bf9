"""When a duty with a clock of its own is owed: in which words, as cubes."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from katch_protocols.charts.chart import ChartDuty, NodeKind
from katch_protocols.model.conditions import Condition
from katch_protocols.semantics.cubes import Cube, cover, cross
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.symbolic_state import Script, SymbolicState
from katch_protocols.sentences.text import print_condition

__all__ = ["Codes", "Owing", "covers", "every_way", "words_where"]

Codes = Mapping[int, frozenset[int]]
"""The codes that fields can have, by field; a field that is not there is free."""

T = TypeVar("T")


def every_way(
    layout: Layout, known: Codes, ask: Callable[[SymbolicState], T]
) -> Iterator[tuple[T, Codes]]:
    """Yield each answer to a question about a word, with what it was found under.

    The ways exclude one another and are all that ``known`` leaves open.
    """
    scripts: list[Script] = [()]
    while scripts:
        sketch = SymbolicState(layout, known, scripts.pop())
        answer = ask(sketch)
        scripts.extend(sketch.open)
        yield answer, sketch.asked


def words_where(layout: Layout, condition: Condition) -> tuple[Cube, ...] | None:
    """Return the words in which a condition is true; no two of the cubes meet.

    ``None`` where the words do not tell, for nothing else asks about what it names.
    """
    found: list[Cube] = []
    try:
        for truth, asked in every_way(layout, {}, lambda one: one.truth(condition)):
            if truth is True:
                found += cross(covers(layout, asked), print_condition(condition))
    except KeyError:
        return None
    return tuple(found)


def covers(layout: Layout, asked: Codes) -> Iterator[tuple[Cube, ...]]:
    """Yield for each field the cubes of the codes that it can have."""
    for field, codes in sorted(asked.items()):
        yield cover(layout.fields[field], codes, layout.domains[field])


class Owing:
    """Tells of a duty in which words of a layout its state and its ``when`` hold."""

    def __init__(self, layout: Layout, duty: ChartDuty) -> None:
        self.layout, self.duty = layout, duty
        self.entries = [layout.chart.entries[place] for place in duty.places]

    def is_on(self, sketch: SymbolicState) -> bool:
        """Ask whether a state that declares it is active and its ``when`` is true."""
        return any(
            self._is_active(sketch, entry.node)
            and (entry.when is None or sketch.truth(entry.when) is True)
            for entry in self.entries
        )

    def _is_active(self, sketch: SymbolicState, node: int) -> bool:
        if node:
            return sketch.active(node)
        return not sketch.among(self.layout.regions[0], self._ends)

    @cached_property
    def _ends(self) -> frozenset[int]:
        layout = self.layout
        return frozenset(
            layout.codes[child]
            for child in layout.chart.root.children
            if layout.chart.nodes[child].kind is NodeKind.FINAL
        )

    @cached_property
    def cubes(self) -> tuple[Cube, ...]:
        """The words in which it is so; no two of them meet."""
        found: list[Cube] = []
        for is_on, asked in every_way(self.layout, {}, self.is_on):
            if is_on:
                found += cross(covers(self.layout, asked), self.duty.activity)
        return tuple(found)

    @cached_property
    def mask(self) -> int:
        """The bits that the cubes look at."""
        mask = 0
        for one, _ in self.cubes:
            mask |= one
        return mask

    @cached_property
    def resumable(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Its nodes inside something that can be resumed, each with all of these."""
        around = ((node, self.layout.resumed_around(node)) for node in self.duty.nodes)
        return tuple((node, tops) for node, tops in around if tops)

    def is_held(self, sketch: SymbolicState) -> bool:
        """Ask whether it may be taken up again: it was left inside what is resumed."""
        return any(not sketch.active(top) for _, tops in self.resumable for top in tops)
