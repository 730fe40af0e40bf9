"""Soundness: every case can still end, and end well; nothing is there in vain.

Classical soundness of workflow nets, over the full semantics: the option to complete,
no dead part, no livelock. Everything is read off the graph of all configurations.
"""

from collections.abc import Iterable, Iterator
from itertools import starmap

import numpy as np
from msgspec import Struct

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.charts.starts import START
from katch_protocols.model.states import GOOD_ENDS, Outcome
from katch_protocols.proofs.futures import Flags, Futures, futures
from katch_protocols.proofs.product_search import replay
from katch_protocols.proofs.stubborn_sets import Reduced, reduce
from katch_protocols.proofs.verdicts import Counterexample, Reason, Verdict
from katch_protocols.semantics.arrays import Places
from katch_protocols.semantics.case_step import BlockedActivity, blocks, end_cubes
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.cubes import Cube, standing
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.table import Table

__all__ = ["GOOD", "Idle", "Soundness", "prove_reduced", "prove_soundness"]


GOOD = GOOD_ENDS | {Outcome.TRANSFERRED, Outcome.NOT_APPLICABLE}
"""The outcomes with which a case ends well."""


class Idle(Struct, frozen=True):
    """What never occurs in any case: full names, in document order.

    ``lines`` are choice lines as (choice, position from 0).
    """

    states: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()
    outcomes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.states or self.activities or self.lines or self.outcomes)


class Soundness(Struct, frozen=True):
    """The verdict on one protocol, what stands behind it, what is idle.

    ``trap`` is a shortest case after which no end can be reached (``blocks`` says what
    stands in the way: empty where the case moves on for ever); ``bad_trap`` one after
    which every case can still end, and only in an adverse end.
    """

    verdict: Verdict
    configurations: int
    trap: Counterexample | None = None
    bad_trap: Counterexample | None = None
    blocks: tuple[BlockedActivity, ...] = ()
    idle: Idle = Idle()


def prove_soundness(explored: Exploration) -> Soundness:
    """Prove that every configuration can still reach an end, and a good one.

    Shortest traps first. Where not every configuration was found the verdict is
    ``not-exhausted``; nothing is claimed then.
    """
    table = explored.table
    if not explored.exhausted:
        return Soundness(Verdict.NOT_EXHAUSTED, len(explored))
    graph = futures(explored)
    ends = explored.ends()
    ending = graph.can_reach(ends)
    good = graph.can_reach(_good_ends(table, explored))
    trap, stuck = _trap(explored, graph, ~ending)
    # A case that has ended is not judged: an adverse end may be declared. Nor is one
    # that has not begun: it is nowhere yet. Whoever mends what never ends gives it an
    # end, which may be a good one.
    bad = ~good & ~graph.can_reach(np.flatnonzero(~ending))
    bad[ends] = False
    for cube in _before(table):
        bad[explored.where(*cube)] = False
    bad_trap, _ = _trap(explored, graph, bad, code="only-adverse")
    idle = _idle(table, explored)
    sound = trap is None and bad_trap is None and not idle
    return Soundness(
        Verdict.HOLDS if sound else Verdict.BROKEN,
        len(explored),
        trap,
        bad_trap,
        stuck,
        idle,
    )


def _good_ends(table: Table, explored: Exploration) -> Places:
    found = [explored.where(*cube) for cube in end_cubes(table, GOOD)]
    return np.concatenate(found) if found else np.empty(0, np.int64)


def _trap(
    explored: Exploration, graph: Futures, lost: Flags, code: str | None = None
) -> tuple[Counterexample | None, tuple[BlockedActivity, ...]]:
    """Return a shortest case into a configuration that is lost.

    Where one of the lost configurations is a dead end, a shortest case to that; where a
    case that is lost moves on for ever, to where it meets what is never possible again.
    Both say more than the step with which the case was lost.
    """
    places = np.flatnonzero(lost)
    if not len(places):
        return None, ()
    moving = np.zeros(len(explored), np.bool_)
    moving[graph.sources] = True
    dead = places[~moving[places]]
    index = int(dead[0] if len(dead) else places[0])
    if code is None and not len(dead):
        index = _blocked(explored, graph, index)
    rows = explored.path(index)
    reason = Reason(code or ("dead-end" if len(dead) else "livelock"))
    story = Counterexample(rows, replay(explored.table, rows), len(rows), reason)
    return story, tuple(blocks(explored.table, explored.word(index)))


def _blocked(explored: Exploration, graph: Futures, lost: int) -> int:
    """Return where a case that is lost first meets what it can never do again.

    A way on of an active state that is not possible there, nor in anything that can
    follow; where there is none, ``lost`` itself.
    """
    table, onward = explored.table, graph.comes_from(lost)
    possible = {
        (entry.activity, table.chart.nodes[entry.node].name)
        for index in graph.rows_after(onward).tolist()
        if (entry := table.rows[index].entry) is not None
    }
    blocked = [
        standing(table.layout, entry.node)
        for entry in table.chart.entries
        if entry.goal is not None
        if (entry.activity, table.chart.nodes[entry.node].name) not in possible
    ]
    meets = [places[onward[places]] for places in starmap(explored.where, blocked)]
    return min((int(found[0]) for found in meets if len(found)), default=lost)


def _before(table: Table) -> Iterator[Cube]:
    """Yield where a case is that is opened and has not begun, if cases are opened."""
    start = table.chart.by_name.get(START)
    if start is not None:
        yield standing(table.layout, start)


def _idle(table: Table, explored: Exploration) -> Idle:
    chart = table.chart
    fired = [row for row, here in zip(table.rows, explored.fired, strict=True) if here]
    entered = {node for row in fired for node in row.entered}.union(table.entered)
    lines = {line for row in fired for line in row.lines}
    happened = {row.activity for row in fired}
    states = [node for node in chart.nodes[1:] if node.index not in entered]
    timers = [timer.name for node in chart.nodes for timer in node.timers]
    known = [*chart.activities, *timers]
    ends = {chart.nodes[child].outcome for child in chart.root.children} - {None}
    reached = {
        chart.nodes[child].outcome
        for child in chart.root.children
        if chart.nodes[child].kind is NodeKind.FINAL and child in entered
    }
    return Idle(
        tuple(node.name for node in states),
        tuple(name for name in known if name not in happened),
        tuple(_unused_lines(table, entered, lines)),
        tuple(sorted(str(outcome) for outcome in ends - reached)),
    )


def _unused_lines(
    table: Table, entered: set[int], lines: set[tuple[int, int]]
) -> Iterator[tuple[str, int]]:
    for node in table.chart.nodes:
        if node.index not in entered:
            continue
        for position in range(len(node.lines)):
            if (node.index, position) not in lines and node.index not in {
                choice for choice, _ in _at_start(table)
            }:
                yield node.name, position


def _at_start(table: Table) -> Iterator[tuple[int, int]]:
    """Yield the choices that a case passes as it starts; their lines are not judged."""
    for node in table.entered:
        if table.chart.nodes[node].kind is NodeKind.CHOICE:
            yield node, 0


def prove_reduced(chart: Chart, *, limit: int) -> Soundness:
    """Prove that every case can still end, and end well, from the reduced graph.

    What never occurs is not judged: the reduced graph leaves steps out on purpose. The
    trap is a shortest one of the reduced graph, not always of all cases.
    """
    table = compile_chart(chart, folded=False)
    graph = reduce(table, limit=limit)
    found = len(graph.words)
    if not graph.exhausted or table.endless:
        return Soundness(Verdict.NOT_EXHAUSTED, found)
    lost = graph.lost(table.final)
    trap = _story(graph, lost, None) if lost else None
    stuck = tuple(blocks(table, trap.words[-1])) if trap and trap.words else ()
    bad = _only_adverse(table, graph)
    if not bad and not lost and _may_end_badly(table, graph):
        graph = reduce(table, limit=limit, ends=True)
        found = len(graph.words)
        if not graph.exhausted:
            return Soundness(Verdict.NOT_EXHAUSTED, found)
        bad = _only_adverse(table, graph)
    bad_trap = _story(graph, bad, "only-adverse") if bad else None
    verdict = Verdict.BROKEN if trap or bad_trap else Verdict.HOLDS
    return Soundness(verdict, found, trap, bad_trap, stuck)


def _may_end_badly(table: Table, graph: Reduced) -> bool:
    """Tell whether a case ends in an end that is no good one."""
    ended, well = tuple(table.final), tuple(end_cubes(table, GOOD))
    return any(_is_in(word, ended) and not _is_in(word, well) for word in graph.words)


def _only_adverse(table: Table, graph: Reduced) -> tuple[int, ...]:
    """Return the words from which every case can still end, and only badly."""
    apart = (*table.final, *_before(table))
    never_ends = graph.leading_to(graph.lost(table.final))
    return tuple(
        n
        for n in graph.lost(end_cubes(table, GOOD))
        if n not in never_ends and not _is_in(graph.words[n], apart)
    )


def _is_in(word: int, cubes: Iterable[Cube]) -> bool:
    return any(word & mask == match for mask, match in cubes)


def _story(graph: Reduced, lost: tuple[int, ...], code: str | None) -> Counterexample:
    """Return the first case into a word that is lost; a dead end if there is one."""
    dead = [index for index in lost if not graph.steps[index]]
    rows, words = graph.path(dead[0] if dead else lost[0])
    reason = Reason(code or ("dead-end" if dead else "livelock"))
    return Counterexample(rows, words, len(rows), reason, shortest=False)
