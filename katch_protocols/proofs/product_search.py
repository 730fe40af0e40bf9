"""Explore the product of a protocol and an automaton, and tell the cases found."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.proofs.abstraction.slice_walk import walk
from katch_protocols.proofs.abstraction.slicing import slice_product
from katch_protocols.proofs.automata.product_automaton import Product, Watcher, watch
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import CaseStep, Counterexample, Reason
from katch_protocols.semantics.case_step import find_row
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "Search",
    "Seen",
    "explore_slice",
    "explored_product",
    "replay",
    "retold",
    "seen_product",
    "told",
]


def replay(table: Table, rows: tuple[Row, ...]) -> tuple[int, ...]:
    """Return the words after each row, from the start of a case."""
    words, word = [], table.initial
    for row in rows:
        word = row.after(word)
        words.append(word)
    return tuple(words)


def retold(story: Counterexample, table: Table) -> Counterexample:
    """Return the same case in the rows and words of the protocol's own table.

    Each step is taken as a live case would take it, so a case that is not legal cannot
    be told.

    Raises:
        ActivityRefusedError: The case is not one of the protocol.
    """
    rows: list[Row] = []
    words: list[int] = []
    word = table.initial
    for row in story.rows:
        found = _own_row(table, word, row)
        word = found.after(word)
        rows.append(found)
        words.append(word)
    steps = told(table, rows, words)
    return replace(story, rows=tuple(rows), words=tuple(words), steps=steps)


def _own_row(table: Table, word: int, row: Row) -> Row:
    """Return the row of the table that a step of a case is.

    Where a step could be two, an error that has its own finding, it is the one that was
    declared where the step was.
    """
    for own in table.by_step.get((row.activity, row.records), ()):
        if own.node == row.node and own.applies(word):
            return own
    return find_row(table, word, row.activity, dict(row.records))


def told(
    table: Table, rows: Sequence[Row], words: Sequence[int]
) -> tuple[CaseStep, ...]:
    """Return rows, and the words after each, as people tell them."""
    return tuple(_step(table, *pair) for pair in zip(rows, words, strict=True))


def _step(table: Table, row: Row, word: int) -> CaseStep:
    by = () if row.entry is None else row.entry.act.raci.by
    states = table.configuration(word).states
    return CaseStep(row.activity, by, dict(row.records), states)


class Search(Struct, frozen=True, dict=True):
    """A product, its slice explored, and the table that it was made of."""

    table: Table
    product: Product
    explored: Exploration

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {id(row): n for n, row in enumerate(self.product.table.rows)}

    def first(self, cubes: Iterable[Cube]) -> int | None:
        """Return the earliest configuration inside one of the cubes."""
        return self.explored.earliest(cubes)

    def rows(self, index: int) -> tuple[Row, ...]:
        """Return a shortest case to a configuration, as rows of the whole table."""
        path = self.explored.path(index)
        return tuple(self.product.base[self._positions[id(row)]] for row in path)

    def case(
        self,
        index: int,
        reason: Reason,
        *,
        then: Row | None = None,
        after: bool = False,
    ) -> Counterexample:
        """Return a shortest case to a configuration, and ``then`` one step more.

        The last step decides; with ``after`` what never comes after it.
        """
        rows = self.rows(index) if then is None else (*self.rows(index), then)
        deciding = len(rows) if after else max(0, len(rows) - 1)
        return Counterexample(rows, replay(self.table, rows), deciding, reason)

    def applies(self, row: Row, state: str) -> int | None:
        """Return the earliest configuration in which a row of the product applies.

        Only those count in which the automaton is in ``state``.
        """
        mask, match = self.product.cube(state)
        if (row.match ^ match) & row.mask & mask:
            return None
        return self.first([(row.mask | mask, row.match | match)])


def explored_product(
    study: ProofSession,
    watcher: Watcher,
    *,
    seeds: Iterable[int] = (),
    keep: str | None = None,
    goals: Callable[[Product], Sequence[Cube]] = lambda _: (),
) -> Search:
    """Watch a protocol, slice the product to what the question sees, and explore it.

    Args:
        study: the protocol.
        watcher: the automaton and what it reads; its own field is always seen.
        seeds: masks of other fields that the question sees.
        keep: a letter whose rows stay in the slice.
        goals: the cubes at the first of which the exploration stops.
    """
    return seen_product(study, watcher, seeds=seeds, keep=keep, goals=goals).search()


class Seen(Struct, frozen=True):
    """A sliced product of one of the study's tables, not explored yet."""

    study: ProofSession
    table: Table
    product: Product
    until: Sequence[Cube]

    def search(self) -> Search:
        """Explore it."""
        explored = explore_slice(self.study, self.table, self.product, until=self.until)
        return Search(self.table, self.product, explored)

    @property
    def is_vast(self) -> bool:
        """Whether it is known to have more configurations than are looked at."""
        product = self.product
        return self.study.outgrows(self.table, product.cone & ~product.field.mask)


def seen_product(
    study: ProofSession,
    watcher: Watcher,
    *,
    seeds: Iterable[int] = (),
    keep: str | None = None,
    goals: Callable[[Product], Sequence[Cube]] = lambda _: (),
) -> Seen:
    """Return what ``explored_product`` explores."""
    table = study.table_for(watcher.asks)
    whole = watch(table, watcher)
    seen = [whole.field.mask, *seeds] if study.sliced else [-1]
    product = slice_product(whole, seen, keep=keep)
    return Seen(study, table, product, goals(product))


def explore_slice(
    study: ProofSession,
    table: Table,
    product: Product,
    *,
    limit: int | None = None,
    until: Sequence[Cube] = (),
) -> Exploration:
    """Explore a sliced product of one of the study's tables.

    By the graph of the slice, if that is small enough to be kept; else by itself.
    """
    most = study.limit if limit is None else min(limit, study.limit)
    graph = study.graph(table, product.cone & ~product.field.mask)
    if graph is not None and graph.holds(product):
        return walk(graph, product, limit=most, until=until)
    return explore(product.table, limit=most, until=until)
