"""What some activities may change in a case, and which sentences ask for that."""

from collections.abc import Iterator
from functools import lru_cache

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind
from katch_protocols.model.safeguards import RequiresThat, SafeguardRule, WhileNever
from katch_protocols.semantics.events import find_state, found_in
from katch_protocols.semantics.table import Row
from katch_protocols.sentences.mentions import names_in

__all__ = ["asks_for_change"]


def asks_for_change(
    rule: SafeguardRule, compiled: CompiledCase, activities: frozenset[str]
) -> bool:
    """Tell whether a sentence asks of what some activities may change.

    That is a fact, a document, the state in which the case is, or what was done.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    changed = _changed(compiled, activities)
    return any(each in changed for each in _asked(rule, compiled.chart))


def _asked(rule: SafeguardRule, chart: Chart) -> Iterator[tuple[NameKind, str]]:
    """Yield the facts, documents and states that a sentence asks for."""
    found: list[Condition] = [] if rule.where is None else [rule.where]
    if isinstance(rule, RequiresThat):
        found.append(rule.condition)
    for each in found:
        yield from ((n.kind, n.name) for n in names_in(found_in(chart, each)))
    if isinstance(rule, WhileNever):
        yield NameKind.STATE, chart.nodes[find_state(chart, rule.event)].name


@lru_cache(maxsize=64)
def _changed(
    compiled: CompiledCase, activities: frozenset[str]
) -> frozenset[tuple[NameKind, str]]:
    chart, found = compiled.chart, set[tuple[NameKind, str]]()
    for row in compiled.table.rows if activities else ():
        if row.activity not in activities:
            continue
        found.add((NameKind.ACTIVITY, row.activity))
        if row.entry is not None:
            act = row.entry.act
            facts = {*dict(row.records), *act.sets, *act.forgets}
            found |= {(NameKind.FACT, name) for name in facts}
            found |= {(NameKind.DOCUMENT, name) for name in act.produces}
        nodes = {*row.entered, *_left(chart, row)}
        found |= {(NameKind.STATE, chart.nodes[each].name) for each in nodes}
    return frozenset(found)


def _left(chart: Chart, row: Row) -> Iterator[int]:
    """Yield the nodes that a step may leave."""
    around = {row.node, *chart.ancestors(row.node)}
    within = {chart.nodes[each].parent for each in row.entered}
    for node in range(len(chart.nodes) if within else 0):
        above = chart.ancestors(node)
        if within & {*above} and (node in around or row.node in above):
            yield node
