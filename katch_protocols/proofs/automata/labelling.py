"""Which letters an automaton reads: its slots, and the letters of each row of a table.

A row reads its letters in the order in which they happen, each where in its cube it
does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind
from katch_protocols.proofs.automata.row_splitting import RowQuestion, split
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.layout import FieldKind, Layout
from katch_protocols.semantics.symbolic_state import SymbolicState
from katch_protocols.semantics.table import Row, Table
from katch_protocols.sentences.mentions import names_in

__all__ = ["RowReading", "Slot", "first_letters", "may_read", "readings"]


@dataclass(frozen=True)
class Slot:
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


@dataclass(frozen=True)
class RowReading:
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


_Position = tuple[int, ...]
"""Where in a step: 0 the activity, 1 the first state entered; longer inside one."""

_FIRST: _Position = (-1,)
_DOING: _Position = (0,)


@dataclass(frozen=True)
class _Occurrence:
    """A place in a row's sequence where a slot may read, and what must be so.

    The first ``happening`` of the questions ask whether the event happens there at all.
    """

    position: _Position
    order: int
    letter: str
    questions: tuple[RowQuestion, ...]
    entering: bool
    happening: int
    once: bool


def _occurrences(table: Table, row: Row, slots: Sequence[Slot]) -> list[_Occurrence]:
    found = []
    for order, slot in enumerate(slots):
        for position, asked in _positions(table, row, slot.event):
            found.append(
                _Occurrence(
                    _FIRST if slot.first else position,
                    order,
                    slot.letter,
                    (*asked, *slot.questions),
                    entering=position != _DOING,
                    happening=len(asked),
                    once=slot.event.once,
                )
            )
    if len(found) > 1:
        found.sort(key=lambda one: (one.position, one.order))
    return [*_as_one(found)] if any(slot.event.once for slot in slots) else found


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


def _positions(
    table: Table, row: Row, event: ChartEvent
) -> list[tuple[_Position, tuple[RowQuestion, ...]]]:
    """Return where in the row's sequence an event happens, in that order.

    A state inside one that is resumed is entered where it was last active: then the
    second part asks whether it was.
    """
    found: list[tuple[_Position, tuple[RowQuestion, ...]]] = [
        ((position,), ()) for position in event.positions(row)
    ]
    if not row.resumed or not event.counts(row):
        return found
    chart = table.chart
    for asked in event.nodes.difference(row.entered):
        above = chart.ancestors(asked)
        inside = tuple(_order(chart, asked))
        found += [
            ((row.entered.index(node) + 1, *inside), (_was_left_at(asked, node),))
            for node in row.resumed
            if node in above
        ]
    return sorted(found, key=lambda one: one[0])


def _order(chart: Chart, node: int) -> Iterator[int]:
    """Yield the places among their siblings that lead from the top to a node."""
    for index in (*reversed(chart.ancestors(node)[:-1]), node):
        yield chart.nodes[chart.nodes[index].parent].children.index(index)


def _was_left_at(node: int, resumed: int) -> RowQuestion:
    """Ask whether ``resumed`` was last left with ``node`` active inside it.

    From the outside in: mostly the case was elsewhere, and then no more is asked.
    """

    def question(sketch: SymbolicState) -> bool:
        inside = [*_inside(sketch.layout, node, resumed)]
        return all(
            sketch.among(field, frozenset({code})) for field, code in reversed(inside)
        )

    return RowQuestion(("left at", node, resumed), question)


def _inside(layout: Layout, node: int, resumed: int) -> Iterator[tuple[int, int]]:
    """Yield the places from a node up that are active as it is, inside ``resumed``."""
    while True:
        region, place = layout.region_of(node), layout.place(node)
        if region is None or place is None:
            return
        if region != resumed and resumed not in layout.chart.ancestors(region):
            return
        yield place
        if region == resumed:
            return
        node = region


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


def readings(table: Table, row: Row, slots: Sequence[Slot]) -> Iterator[RowReading]:
    """Yield the parts of a row, each with the letters that it reads."""
    occurrences = _occurrences(table, row, slots)
    if not any(one.questions for one in occurrences):
        always = [(True, True)] * len(occurrences)
        yield RowReading(row, tuple(_letters(occurrences, always)))
        return
    before = [one for one in occurrences if not one.entering]
    entering = [one for one in occurrences if one.entering]
    for part in split(table.layout, row, _asked(before)):
        done = [*_answers(before, part.answers)]
        for inner in split(table.layout, part.row, _asked(entering), changed=True):
            first, later = iter(done), _answers(entering, inner.answers)
            read = [next(later if one.entering else first) for one in occurrences]
            yield RowReading(inner.row, tuple(_letters(occurrences, read)))


def _asked(occurrences: Sequence[_Occurrence]) -> list[RowQuestion]:
    return [question for one in occurrences for question in one.questions]


def _answers(
    occurrences: Sequence[_Occurrence], answers: Sequence[bool]
) -> Iterator[tuple[bool, bool]]:
    """Yield for each occurrence whether it happens, and whether it counts."""
    rest = iter(answers)
    for one in occurrences:
        own = [next(rest) for _ in one.questions]
        yield all(own[: one.happening]), all(own)


def _letters(
    occurrences: Sequence[_Occurrence], read: Iterable[tuple[bool, bool]]
) -> Iterator[str]:
    """Yield what is read; an event that is once a step only at its first place."""
    happened = set()
    for one, (happens, counts) in zip(occurrences, read, strict=True):
        if counts and not (one.once and one.order in happened):
            yield one.letter
        if happens:
            happened.add(one.order)
