"""What must hold for a transition, and what it changes besides the state."""

from collections.abc import Mapping
from dataclasses import dataclass

from transitions import EventData

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.machines.case_model import CaseModel, active, case_of, is_complete
from katch_protocols.model.conditions import Condition
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.sentences.truth import evaluate

__all__ = [
    "ActivityEffect",
    "Complete",
    "ConditionHolds",
    "DocumentsExist",
    "FactsStated",
]


@dataclass(frozen=True)
class ConditionHolds:
    """Whether a condition is true; where it is neither true nor false, it is not."""

    chart: Chart
    condition: Condition

    def __call__(self, event: EventData) -> bool:
        """Ask the model of the event."""
        view = _ModelView(self.chart, case_of(event))
        return evaluate(self.condition, view) is True


@dataclass(frozen=True)
class _ModelView:
    """A model as a condition sees it."""

    chart: Chart
    model: CaseModel

    def fact(self, name: str) -> str:
        return self.model.facts.get(name, UNKNOWN)

    def active(self, state: str) -> bool:
        node = self.chart.node(state)
        return not node.lines and node.index in active(self.chart, self.model.state)

    def exists(self, document: str) -> bool:
        return document in self.model.documents

    def happened(self, activity: str) -> bool:
        return activity in self.model.happened


@dataclass(frozen=True)
class DocumentsExist:
    """Whether the documents that an activity needs exist."""

    needs: tuple[str, ...]

    def __call__(self, event: EventData) -> bool:
        """Ask the model of the event."""
        return case_of(event).documents.issuperset(self.needs)


@dataclass(frozen=True)
class FactsStated:
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


@dataclass(frozen=True)
class ActivityEffect:
    """Changes facts and documents, before any state is left.

    ``noted``: some condition asks whether the activity happened.
    """

    entry: Entry
    noted: bool

    def __call__(self, event: EventData) -> None:
        """Change the case of the event."""
        act, case = self.entry.act, case_of(event)
        case.facts.update({**act.sets, **event.kwargs.get("records", {})})
        case.facts.update(dict.fromkeys(act.forgets, UNKNOWN))
        case.documents.update(act.produces)
        if self.noted:
            case.happened.add(self.entry.activity)
