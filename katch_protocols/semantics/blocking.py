"""Why nothing more is possible: which activities are near, and what each lacks."""

from collections.abc import Iterator
from dataclasses import dataclass

from katch_protocols.charts.chart import Entry
from katch_protocols.model.conditions import And, Condition, HasDocument
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.sketch import Sketch
from katch_protocols.semantics.table import Table

__all__ = ["Block", "blocks", "lacking"]


@dataclass(frozen=True)
class Block:
    """An activity whose state is active, and the conditions that are not met there."""

    activity: str
    state: str
    lacks: tuple[Condition, ...]


def blocks(table: Table, word: int) -> Iterator[Block]:
    """Yield each activity of an active state that is not possible in ``word``."""
    active = {0, *table.active(word)}
    for entry in table.chart.entries:
        if entry.node not in active:
            continue
        lacks = tuple(lacking(table, word, entry))
        if lacks:
            state = table.chart.nodes[entry.node].name
            yield Block(entry.activity, state, lacks)


def lacking(table: Table, word: int, entry: Entry) -> Iterator[Condition]:
    """Yield the smallest parts of an entry's conditions that are not true."""
    sketch = _now(table.layout, word)
    if entry.when is not None:
        parts = entry.when.parts if isinstance(entry.when, And) else (entry.when,)
        for part in parts:
            if sketch.truth(part) is not True:
                yield part
    for name in entry.act.needs:
        document = HasDocument(document=name)
        if sketch.truth(document) is not True:
            yield document


def _now(layout: Layout, word: int) -> Sketch:
    known = {
        index: frozenset({field.code(word)})
        for index, field in enumerate(layout.fields)
    }
    return Sketch(layout, known, ())
