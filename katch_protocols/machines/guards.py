"""Guards: what must hold for a transition, as callables of ``transitions``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from transitions import EventData

from katch_protocols.charts.chart import Chart
from katch_protocols.machines.configurations import active, is_complete
from katch_protocols.machines.model import CaseModel, case_of
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
from katch_protocols.model.documents import UNKNOWN

__all__ = ["Complete", "Holds", "Papers", "Stated"]


@dataclass(frozen=True)
class Holds:
    """Whether a condition is true; where it is neither true nor false, it is not."""

    chart: Chart
    condition: Condition

    def __call__(self, event: EventData) -> bool:
        """Ask the model of the event."""
        return self._truth(self.condition, case_of(event)) is True

    def _truth(self, term: Condition, model: CaseModel) -> bool | None:
        match term:
            case FactIs() | FactKnown():
                return _fact(term, model.facts.get(term.fact, UNKNOWN))
            case HasDocument():
                return term.document in model.documents
            case Happened():
                return term.activity in model.happened
            case InState():
                return self._is_in(term.state, model)
            case Not():
                inner = self._truth(term.inner, model)
                return None if inner is None else not inner
            case And() | Or():
                return self._joined(term, model)
            case _:
                assert_never(term)

    def _is_in(self, name: str, model: CaseModel) -> bool:
        node = self.chart.node(name)
        return not node.lines and node.index in active(self.chart, model.state)

    def _joined(self, term: And | Or, model: CaseModel) -> bool | None:
        """Let one part decide; else one that is neither leaves it open (Kleene)."""
        truths = [self._truth(part, model) for part in term.parts]
        decisive = isinstance(term, Or)
        if decisive in truths:
            return decisive
        return None if None in truths else not decisive


def _fact(term: FactIs | FactKnown, value: str) -> bool | None:
    if isinstance(term, FactKnown):
        return (value != UNKNOWN) is term.known
    if value == UNKNOWN:
        return None
    return (value in term.values) is not term.negated


@dataclass(frozen=True)
class Papers:
    """Whether the documents that an activity needs exist."""

    needs: tuple[str, ...]

    def __call__(self, event: EventData) -> bool:
        """Ask the model of the event."""
        return case_of(event).documents.issuperset(self.needs)


@dataclass(frozen=True)
class Stated:
    """Whether the actor states each recorded fact, with one of its values.

    An event without ``records`` only asks whether the activity is possible.
    """

    values: Mapping[str, tuple[str, ...]]

    def __call__(self, event: EventData) -> bool:
        """Ask the ``records`` of the event."""
        records = event.kwargs.get("records")
        if records is None:
            return True
        return records.keys() == self.values.keys() and all(
            value in self.values[fact] for fact, value in records.items()
        )


@dataclass(frozen=True)
class Complete:
    """Whether a composite or parallel state is complete."""

    chart: Chart
    node: int

    def __call__(self, event: EventData) -> bool:
        """Ask the model of the event."""
        nodes = active(self.chart, case_of(event).state)
        return self.node in nodes and is_complete(self.chart, self.node, nodes)
