"""The sentences that a live case enforces, with the instants of their waivers."""

from datetime import datetime

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.enforced import EnforcedSentence, find_enforced

__all__ = ["Constraint", "find_constraints"]


class Constraint(EnforcedSentence, frozen=True, eq=False):
    """One sentence; ``waived`` is the instant until which a waiver sets it aside."""

    waived: datetime | None = None


def find_constraints(chart: Chart, handbook: Handbook) -> tuple[Constraint, ...]:
    """Return every enforced sentence that binds a chart, or one inlined in it.

    Raises:
        UnknownNameError: A sentence names something that the protocol does not have.
    """
    calendar = HandbookCalendar.of(handbook)

    def ready(sentence: EnforcedSentence) -> Constraint:
        parts = {each: getattr(sentence, each) for each in sentence.__struct_fields__}
        until = sentence.waived_until
        waived = None if until is None else calendar.midnight_after(until)
        return Constraint(**parts, waived=waived)

    return tuple(map(ready, find_enforced(chart, handbook)))
