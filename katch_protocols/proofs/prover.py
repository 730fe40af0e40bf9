"""Prove a sentence over every case, or find a shortest case that breaks it."""

from katch_protocols.charts.chart import Chart
from katch_protocols.model.safeguards.every_case_has import EveryCaseHas
from katch_protocols.model.safeguards.never import Never
from katch_protocols.proofs.endings import end_cubes
from katch_protocols.proofs.kinds.pattern import Pattern
from katch_protocols.proofs.kinds.registry import Watchable, pattern
from katch_protocols.proofs.replaying import replay
from katch_protocols.proofs.slicing import slice_product
from katch_protocols.proofs.verdicts import Answer, Counterexample, Reason, Verdict
from katch_protocols.proofs.watching import BROKEN, Product, watch
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Table

__all__ = ["prove_watchable"]


def prove_watchable(rule: Watchable, chart: Chart, *, limit: int) -> Answer:
    """Prove a sentence whose breach is seen in one case; shortest breach first.

    Explores the product of the sentence's slice and its automaton, breadth first.

    Raises:
        UndefinedError: A name of the sentence means nothing in the chart.
    """
    found = pattern(rule, chart)
    table = compile_chart(chart, found.asks)
    whole = watch(table, found.automaton, found.slots)
    ends = _bad_ends(whole, found)
    broken = [whole.cube(BROKEN)] if BROKEN in found.automaton.states else []
    seeds = [whole.field.mask]
    if ends or found.trigger is None:
        seeds += [mask for mask, _ in end_cubes(table, found.outcomes)]
    product = slice_product(whole, seeds, keep=found.trigger)
    explored = explore(product.table, limit=limit, until=[*broken, *ends])
    index = _first(explored, [*broken, *ends])
    if index is not None:
        story = _counterexample(product, explored, index, table, ends=ends)
        return Answer(Verdict.BROKEN, len(explored), story)
    if not explored.exhausted:
        return Answer(Verdict.NOT_EXHAUSTED, len(explored))
    if _is_vacuous(rule, found, product, explored):
        return Answer(Verdict.VACUOUS, len(explored))
    return Answer(Verdict.HOLDS, len(explored))


def _bad_ends(product: Product, found: Pattern) -> list[Cube]:
    """Return the cubes in which a case is complete and still owes something."""
    cubes = []
    for mask, match in end_cubes(product.table, found.outcomes):
        for state in sorted(found.automaton.owing):
            owing = product.cube(state)
            cubes.append((mask | owing[0], match | owing[1]))
    return cubes


def _first(explored: Exploration, cubes: list[Cube]) -> int | None:
    """Return the earliest configuration inside one of the cubes."""
    found = [int(places[0]) for cube in cubes if len(places := explored.where(*cube))]
    return min(found, default=None)


def _counterexample(
    product: Product,
    explored: Exploration,
    index: int,
    table: Table,
    *,
    ends: list[Cube],
) -> Counterexample:
    position = {id(row): n for n, row in enumerate(product.table.rows)}
    rows = tuple(product.base[position[id(row)]] for row in explored.path(index))
    word = explored.word(index)
    at_end = any(word & mask == match for mask, match in ends)
    code = "never-came" if at_end else "happened"
    deciding = len(rows) if at_end else len(rows) - 1
    return Counterexample(rows, replay(table, rows), deciding, Reason(code))


def _is_vacuous(
    rule: Watchable, found: Pattern, product: Product, explored: Exploration
) -> bool:
    """Whether what would trigger the sentence never happens in any case."""
    if isinstance(rule, Never):
        return False
    if isinstance(rule, EveryCaseHas):
        cubes = end_cubes(product.table, found.outcomes)
        return not any(len(explored.where(*cube)) for cube in cubes)
    if found.trigger in product.started:
        return False
    return not any(
        fired and found.trigger in letters
        for fired, letters in zip(explored.fired, product.read, strict=True)
    )
