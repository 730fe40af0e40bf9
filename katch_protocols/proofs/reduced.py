"""Soundness of a protocol too wide to explore: by its reduced graph."""

from katch_protocols.charts.chart import Chart
from katch_protocols.proofs.reduction.stubborn_sets import Reduced, reduce
from katch_protocols.proofs.soundness import GOOD, Soundness
from katch_protocols.proofs.verdicts import Counterexample, Reason, Verdict
from katch_protocols.semantics.case_step import blocks, end_cubes
from katch_protocols.semantics.compile import compile_chart

__all__ = ["prove_reduced"]


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
    ended = {n for n, word in enumerate(graph.words) if table.is_final(word)}
    bad = set(graph.lost(end_cubes(table, GOOD))) - ended.union(lost)
    trap = _story(graph, lost, None) if lost else None
    bad_trap = _story(graph, tuple(sorted(bad)), "only-adverse") if bad else None
    stuck = tuple(blocks(table, trap.words[-1])) if trap and trap.words else ()
    verdict = Verdict.BROKEN if trap or bad_trap else Verdict.HOLDS
    return Soundness(verdict, found, trap, bad_trap, stuck)


def _story(graph: Reduced, lost: tuple[int, ...], code: str | None) -> Counterexample:
    """Return the first case into a word that is lost; a dead end if there is one."""
    dead = [index for index in lost if not graph.steps[index]]
    rows, words = graph.path(dead[0] if dead else lost[0])
    reason = Reason(code or ("dead-end" if dead else "livelock"))
    return Counterexample(rows, words, len(rows), reason, shortest=False)
