"""A safeguard's condition, with its names found in a chart."""

from collections.abc import Iterable

from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.proofs.events import UndefinedError, find_event, find_state
from katch_protocols.sentences.nearness import nearest

__all__ = ["found_in"]


def found_in(chart: Chart, condition: Condition) -> Condition:
    """Return the condition with full names, looked up from the top.

    Raises:
        UndefinedError: A name means nothing here, or several things.
    """
    match condition:
        case InState():
            name = chart.nodes[find_state(chart, condition.state)].name
            return InState(state=name)
        case Happened():
            event = find_event(chart, condition.activity)
            if event.once or event.nodes:
                raise UndefinedError(condition.activity)
            (activity,) = event.activities
            return Happened(activity=activity)
        case Not():
            return Not(inner=found_in(chart, condition.inner))
        case And():
            return And(parts=tuple(found_in(chart, one) for one in condition.parts))
        case Or():
            return Or(parts=tuple(found_in(chart, one) for one in condition.parts))
        case _:
            return _known(chart, condition)


def _known(chart: Chart, term: FactIs | FactKnown | HasDocument) -> Condition:
    if isinstance(term, HasDocument):
        if term.document not in chart.documents:
            raise UndefinedError(term.document, _near(term.document, chart.documents))
        return term
    fact = chart.facts.get(term.fact)
    if fact is None:
        raise UndefinedError(term.fact, _near(term.fact, chart.facts))
    if isinstance(term, FactIs):
        for value in term.values:
            if value not in fact.values:
                raise UndefinedError(value, tuple(fact.values))
    return term


def _near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    found = nearest(name, known)
    return () if found is None else (found,)
