"""The sentences ``after A then B within D`` of a protocol, as a run follows them."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.semantics.events import (
    ChartEvent,
    UndefinedError,
    find_event,
    found_in,
)

__all__ = ["TimedSentence", "timed_sentences"]


class TimedSentence(Struct, frozen=True):
    """A sentence: after ``first``, ``later`` comes ``within`` a time.

    Attributes:
        name: Its id.
        where: What must hold for an A to count, with full names.
        off: What it does not bind after; ``None``: it has no exception.
    """

    name: Id
    within: Duration
    first: ChartEvent
    later: ChartEvent
    where: Condition | None = None
    off: ChartEvent | None = None


def timed_sentences(chart: Chart, handbook: Handbook) -> Iterator[TimedSentence]:
    """Yield each of a protocol; one whose names mean nothing is a finding elsewhere."""
    for name, safeguard in binding_safeguards(chart, handbook).items():
        rule = safeguard.rule
        if isinstance(rule, AfterThen) and rule.within is not None:
            try:
                found = _found(name, rule, rule.within, chart)
            except UndefinedError:
                continue  # a rule of the check says so
            yield found


def _found(name: Id, rule: AfterThen, within: Duration, chart: Chart) -> TimedSentence:
    offs = [find_event(chart, each) for each in rule.unless]
    off = ChartEvent(
        "",
        frozenset().union(*(each.activities for each in offs)),
        frozenset().union(*(each.nodes for each in offs)),
    )
    return TimedSentence(
        name,
        within,
        find_event(chart, rule.event),
        find_event(chart, rule.later),
        None if rule.where is None else found_in(chart, rule.where),
        off if offs else None,
    )
