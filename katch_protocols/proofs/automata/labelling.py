"""Which letters an automaton reads: its slots, and the letters of each row of a table.

A row reads its letters in the order in which they happen, each where in its cube it
does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind
from katch_protocols.proofs.automata.event_positions import Position, event_positions
from katch_protocols.proofs.automata.row_splitting import RowQuestion, split
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.layout import FieldKind
from katch_protocols.semantics.symbolic_state import SymbolicState
from katch_protocols.semantics.table import Row, Table
from katch_protocols.sentences.mentions import names_in

__all__ = [
    "RowReader",
    "RowReading",
    "Slot",
    "first_letters",
    "may_read",
    "readings",
]


class Slot(Struct, frozen=True, dict=True):
    """An event that the automaton reads as ``letter``.

    Only where ``where`` is true just before it, and ``unless`` is not; ``within`` is a
    state that must be active just before. ``first``: it counts before everything else
    of its step (``unless B``).
    """

    letter: str
    event: ChartEvent
    where: Condition | None = None
    unless: Condition | None = None
    within: int | None = None
    first: bool = False

    @property
    def asks_in_passing(self) -> bool:
        """Whether it asks which states were active before a state was entered.

        Where a completion is a step of its own, it would see the states in between.
        """
        if not self.event.nodes:
            return False
        asked = [one for one in (self.where, self.unless) if one is not None]
        return self.within is not None or any(map(_is_about_states, asked))

    @cached_property
    def questions(self) -> tuple[RowQuestion, ...]:
        """What must all be answered yes for the slot to read its event."""
        asked: list[RowQuestion] = []
        if self.where is not None:
            asked.append(_is_true(self.where))
        if self.unless is not None:
            asked.append(_is_not_true(self.unless))
        if self.within is not None:
            asked.append(_is_active(self.within))
        return tuple(asked)


def _is_about_states(condition: Condition) -> bool:
    return any(name.kind is NameKind.STATE for name in names_in(condition))


def _is_true(condition: Condition) -> RowQuestion:
    return RowQuestion(
        ("true", condition), lambda sketch: sketch.truth(condition) is True
    )


def _is_not_true(condition: Condition) -> RowQuestion:
    return RowQuestion(
        ("not true", condition), lambda sketch: sketch.truth(condition) is not True
    )


def _is_active(node: int) -> RowQuestion:
    return RowQuestion(("active", node), lambda sketch: sketch.active(node))


class RowReading(NamedTuple):
    """One row restricted to where it reads these letters."""

    row: Row
    letters: tuple[str, ...]


def first_letters(table: Table, slots: Sequence[Slot]) -> list[str]:
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
    sketch = SymbolicState(layout, known, ())
    found = []
    for order, slot in enumerate(slots):
        if slot.within is not None:
            continue
        places = [n for n, node in enumerate(table.entered) if node in slot.event.nodes]
        if all(question.answer(sketch) for question in slot.questions):
            found += [
                (-1 if slot.first else position, order, slot.letter)
                for position in (places[:1] if slot.event.once else places)
            ]
    return [letter for _, _, letter in sorted(found)]


_FIRST: Position = (-1,)
_DOING: Position = (0,)


class _Occurrence(Struct, frozen=True):
    """A place in a row's sequence where a slot may read, and what must be so.

    The first ``happening`` of the questions ask whether the event happens there at all.
    """

    position: Position
    order: int
    letter: str
    questions: tuple[RowQuestion, ...]
    entering: bool
    happening: int
    once: bool


_Place = tuple[int, Position, tuple[RowQuestion, ...]]
"""Of which slot an event may be at a position of a row, if what is asked is so."""


def _places(table: Table, row: Row, slots: Sequence[Slot]) -> tuple[_Place, ...]:
    return tuple(
        (order, position, asked)
        for order, slot in enumerate(slots)
        for position, asked in event_positions(table, row, slot.event)
    )


def _occurrences(
    places: Iterable[_Place], slots: Sequence[Slot]
) -> Iterable[_Occurrence]:
    found = [
        _Occurrence(
            _FIRST if slots[order].first else position,
            order,
            slots[order].letter,
            (*asked, *slots[order].questions),
            entering=position != _DOING,
            happening=len(asked),
            once=slots[order].event.once,
        )
        for order, position, asked in places
    ]
    found.sort(key=lambda one: (one.position, one.order))
    return _as_one(found)


def _as_one(found: Sequence[_Occurrence]) -> Iterator[_Occurrence]:
    """Join what comes one after the other of a slot that reads once a step.

    All there is to ask is whether any of them happens; which it is makes no difference,
    and to ask of each would part the row into all their combinations.
    """
    for _, several in groupby(found, key=lambda one: (one.order, one.entering)):
        first, *others = several
        if not first.once or not others:
            yield from (first, *others)
            continue
        asked = [each.questions[: each.happening] for each in (first, *others)]
        slot = first.questions[first.happening :]
        yield replace(first, questions=(_is_any(asked), *slot), happening=1)


def _is_any(asked: Sequence[tuple[RowQuestion, ...]]) -> RowQuestion:
    return RowQuestion(
        ("any", *asked),
        lambda sketch: any(all(each.answer(sketch) for each in one) for one in asked),
        tuple(each for one in asked for each in one),
    )


def may_read(
    table: Table, slots: Sequence[Slot]
) -> Iterable[tuple[int, Sequence[Slot]]]:
    """Return the positions of the rows that may read something, in order.

    With each the slots whose event may be there, in their order.
    """
    found: defaultdict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        for index in _where(table, slot.event):
            found[index].append(slot)
    return sorted(found.items(), key=itemgetter(0))


def _where(table: Table, event: ChartEvent) -> Iterable[int]:
    """Return the positions of the rows in which an event may happen, each once."""
    if not event.activities and not event.nodes:
        return range(len(table.rows))
    causes: list[str | int | None] = [*event.activities, *event.nodes]
    if event.nodes:
        causes.append(None)
    places = [table.by_event.get(cause, ()) for cause in causes]
    return places[0] if len(places) == 1 else frozenset().union(*places)


_Doing = tuple[tuple[int, ...], str, tuple[int, ...], tuple[int, ...]]
"""What is asked of a row, and all by which it tells where an event happens in it.

Unless only some rows count: then anything may be asked of it.
"""


class RowReader:
    """Reads rows of a table: those that look alike to some slots in one way."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._ways: dict[tuple[tuple[int, ...], tuple[_Place, ...]], _ReadingWay] = {}
        self._alike: dict[_Doing, _ReadingWay] = {}

    def readings(self, row: Row, slots: tuple[Slot, ...]) -> Iterator[RowReading]:
        """Yield the parts of a row, each with the letters that it reads."""
        # A slot takes long to hash; a way holds its slots, so that no other has its id.
        which = tuple(map(id, slots))
        if any(slot.event.only for slot in slots):
            way = self._way(row, slots, which)
        else:
            doing = which, row.activity, row.entered, row.resumed
            found = self._alike.get(doing)
            if found is None:
                found = self._alike[doing] = self._way(row, slots, which)
            way = found
        if not way.before and not way.entering:
            yield RowReading(row, way.letters((), ()))
            return
        layout = self.table.layout
        for part in split(layout, row, way.before):
            for inner in split(layout, part.row, way.entering, changed=True):
                yield RowReading(inner.row, way.letters(part.answers, inner.answers))

    def _way(
        self, row: Row, slots: tuple[Slot, ...], which: tuple[int, ...]
    ) -> "_ReadingWay":
        places = _places(self.table, row, slots)
        way = self._ways.get((which, places))
        if way is None:
            way = self._ways[which, places] = _ReadingWay(places, slots)
        return way


def readings(table: Table, row: Row, slots: Sequence[Slot]) -> Iterator[RowReading]:
    """Yield the parts of a row of a table, as ``RowReader`` does."""
    return RowReader(table).readings(row, tuple(slots))


class _ReadingWay:
    """What is asked of rows with the same occurrences, and what is read by answers.

    ``before`` is asked before the step, ``entering`` where states are entered.
    """

    def __init__(self, places: Iterable[_Place], slots: tuple[Slot, ...]) -> None:
        self.slots = slots
        self.occurrences = tuple(_occurrences(places, slots))
        self.before = self._asked(entering=False)
        self.entering = self._asked(entering=True)
        self._known: dict[tuple[tuple[bool, ...], ...], tuple[str, ...]] = {}

    def _asked(self, *, entering: bool) -> tuple[RowQuestion, ...]:
        asking = (one for one in self.occurrences if one.entering == entering)
        return tuple(question for one in asking for question in one.questions)

    def letters(
        self, before: tuple[bool, ...], entering: tuple[bool, ...]
    ) -> tuple[str, ...]:
        """Return what is read where the questions have these answers."""
        found = self._known.get((before, entering))
        if found is None:
            found = self._known[before, entering] = tuple(self._read(before, entering))
        return found

    def _read(self, before: Sequence[bool], entering: Sequence[bool]) -> Iterator[str]:
        """Yield what is read; an event that is once a step only at its first place."""
        first, later, happened = iter(before), iter(entering), set()
        for one in self.occurrences:
            rest = later if one.entering else first
            own = [next(rest) for _ in one.questions]
            if all(own) and not (one.once and one.order in happened):
                yield one.letter
            if all(own[: one.happening]):
                happened.add(one.order)
