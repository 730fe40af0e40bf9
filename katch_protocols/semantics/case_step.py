"""One case: what is possible now, where it is complete, and what keeps it."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.charts.chart import Entry, NodeKind
from katch_protocols.errors import ActivityRefusedError, UnknownNameError
from katch_protocols.model.conditions import And, Condition, HasDocument
from katch_protocols.model.states import Outcome
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.symbolic_state import SymbolicState
from katch_protocols.semantics.table import Row, Table
from katch_protocols.sentences.nearness import nearest_names

__all__ = [
    "BlockedActivity",
    "blocks",
    "end_cubes",
    "find_row",
    "lacking",
    "possible_activities",
    "step",
]


def step(
    table: Table, word: int, activity: str, records: Mapping[str, str] | None = None
) -> int:
    """Return the word after ``activity``; ``records`` are the facts the actor states.

    Raises:
        UnknownNameError: The protocol has no such activity.
        ActivityRefusedError: The activity is not possible in ``word``.
    """
    row = find_row(table, word, activity, records)
    return word & ~row.clear | row.set


def find_row(
    table: Table, word: int, activity: str, records: Mapping[str, str] | None
) -> Row:
    """Return the row that ``activity`` takes; raises as ``step`` does."""
    stated = tuple(records.items()) if records else ()
    for row in table.by_step.get((activity, stated), ()):
        if word & row.mask == row.match:
            return row
    return _find_in_any_order(table, word, activity, records or {})


def _find_in_any_order(
    table: Table, word: int, activity: str, records: Mapping[str, str]
) -> Row:
    """Look again where facts came in another order; refuse what there is not."""
    known = [key for key in table.by_step if key[0] == activity]
    if not known:
        names = list(dict.fromkeys(name for name, _ in table.by_step))
        near = nearest_names(activity, names)
        raise UnknownNameError("activity", activity, near)
    for key in known:
        if dict(key[1]) != records:
            continue
        for row in table.by_step[key]:
            if word & row.mask == row.match:
                return row
    raise ActivityRefusedError(activity)


def possible_activities(table: Table, word: int) -> Iterator[str]:
    """Yield each activity that is possible now, once, in the order of the table."""
    yield from dict.fromkeys(
        row.activity for row in table.possible(word) if not row.timed
    )


def end_cubes(table: Table, outcomes: frozenset[Outcome]) -> tuple[Cube, ...]:
    """Return the cubes in which a case is complete with one of the outcomes.

    A final state without an outcome counts among all outcomes.
    """
    layout, nodes = table.layout, table.chart.nodes
    field = layout.fields[layout.regions[0]]
    every = outcomes == frozenset(Outcome)
    return tuple(
        (field.mask, layout.codes[child] << field.shift)
        for child in table.chart.root.children
        if nodes[child].kind is NodeKind.FINAL
        and (every or nodes[child].outcome in outcomes)
    )


class BlockedActivity(Struct, frozen=True):
    """An activity whose state is active, and the conditions that are not met there."""

    activity: str
    state: str
    lacks: tuple[Condition, ...]


def blocks(table: Table, word: int) -> Iterator[BlockedActivity]:
    """Yield each activity of an active state that is not possible in ``word``."""
    active = {0, *table.active(word)}
    for entry in table.chart.entries:
        if entry.node not in active:
            continue
        lacks = tuple(lacking(table, word, entry))
        if lacks:
            state = table.chart.nodes[entry.node].name
            yield BlockedActivity(entry.activity, state, lacks)


def lacking(table: Table, word: int, entry: Entry) -> Iterator[Condition]:
    """Yield the smallest parts of an entry's conditions that are not true."""
    sketch = _now(table.layout, word)
    when = entry.condition
    if when is not None:
        parts = when.parts if isinstance(when, And) else (when,)
        for part in parts:
            if sketch.truth(part) is not True:
                yield part
    for name in entry.act.needs:
        document = HasDocument(document=name)
        if sketch.truth(document) is not True:
            yield document


def _now(layout: Layout, word: int) -> SymbolicState:
    known = {
        index: frozenset({field.code(word)})
        for index, field in enumerate(layout.fields)
    }
    return SymbolicState(layout, known, ())
