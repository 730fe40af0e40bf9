"""A safeguard as a small automaton that watches a case, and its product with a table.

Each sentence has its own automaton of a few states; a field of the word holds its
state, so that the same exploration answers for it. One rule, one automaton: never a
conjunction, which would be exponential.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import Condition
from katch_protocols.proofs.asking import Question, split
from katch_protocols.proofs.events import Event
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.layout import Field, FieldKind
from katch_protocols.semantics.sketch import Sketch
from katch_protocols.semantics.table import Row, Table

__all__ = ["BROKEN", "OFF", "Automaton", "Product", "Slot", "Watcher", "watch"]

BROKEN = "broken"
"""The automaton's state once the sentence is broken for good."""

OFF = "off"
"""The automaton's state once the documented exception (``unless B``) happened."""


@dataclass(frozen=True)
class Slot:
    """An event that the automaton reads as ``letter``.

    Only where ``where`` is true just before it, and ``unless`` is not; ``within`` is a
    state that must be active just before. ``first``: it counts before everything else
    of its step (``unless B``).
    """

    letter: str
    event: Event
    where: Condition | None = None
    unless: Condition | None = None
    within: int | None = None
    first: bool = False

    def questions(self) -> list[Question]:
        """Return what must all be answered yes for the slot to read its event."""
        asked: list[Question] = []
        if self.where is not None:
            asked.append(_is_true(self.where))
        if self.unless is not None:
            asked.append(_is_not_true(self.unless))
        if self.within is not None:
            asked.append(_is_active(self.within))
        return asked


def _is_true(condition: Condition) -> Question:
    return lambda sketch: sketch.truth(condition) is True


def _is_not_true(condition: Condition) -> Question:
    return lambda sketch: sketch.truth(condition) is not True


def _is_active(node: int) -> Question:
    return lambda sketch: sketch.active(node)


@dataclass(frozen=True)
class Automaton:
    """States and moves; a move that is not listed stays. The first state is initial.

    ``owing`` are the states in which a case must not end.
    """

    states: tuple[str, ...]
    moves: Mapping[tuple[str, str], str]
    owing: frozenset[str] = frozenset()

    def read(self, state: str, letters: Sequence[str]) -> str:
        """Return the state after a sequence of letters; ``BROKEN`` stays broken."""
        for letter in letters:
            if state == BROKEN:
                return state
            state = self.moves.get((state, letter), state)
        return state


@dataclass(frozen=True)
class Watcher:
    """An automaton and what it reads; the earlier slot of one event is read first."""

    automaton: Automaton
    slots: tuple[Slot, ...]

    @property
    def asks(self) -> tuple[Condition, ...]:
        """Every condition that the slots ask about."""
        return tuple(
            condition
            for slot in self.slots
            for condition in (slot.where, slot.unless)
            if condition is not None
        )


@dataclass(frozen=True)
class Product:
    """A table that also watches; ``base`` gives each of its rows the row it came from.

    ``read`` lists for each row the letters it reads; ``started`` those of the start.
    ``cone`` are the bits that it keeps.
    """

    table: Table
    field: Field
    base: tuple[Row, ...]
    read: tuple[tuple[str, ...], ...]
    started: tuple[str, ...]
    cone: int = -1

    def cube(self, state: str) -> Cube:
        """Return the cube in which the automaton is in ``state``."""
        code = self.field.values.index(state)
        return self.field.mask, code << self.field.shift


@dataclass(frozen=True)
class _Reading:
    """One row restricted to where it reads these letters."""

    row: Row
    letters: tuple[str, ...]


def watch(table: Table, watcher: Watcher) -> Product:
    """Return the product of a table and an automaton."""
    layout, automaton, slots = table.layout, watcher.automaton, watcher.slots
    field = Field(
        "watch",
        FieldKind.EVENT,
        layout.width,
        max(1, (len(automaton.states) - 1).bit_length()),
        automaton.states,
    )
    rows: list[Row] = []
    base: list[Row] = []
    read: list[tuple[str, ...]] = []
    for row in table.rows:
        for reading in _readings(table, row, slots):
            for made in _rows(field, automaton, reading):
                rows.append(made)
                base.append(row)
                read.append(reading.letters)
    started = tuple(_first_letters(table, slots))
    code = field.values.index(automaton.read(automaton.states[0], started))
    watched = replace(
        table,
        layout=replace(layout, fields=(*layout.fields, field)),
        initial=table.initial | code << field.shift,
        rows=tuple(rows),
        by_step={},
    )
    return Product(watched, field, tuple(base), tuple(read), started)


def _first_letters(table: Table, slots: Sequence[Slot]) -> list[str]:
    """Return the letters that entering the initial states reads.

    Facts are as they start; no state was active before.
    """
    layout = table.layout
    known = {
        index: frozenset(
            {0 if field.kind is FieldKind.REGION else field.code(table.initial)}
        )
        for index, field in enumerate(layout.fields)
    }
    sketch = Sketch(layout, known, ())
    found = []
    for order, slot in enumerate(slots):
        if slot.within is not None:
            continue
        for position, node in enumerate(table.entered):
            if node == slot.event.node and all(q(sketch) for q in slot.questions()):
                found.append((-1 if slot.first else position, order, slot.letter))
    return [letter for _, _, letter in sorted(found)]


_Position = tuple[int, ...]
"""Where in a step: 0 the activity, 1 the first state entered; longer inside one."""

_FIRST: _Position = (-1,)


@dataclass(frozen=True)
class _Occurrence:
    """A place in a row's sequence where a slot may read, and what must be so."""

    position: _Position
    order: int
    letter: str
    questions: tuple[Question, ...]
    entering: bool


def _occurrences(table: Table, row: Row, slots: Sequence[Slot]) -> list[_Occurrence]:
    found = []
    for order, slot in enumerate(slots):
        for position, resumed in _positions(table, row, slot.event):
            questions = slot.questions()
            if resumed is not None and slot.event.node is not None:
                questions.append(_was_left_at(slot.event.node, resumed))
            found.append(
                _Occurrence(
                    _FIRST if slot.first else position,
                    order,
                    slot.letter,
                    tuple(questions),
                    entering=slot.event.node is not None,
                )
            )
    return sorted(found, key=lambda one: (one.position, one.order))


def _positions(
    table: Table, row: Row, event: Event
) -> list[tuple[_Position, int | None]]:
    """Return where in the row's sequence an event happens.

    A state inside one that is resumed is entered where it was last active: then the
    second part names the resumed state.
    """
    found: list[tuple[_Position, int | None]] = [
        ((position,), None) for position in event.positions(row)
    ]
    if event.node is None or found or not event.counts(row):
        return found
    chart = table.chart
    above = chart.ancestors(event.node)
    inside = tuple(_order(chart, event.node))
    found += [
        ((row.entered.index(node) + 1, *inside), node)
        for node in row.resumed
        if node in above
    ]
    return found


def _order(chart: Chart, node: int) -> Iterator[int]:
    """Yield the places among their siblings that lead from the top to a node."""
    for index in (*reversed(chart.ancestors(node)[:-1]), node):
        yield chart.nodes[chart.nodes[index].parent].children.index(index)


def _was_left_at(node: int, resumed: int) -> Question:
    """Ask whether ``resumed`` was last left with ``node`` active inside it."""

    def question(sketch: Sketch) -> bool:
        layout, chart = sketch.layout, sketch.layout.chart
        here = node
        while True:
            region, place = layout.region_of(here), layout.place(here)
            if region is None or place is None:
                return True
            if region != resumed and resumed not in chart.ancestors(region):
                return True
            if not sketch.among(place[0], frozenset({place[1]})):
                return False
            if region == resumed:
                return True
            here = region

    return question


def _readings(table: Table, row: Row, slots: Sequence[Slot]) -> Iterator[_Reading]:
    """Yield the parts of a row, each with the letters that it reads."""
    occurrences = _occurrences(table, row, slots)
    if not occurrences:
        yield _Reading(row, ())
        return
    before = [one for one in occurrences if not one.entering]
    entering = [one for one in occurrences if one.entering]
    for part in split(table.layout, row, _asked(before)):
        read = dict(zip(before, _answers(before, part.answers), strict=True))
        for inner in split(table.layout, part.row, _asked(entering), changed=True):
            answers = _answers(entering, inner.answers)
            read |= dict(zip(entering, answers, strict=True))
            letters = tuple(one.letter for one in occurrences if read[one])
            yield _Reading(inner.row, letters)


def _asked(occurrences: Sequence[_Occurrence]) -> list[Question]:
    return [question for one in occurrences for question in one.questions]


def _answers(
    occurrences: Sequence[_Occurrence], answers: Sequence[bool]
) -> Iterator[bool]:
    """Yield for each occurrence whether all its questions were answered yes."""
    rest = iter(answers)
    for one in occurrences:
        own = [next(rest) for _ in one.questions]
        yield all(own)


def _rows(field: Field, automaton: Automaton, reading: _Reading) -> Iterator[Row]:
    """Yield the row for each state of the automaton; one row where none changes."""
    if not reading.letters:
        yield reading.row
        return
    moves = [(state, automaton.read(state, reading.letters)) for state in field.values]
    if all(state == after for state, after in moves):
        yield reading.row
        return
    row = reading.row
    for state, after in moves:
        if state == BROKEN:
            continue
        match = field.values.index(state) << field.shift
        put = field.values.index(after) << field.shift
        yield replace(
            row,
            mask=row.mask | field.mask,
            match=row.match | match,
            clear=row.clear | field.mask,
            set=row.set | put,
        )
