"""The part of a protocol in which something is owed: configurations and steps.

A sentence about time is watched by an automaton with a few phases; one of them is
*owed*: the clock of the sentence runs. The automaton also remembers which of the events
that deadlines count from have happened. Everything is sliced to what the sentence and
the clocks can see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import product as combinations

import numpy as np

from katch_protocols.charts.chart import Chart
from katch_protocols.errors import BoundError
from katch_protocols.proofs.events import Event
from katch_protocols.proofs.futures import Flags, futures
from katch_protocols.proofs.slicing import slice_product
from katch_protocols.proofs.slots import Slot
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.timing.clocks import Clocks
from katch_protocols.proofs.timing.nearness import near_fields, near_product
from katch_protocols.proofs.timing.spans import Spans
from katch_protocols.proofs.watching import Automaton, Product, Watcher, watch
from katch_protocols.semantics.explore import Exploration, Places, explore
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "MAX_CONFIGURATIONS",
    "MAX_EVENTS",
    "OWED",
    "Question",
    "Sight",
    "Stage",
    "Step",
    "set_stage",
]

OWED = "owed"
"""The phase in which the clock of a question runs."""

_MARK = "kept"
"""A letter that no automaton reads: the row stays in the slice."""


MAX_EVENTS = 8
"""From so many different events deadlines may count; each doubles the automaton."""

MAX_CONFIGURATIONS = 500_000
"""How many configurations a question about time looks at, at most."""


class Sight(StrEnum):
    """How much of a protocol a question looks at.

    ``near``: the regions of its own events, and no condition on others; more is
    possible there than in any case. ``slice``: all that bears on its events, and the
    clocks that happen to be seen. ``whole``: all clocks. From each to the next a case
    can take less time, never more.
    """

    NEAR = "near"
    SLICE = "slice"
    WHOLE = "whole"


@dataclass(frozen=True)
class Question:
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


@dataclass(frozen=True, slots=True)
class Step:
    """A step to the configuration ``target``; ``row`` is a position in the product.

    ``fresh``: what is owed after it was not owed before it.
    """

    row: int
    target: int
    fresh: bool


@dataclass(frozen=True)
class Stage:
    """What was explored, and how it reads.

    Shapes: ``owed`` (configurations,) whether something is owed there. ``clocks``
    are those that count, ``every_clock`` all of the chart.
    """

    table: Table
    question: Question
    clocks: Clocks
    every_clock: Clocks
    product: Product
    explored: Exploration
    owed: Flags

    @property
    def events(self) -> tuple[str, ...]:
        """The events that the automaton remembers."""
        return self.every_clock.events

    @property
    def chart(self) -> Chart:
        """The chart of the protocol."""
        return self.table.chart

    def happening(self, letters: Sequence[str]) -> frozenset[str]:
        """Return the events that clocks count from among the letters of a step."""
        return frozenset(
            event for n, event in enumerate(self.events) if f"e{n}" in letters
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
    def beginnings(self) -> tuple[tuple[int, Step | None], ...]:
        """Every step with which the clock starts, with the configuration before it.

        The start of the case itself is -1 with no step.
        """
        found: list[tuple[int, Step | None]] = [
            (source, step)
            for source, steps in self._steps.items()
            for step in steps
            if step.fresh
        ]
        phase = self.question.phases[0]
        if self.question.is_fresh(phase, self.product.started):
            found.insert(0, (-1, None))
        return tuple(found)

    @cached_property
    def answers(self) -> dict[int, tuple[int, ...]]:
        """The rows that bring what is owed, by the owed configuration before them."""
        found: dict[int, list[int]] = {}
        for index, letters in enumerate(self.product.read):
            if "b" not in letters or not self.explored.fired[index]:
                continue
            places, _ = self.explored.successors(self.product.table.rows[index])
            for place in places[self.owed[places]].tolist():
                found.setdefault(place, []).append(index)
        return {place: tuple(rows) for place, rows in found.items()}

    def steps(self, source: int) -> tuple[Step, ...]:
        """Return the steps from an owed configuration after which the same is owed."""
        return self._going_on.get(source, ())

    @cached_property
    def _going_on(self) -> dict[int, tuple[Step, ...]]:
        return {
            source: tuple(step for step in steps if not step.fresh)
            for source, steps in self._steps.items()
            if self.owed[source]
        }

    @cached_property
    def _steps(self) -> dict[int, list[Step]]:
        """Every step to an owed configuration, by the configuration before it."""
        graph = futures(self.explored)
        counts = np.diff(graph.starts)
        targets: Places = np.repeat(np.arange(len(self.explored)), counts)
        kept = np.flatnonzero(self.owed[targets])
        order = kept[np.argsort(graph.sources[kept], kind="stable")]
        found: dict[int, list[Step]] = {}
        phases = self.phases
        for source, row, target in zip(
            graph.sources[order].tolist(),
            graph.rows[order].tolist(),
            targets[order].tolist(),
            strict=True,
        ):
            letters = self.product.read[row]
            fresh = self.question.is_fresh(phases[source], letters)
            found.setdefault(source, []).append(Step(row, target, fresh))
        return found

    @cached_property
    def codes(self) -> list[int]:
        """The code of the automaton's state in each configuration."""
        words, field = self.explored.words, self.product.field
        return [field.code(self.explored.word(index)) for index in range(len(words))]

    @cached_property
    def phases(self) -> list[str]:
        """The phase of each configuration."""
        return [_phase(self.product.field.values[code]) for code in self.codes]

    def happened(self, index: int) -> frozenset[str]:
        """Return which of the events that clocks count from happened before."""
        marks = self.product.field.values[self.codes[index]].partition(" ")[2]
        return frozenset(
            event for event, mark in zip(self.events, marks, strict=True) if mark == "1"
        )


def set_stage(study: Study, question: Question, sight: Sight) -> Stage:
    """Explore a protocol as far as a question can see.

    Raises:
        BoundError: Deadlines count from more than ``MAX_EVENTS`` events.
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    asks = Watcher(Automaton(("",), {}), question.slots).asks
    table = study.table_for(asks)
    spans = Spans.of(study.holders.handbook, study.chart.protocol)
    every = Clocks.of(study.chart, table.layout, spans)
    if len(every.events) > MAX_EVENTS:
        raise BoundError("events with clocks", MAX_EVENTS, study.chart.protocol.id)
    slots = (*question.slots, *_event_slots(every))
    whole = watch(table, Watcher(_automaton(question, every), slots))
    product = _seen(whole, question, every, sight)
    clocks = every if sight is Sight.WHOLE else every.seen_in(product.cone)
    limit = min(study.limit, MAX_CONFIGURATIONS)
    explored = explore(product.table, limit=limit)
    owed = _owed(question, product, explored)
    return Stage(table, question, clocks, every, product, explored, owed)


def _seen(whole: Product, question: Question, every: Clocks, sight: Sight) -> Product:
    """Leave out what is not seen; rows that the automaton reads stay in."""
    if sight is Sight.NEAR:
        return near_product(whole, near_fields(every.layout, whole))
    marked = tuple((*read, _MARK) if read else () for read in whole.read)
    seeds = [whole.field.mask]
    if sight is Sight.WHOLE:
        seeds.append(every.cone())
    if question.until_end:
        seeds += [mask for mask, _ in whole.table.final]
    found = slice_product(replace(whole, read=marked), seeds, keep=_MARK)
    read = tuple(
        tuple(letter for letter in letters if letter != _MARK) for letters in found.read
    )
    return replace(found, read=read)


def _owed(question: Question, product: Product, explored: Exploration) -> Flags:
    owed = np.zeros(len(explored), np.bool_)
    for state in product.field.values:
        if _phase(state) == OWED:
            owed[explored.where(*product.cube(state))] = True
    if question.until_end:
        owed[explored.ends()] = False
    return owed


def _event_slots(clocks: Clocks) -> list[Slot]:
    chart, found = clocks.chart, []
    for position, name in enumerate(clocks.events):
        node = chart.by_name.get(name)
        event = Event(name, activity=name if node is None else None, node=node)
        found.append(Slot(f"e{position}", event))
    return found


def _phase(state: str) -> str:
    return state.partition(" ")[0]


def _automaton(question: Question, clocks: Clocks) -> Automaton:
    """Return the phases of the question, each with what has happened: ``owed 01``."""
    marks = ["".join(bits) for bits in combinations("01", repeat=len(clocks.events))]
    moves = {}
    for mark in marks:
        for (phase, letter), after in question.moves.items():
            moves[f"{phase} {mark}", letter] = f"{after} {mark}"
        for position in range(len(mark)):
            later = f"{mark[:position]}1{mark[position + 1 :]}"
            for phase in question.phases:
                moves[f"{phase} {mark}", f"e{position}"] = f"{phase} {later}"
    states = [f"{phase} {mark}" for phase in question.phases for mark in marks]
    return Automaton(tuple(states), moves)
