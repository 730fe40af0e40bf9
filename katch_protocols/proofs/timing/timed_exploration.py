"""Explore what a question about time sees: near its events, its slice, all clocks."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from msgspec.structs import replace

from katch_protocols.charts.calendars import Spans
from katch_protocols.errors import BoundError
from katch_protocols.proofs.abstraction.localization import nearest_lacking
from katch_protocols.proofs.abstraction.slicing import cone_of, slice_product
from katch_protocols.proofs.automata.event_positions import event_positions
from katch_protocols.proofs.automata.labelling import may_read
from katch_protocols.proofs.automata.product_automaton import (
    Automaton,
    Product,
    Watcher,
    watch,
)
from katch_protocols.proofs.futures import Flags
from katch_protocols.proofs.product_search import explore_slice
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.clocks import Clocks
from katch_protocols.proofs.timing.marked_table import (
    KEPT,
    MarkedTable,
    SeenByClocks,
    marked_table,
)
from katch_protocols.proofs.timing.timed_product import OWED, Stage, TimeQuestion
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "MAX_CONFIGURATIONS",
    "MAX_EVENTS",
    "Extent",
    "lacking_field",
    "set_stage",
]


_Effect = tuple[str, int, int, int, int]
"""How a row looks from near: its activity, what it asks and does there."""


def _near_product(product: Product, fields: int) -> Product:
    """Return the product with all but ``fields`` forgotten; equal rows once."""
    found: dict[tuple[int, int, int, int, tuple[str, ...]], tuple[Row, Row]] = {}
    for row, base, letters in zip(
        product.table.rows, product.base, product.read, strict=True
    ):
        mask, match = row.mask & fields, row.match & fields
        clear, put = row.clear & fields, row.set & fields
        key = mask, match, clear, put, letters
        if (clear or letters) and key not in found:
            found[key] = row.written(mask, match, clear, put), base
    table = replace(
        product.table,
        initial=product.table.initial & fields,
        rows=tuple(row for row, _ in found.values()),
    )
    bases = tuple(base for _, base in found.values())
    read = tuple(letters for *_, letters in found)
    return Product(table, product.field, bases, read, product.started, fields)


def lacking_field(stage: Stage, rows: Sequence[Row]) -> int:
    """Return the mask of a field that stops a case which seems possible from near.

    ``rows`` are the steps of the case; where several rows of the whole table look the
    same from near, the one that lacks least is taken. 0: nothing stops the case.
    """
    table, seen = stage.table, stage.product.cone
    alike: dict[_Effect, list[Row]] = {}
    for row in table.rows:
        alike.setdefault(_effect(row, seen), []).append(row)
    choices = [alike[_effect(step, seen)] for step in rows]
    return nearest_lacking(table, choices, seen)


def _effect(row: Row, seen: int) -> _Effect:
    looks = row.mask & seen, row.match & seen, row.clear & seen, row.set & seen
    return row.activity, *looks


_NOTHING = SeenByClocks()

MAX_EVENTS = 8
"""From so many different events deadlines may count; each doubles the automaton."""

MAX_CONFIGURATIONS = 500_000
"""How many configurations a question about time looks at, at most."""


class Extent(StrEnum):
    """How much of a protocol a question looks at.

    ``near``: the regions of its own events, and no condition on others; more is
    possible there than in any case. ``slice``: all that bears on its events, and the
    clocks that happen to be seen. ``whole``: all clocks. From each to the next a case
    can take less time, never more.
    """

    NEAR = "near"
    SLICE = "slice"
    WHOLE = "whole"


def set_stage(
    study: ProofSession,
    question: TimeQuestion,
    sight: Extent,
    *,
    besides: int = 0,
    at_most: int = MAX_CONFIGURATIONS,
) -> Stage:
    """Explore a protocol as far as a question can see.

    ``besides`` are the bits of fields that a near look sees as well; ``at_most`` so
    many configurations are looked at.

    Raises:
        BoundError: Deadlines count from more than ``MAX_EVENTS`` events.
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    watcher = Watcher(Automaton(question.phases, question.moves), question.slots)
    timed = study.timed_table(watcher.asks)
    table, limit = timed.table, min(study.limit, at_most)
    spans = Spans.of(study.holders.handbook, study.chart.protocol)
    every = Clocks.of(study.chart, table.layout, spans, study.left_freely, timed.duties)
    if sight is Extent.NEAR:
        besides |= _near(table, question) | _owed_near(every, question)
        besides |= every.bits_near(besides)
        every = every.seen_in(besides)
    if len(every.events) > MAX_EVENTS:
        raise BoundError("events-with-clocks", MAX_EVENTS, study.chart.protocol.id)
    marked = marked_table(timed, every.events)
    whole = watch(marked.table, watcher)
    if sight is Extent.NEAR:
        near = besides | whole.field.mask | marked.happened.mask
        seen = SeenByClocks(every.numbers(), near)
        product = _near_product(marked.seen_by_clocks(whole, seen), near)
        explored = explore(product.table, limit=limit)
    else:
        product = _seen(whole, marked, question, every, sight)
        explored = explore_slice(study, marked.table, product, limit=limit)
    told = marked.told(product)
    return Stage(
        table,
        question,
        every if sight is Extent.WHOLE else every.seen_in(product.cone),
        every,
        marked.happened,
        told,
        explored,
        _owed(question, told, explored),
    )


def _near(table: Table, question: TimeQuestion) -> int:
    """Return the fields of the regions in which the question's events are."""
    layout, slots = table.layout, question.slots
    nodes = {node for slot in slots for node in slot.event.nodes}
    for at, may_be in may_read(table, slots):
        row = table.rows[at]
        if any(event_positions(table, row, slot.event) for slot in may_be):
            nodes.add(row.node)
    mask = layout.fields[layout.regions[0]].mask
    for node in nodes:
        for index in (node, *layout.chart.ancestors(node)):
            place = layout.place(index)
            if place is not None:
                mask |= layout.fields[place[0]].mask
    return mask


def _seen(
    whole: Product,
    marked: MarkedTable,
    question: TimeQuestion,
    every: Clocks,
    sight: Extent,
) -> Product:
    """Leave out what is not seen; what the automaton reads, or a clock, stays in.

    Of the duties those are seen of which the rest tells whether they are owed.
    """
    seeds = [whole.field.mask, marked.happened.mask]
    if sight is Extent.WHOLE:
        seeds.append(every.cone())
    if question.until_end:
        seeds += [mask for mask, _ in whole.table.final]
    product, known = marked.seen_by_clocks(whole, _NOTHING), _NOTHING
    cone = cone_of(product, seeds, keep=KEPT)
    while True:
        bits = every.bits_near(cone)
        numbers = every.seen_in(cone | bits).numbers()
        seen = SeenByClocks(numbers, cone)
        if seen == known:
            return slice_product(product, [cone], keep=KEPT)
        known = seen
        product = marked.seen_by_clocks(whole, known)
        cone = cone_of(product, [*seeds, bits, cone], keep=KEPT)


def _owed_near(every: Clocks, question: TimeQuestion) -> int:
    """Return the fields that tell whether the duties that a question names are owed."""
    asked = 0
    for watched in every.duties:
        events = (slot.event.activities for slot in question.slots)
        if any(watched.duty.activity in names for names in events):
            asked |= watched.asked
    return asked


def _owed(question: TimeQuestion, product: Product, explored: Exploration) -> Flags:
    owed = np.zeros(len(explored), np.bool_)
    for state in product.field.values:
        if state == OWED:
            owed[explored.where(*product.cube(state))] = True
    if question.until_end:
        owed[explored.ends()] = False
    return owed
