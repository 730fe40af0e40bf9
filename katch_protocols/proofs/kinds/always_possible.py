"""``A is always possible``: no case ever stands where A cannot happen any more."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import look
from katch_protocols.charts.starts import START
from katch_protocols.model.safeguards import AlwaysPossible
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.product_automaton import (
    OFF,
    Automaton,
    Product,
    watch,
)
from katch_protocols.proofs.futures import Flags, futures
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.product_search import seen_product
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Answer, Reason, Verdict
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.layout import Field
from katch_protocols.semantics.table import Row, Table

__all__ = ["prove_always_possible", "prove_always_possible_widely"]


def prove_always_possible(rule: AlwaysPossible, study: ProofSession) -> Answer:
    """Prove ``A is always possible`` over the graph of configurations, backwards.

    Computation tree logic: from every configuration that is not an end (and in which
    the exception did not happen), a step that reads A can be reached.
    """
    reader = SlotReader(rule, study)
    watcher = reader.watcher(Automaton(("open",), {}), [reader.first(rule.event)])
    seeds = [mask for mask, _ in _ends(study.table)]
    seen = seen_product(study, watcher, seeds=seeds, keep="a")
    excused = _excused(rule, seen.product)
    if _never_binds(seen.product.table, excused):
        return Answer(Verdict.VACUOUS, 1)
    search = seen.search()
    if not search.explored.exhausted:
        return Answer(Verdict.NOT_EXHAUSTED, len(search.explored))
    graph = futures(search.explored)
    reads = [n for n, letters in enumerate(search.product.read) if "a" in letters]
    lost = ~graph.can_reach(graph.sources_of(reads))
    for cube in excused:
        lost[search.explored.where(*cube)] = False
    places = np.flatnonzero(lost)
    if not len(places):
        return Answer(Verdict.HOLDS, len(search.explored))
    story = search.case(int(places[0]), Reason("never-again"))
    return Answer(Verdict.BROKEN, len(search.explored), story)


MAX_SEEN = 20_000
"""How many configurations of the part that is seen are looked at, each time."""

MAX_ROUNDS = 32
"""How often a field is added to what is seen."""


def prove_always_possible_widely(rule: AlwaysPossible, study: ProofSession) -> Answer:
    """Prove ``A is always possible`` on the part of a protocol that bears on it.

    It may prove and never refutes: the answer holds, or nothing is claimed.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    reader = SlotReader(rule, study)
    watcher = reader.watcher(Automaton(("open",), {}), [reader.first(rule.event)])
    product = watch(study.table_for(watcher.asks), watcher)
    excused = _excused(rule, product)
    if _never_binds(product.table, excused):
        return Answer(Verdict.VACUOUS, 1)
    seen = product.field.mask | _first(product)
    for mask, _ in _ends(product.table):
        seen |= mask
    size = 0
    for _ in range(MAX_ROUNDS):
        part = _Part(product, seen, min(study.limit, MAX_SEEN))
        size = len(part.explored)
        if not part.explored.exhausted:
            break
        lost = part.lost(excused)
        if not lost.any():
            return Answer(Verdict.HOLDS, size)
        lacking = part.lacking(lost)
        if not lacking:
            break
        seen |= lacking
    return Answer(Verdict.NOT_EXHAUSTED, size, reason=Reason("too-wide"))


def _ends(table: Table) -> tuple[Cube, ...]:
    return end_cubes(table, frozenset(Outcome))


def _excused(rule: AlwaysPossible, product: Product) -> tuple[Cube, ...]:
    """Return where A need not be possible: a case is over, excepted, or not begun."""
    table = product.table
    found = list(_ends(table))
    if rule.unless:
        found.append(product.cube(OFF))
    before = table.chart.by_name.get(START)
    if before is not None:
        layout = table.layout
        field = layout.fields[layout.regions[0]]
        found.append((field.mask, layout.codes[before] << field.shift))
    return tuple(found)


def _never_binds(table: Table, excused: Sequence[Cube]) -> bool:
    """Tell whether every case is excused as it begins, and so for ever."""
    first = table.initial
    begins = (r for r in table.rows if r.activity == START and r.applies(first))
    words = [row.after(first) for row in begins] or [first]
    return all(any(word & mask == match for mask, match in excused) for word in words)


def _first(product: Product) -> int:
    """Return what the step that reads A and asks about least asks about."""
    masks = [row.mask for row, read in _rows(product) if "a" in read]
    return min(masks, key=int.bit_count, default=0)


def _rows(product: Product) -> Sequence[tuple[Row, tuple[str, ...]]]:
    return tuple(zip(product.table.rows, product.read, strict=True))


class _Step(Struct, frozen=True):
    """A row as the part sees it; ``hidden`` is what it asks about besides."""

    row: Row
    hidden: int
    reads: bool


class _Part:
    """The seen fields of a product: all that may happen, and what must be possible."""

    def __init__(self, product: Product, seen: int, limit: int) -> None:
        self.product, self.seen = product, seen
        found: dict[tuple[int, ...], _Step] = {}
        for row, read in _rows(product):
            small = replace(
                row,
                mask=row.mask & seen,
                match=row.match & seen,
                clear=row.clear & seen,
                set=row.set & seen,
            )
            step = _Step(small, row.mask & ~seen, "a" in read)
            looks = small.mask, small.match, small.clear, small.set
            found.setdefault((*looks, step.hidden, step.reads), step)
        self.steps = tuple(found.values())
        moving = tuple(step.row for step in self.steps if step.row.clear)
        initial = product.table.initial & seen
        table = replace(product.table, initial=initial, rows=moving, by_step={})
        self.explored: Exploration = explore(table, limit=limit)

    def lost(self, excused: Sequence[Cube]) -> Flags:
        """Return where A need not be possible any more, and no end is."""
        found = self.explored
        good = np.zeros(len(found), np.bool_)
        moves, held = [], 0
        for step in self.steps:
            if step.hidden:
                continue
            look(held)
            places, words = found.successors(step.row)
            if step.reads:
                good[places] = True
            elif step.row.clear:
                moves.append((places, found.find(words)))
                held += 16 * len(places)
        size = -1
        while size != (size := int(good.sum())):
            look(held)
            for places, targets in moves:
                good[places] |= good[targets]
        for cube in excused:
            good[found.where(*cube)] = True
        return ~good

    def lacking(self, lost: Flags) -> int:
        """Return a field that a step asks about which may lead out of what is lost."""
        hidden = 0
        for step in self.steps:
            if not step.hidden:
                continue
            places, words = self.explored.successors(step.row)
            stays = lost[self.explored.find(words)] if step.row.clear else lost[places]
            if (lost[places] & (~stays | step.reads)).any():
                hidden |= step.hidden
        fields = [one for one in self.product.table.fields if one.mask & hidden]
        return min(fields, key=_place).mask if fields else 0


def _place(field: Field) -> int:
    return field.shift
