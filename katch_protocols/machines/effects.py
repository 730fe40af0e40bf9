"""What an activity changes besides the state, as a callable of ``transitions``."""

from dataclasses import dataclass

from transitions import EventData

from katch_protocols.charts.chart import Entry
from katch_protocols.machines.model import case_of
from katch_protocols.model.documents import UNKNOWN

__all__ = ["Change"]


@dataclass(frozen=True)
class Change:
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
