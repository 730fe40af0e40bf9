"""The part of a protocol in which something is owed: configurations and steps.

A sentence about time is watched by an automaton with a few phases; one of them is
*owed*: the clock of the sentence runs. The words also tell which of the events that
deadlines count from have happened. Everything is sliced to what the sentence and the
clocks can see.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from katch_protocols.budget import look
from katch_protocols.charts.chart import Chart
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.proofs.futures import Flags
from katch_protocols.proofs.timing.clocks import Clocks
from katch_protocols.proofs.timing.marked_table import EventMarks
from katch_protocols.semantics.arrays import Places, alike, distinct, starts_of
from katch_protocols.semantics.explore import Exploration, Steps
from katch_protocols.semantics.sorting import firsts_by, ordered_by
from katch_protocols.semantics.table import Row, Table

__all__ = ["OWED", "Stage", "TimeQuestion", "TimedStep"]

OWED = "owed"
"""The phase in which the clock of a question runs."""


class TimeQuestion(Struct, frozen=True):
    """A question about time: when its clock starts anew, and when it stops.

    ``moves`` lead from phase to phase, the first phase named is initial. ``renewing``
    are the letters that start the clock anew while it runs.
    """

    slots: tuple[Slot, ...]
    moves: Mapping[tuple[str, str], str]
    renewing: frozenset[str] = frozenset()
    until_end: bool = False
    """Whether the clock stops once the case is complete."""

    @property
    def phases(self) -> tuple[str, ...]:
        """Every phase, the initial one first."""
        found = dict.fromkeys(phase for phase, _ in self.moves)
        found.update(dict.fromkeys(self.moves.values()))
        return tuple(found)

    def is_fresh(self, phase: str, letters: Sequence[str]) -> bool:
        """Tell whether the letters leave the clock running, started by one of them."""
        fresh = False
        for letter in letters:
            after = self.moves.get((phase, letter), phase)
            if after == OWED:
                fresh = fresh or phase != OWED or letter in self.renewing
            else:
                fresh = False
            phase = after
        return fresh


class TimedStep(NamedTuple):
    """A step to the configuration ``target``; ``row`` is a position in the product.

    ``fresh``: what is owed after it was not owed before it.
    """

    row: int
    target: int
    fresh: bool


class _Edges(Struct, frozen=True):
    """Steps grouped by source. Shapes: all (steps,)."""

    sources: Places
    rows: Places
    targets: Places
    fresh: Flags

    def steps(self, at: Places) -> Iterator[tuple[int, TimedStep | None]]:
        """Yield some of them, with the configuration before each."""
        rows, targets = self.rows[at].tolist(), self.targets[at].tolist()
        steps = map(TimedStep, rows, targets, self.fresh[at].tolist())
        return zip(self.sources[at].tolist(), steps, strict=True)


class Stage(Struct, frozen=True, dict=True):
    """What was explored, and how it reads.

    Shapes: ``owed`` (configurations,) whether something is owed there. ``clocks``
    are those that count, ``every_clock`` all of the chart; ``memory`` of their events.
    """

    table: Table
    question: TimeQuestion
    clocks: Clocks
    every_clock: Clocks
    memory: EventMarks
    product: Product
    explored: Exploration
    owed: Flags

    @property
    def chart(self) -> Chart:
        """The chart of the protocol."""
        return self.table.chart

    @property
    def sees_every_clock(self) -> bool:
        """Whether all clocks of the chart count, so that to look at more adds none."""
        return self.clocks.clocks == self.every_clock.clocks

    def happening(self, letters: Sequence[str]) -> frozenset[str]:
        """Return the events that clocks count from among the letters of a step."""
        return frozenset(
            event for n, event in enumerate(self.memory.events) if f"e{n}" in letters
        )

    def base(self, row: int) -> Row:
        """Return the row of the whole table of which a row of the product is a part."""
        return self.product.base[row]

    @property
    def owing(self) -> list[int]:
        """The configurations in which something is owed."""
        found: list[int] = np.flatnonzero(self.owed).tolist()
        return found

    @cached_property
    def triggered(self) -> bool:
        """Whether something is owed in any case."""
        return bool(self.owed.any())

    @cached_property
    def beginnings(self) -> tuple[tuple[int, TimedStep | None], ...]:
        """Every step with which the clock starts, with the configuration before it.

        The start of the case itself is -1 with no step.
        """
        edges = self._edges
        found = [*edges.steps(np.flatnonzero(edges.fresh))]
        if self._starts_fresh:
            found.insert(0, (-1, None))
        return tuple(found)

    @cached_property
    def first_beginnings(self) -> Steps:
        """Of the beginnings that lead to one configuration that of a shortest case.

        Configurations stand breadth first, so that is the first of them. The start of
        the case itself has source and row -1.
        """
        edges = self._edges
        fresh = np.flatnonzero(edges.fresh)
        at, _ = alike(edges.targets[fresh], len(self.explored))
        found = fresh[np.sort(at)]
        if not self._starts_fresh:
            return Steps(edges.sources[found], edges.rows[found], edges.targets[found])
        found = found[edges.targets[found] != 0]
        return Steps(
            np.append(-1, edges.sources[found]),
            np.append(-1, edges.rows[found]),
            np.append(0, edges.targets[found]),
        )

    @property
    def _starts_fresh(self) -> bool:
        """Whether the clock starts as the case does."""
        phase = self.question.phases[0]
        return self.question.is_fresh(phase, self.product.started)

    @cached_property
    def answering(self) -> tuple[int, ...]:
        """The rows that bring what is owed."""
        return tuple(
            index
            for index, letters in enumerate(self.product.read)
            if "b" in letters and self.explored.fired[index]
        )

    def answered(self, row: int) -> Places:
        """Return the owed configurations in which a row applies."""
        places = self.explored.applies_at(row)
        return places[self.owed[places]]

    @cached_property
    def lasting(self) -> Steps:
        """The steps after which the same is owed, by source and target."""
        edges = self._edges
        kept = np.flatnonzero(self.owed[edges.sources] & ~edges.fresh)
        return Steps(edges.sources[kept], edges.rows[kept], edges.targets[kept])

    def distinct(
        self, kinds: Sequence[int], towards: Flags | None = None
    ) -> tuple[Places, Places, Places]:
        """Return one of the lasting steps for all that do the same, by source.

        ``kinds`` say of each row what it does to clocks: what is alike has one number;
        a row of kind 0 does nothing, and is left out where it leads nowhere. So is a
        step that leads on to none of the configurations ``towards``, where some are
        named. Returns where those of each source begin; row, target.
        """
        steps = self.lasting
        kind = np.array(kinds, np.int64)[steps.rows]
        moves = (kind > 0) | (steps.sources != steps.targets)
        if towards is not None:
            moves &= _leading(steps, towards)[steps.targets]
        kept = np.flatnonzero(moves)
        size, most = len(self.explored), int(kind.max(initial=0)) + 1
        columns = steps.sources[kept], steps.targets[kept], kind[kept]
        found = kept[firsts_by(*zip(columns, (size, size, most), strict=True))]
        first = starts_of(steps.sources[found], size)
        return first, steps.rows[found], steps.targets[found]

    @cached_property
    def _edges(self) -> "_Edges":
        """Every step to an owed configuration, by the configuration before it."""
        running = self._running_codes[self._phase_codes]
        begin, before = self._beginning()
        steps = self.explored.steps_from(np.flatnonzero(running | before))
        sources, rows, targets = steps
        kept = np.flatnonzero(self.owed[targets] & (running[sources] | begin[rows]))
        size, most = len(self.explored), len(self.product.table.rows)
        columns = sources[kept], targets[kept], rows[kept]
        order = kept[ordered_by(*zip(columns, (size, size, most), strict=True))]
        sources, rows, targets = sources[order], rows[order], targets[order]
        return _Edges(sources, rows, targets, self._fresh(sources, rows))

    @cached_property
    def _phase_codes(self) -> Places:
        """The code of the automaton in each configuration."""
        return self.explored.codes(self.product.field)

    @cached_property
    def _running_codes(self) -> Flags:
        """Of each code of the automaton whether the clock runs there."""
        states = self.product.field.values
        return np.array([state == OWED for state in states], np.bool_)

    def _beginning(self) -> tuple[Flags, Flags]:
        """Return which rows may start the clock where it does not run, and where.

        Only rows that write the automaton's state do. Shapes: (rows,) and
        (configurations,).
        """
        field, table = self.product.field, self.product.table
        rows = np.zeros(len(table.rows), np.bool_)
        places = np.zeros(len(self.explored), np.bool_)
        for index, row in enumerate(table.rows):
            if (
                row.clear & field.mask
                and self.explored.fired[index]
                and self._running_codes[field.code(row.set)]
            ):
                rows[index] = True
                places[self.explored.where(row.mask, row.match)] = True
        return rows, places

    def _fresh(self, sources: Places, rows: Places) -> Flags:
        """Return of each step whether what is owed after it was not owed before."""
        codes = self._phase_codes[sources]
        states, width = self.product.field.values, len(self.product.read)
        pairs = codes * width + rows
        first, where = alike(pairs, width * len(states))
        fresh = [
            self.question.is_fresh(states[code], self.product.read[row])
            for code, row in (divmod(pair, width) for pair in pairs[first].tolist())
        ]
        found: Flags = np.array(fresh, np.bool_)[where]
        return found

    @cached_property
    def phases(self) -> list[str]:
        """The phase of each configuration."""
        values = self.product.field.values
        return [values[code] for code in self._phase_codes.tolist()]

    def phases_of(self, places: Places) -> frozenset[str]:
        """Return the phases of some configurations."""
        values = self.product.field.values
        codes = distinct(self._phase_codes[places], len(values)).tolist()
        return frozenset(values[code] for code in codes)

    def happened(self, index: int) -> frozenset[str]:
        """Return which of the events that clocks count from happened before."""
        return self.memory.marks[self._mark_codes[index]]

    @cached_property
    def _mark_codes(self) -> list[int]:
        codes: list[int] = self.marks.tolist()
        return codes

    @cached_property
    def marks(self) -> Places:
        """In each configuration which of ``memory.marks`` say what happened before."""
        field = self.memory.field
        if field is None:
            return np.zeros(len(self.explored), np.int64)
        return self.explored.codes(field)


def _leading(steps: Steps, goals: Flags) -> Flags:
    """Return the configurations from which steps lead on to a goal, and the goals."""
    found, sources, targets = goals.copy(), steps.sources, steps.targets
    while True:
        look()
        new = sources[found[targets] & ~found[sources]]
        if not len(new):
            return found
        found[new] = True
