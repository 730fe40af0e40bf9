"""Sentences that a live case enforces, made ready for it.

Sentences about people and ``A at least D after B`` are looked up in the whole chart:
what a sub-protocol says of itself holds wherever it is inlined.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart as build_chart
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind, names_held
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    AboutPeople,
    AtLeastAfter,
    Enforced,
    Enforcement,
    SafeguardRule,
)
from katch_protocols.semantics.events import (
    ChartEvent,
    UndefinedError,
    find_any,
    find_doing,
    find_event,
    found_in,
)
from katch_protocols.sentences.mentions import Mention, renamed
from katch_protocols.sentences.text import print_safeguard

__all__ = ["Constraint", "find_constraints"]


@dataclass(frozen=True, eq=False)
class Constraint:
    """One sentence: ``event`` is A, ``other`` is B, ``off`` its documented exceptions.

    ``actors`` are those of ``only X does A``, or the one role of ``A with ROLE``.
    ``least`` is how long A comes after B at least. ``waived`` is the instant until
    which a waiver sets it aside.
    """

    safeguard: Id
    sentence: str
    kind: Enforcement
    event: ChartEvent
    other: ChartEvent | None = None
    off: ChartEvent | None = None
    actors: tuple[Id, ...] = ()
    where: Condition | None = None
    least: Duration | None = None
    waived: datetime | None = None


def find_constraints(chart: Chart, handbook: Handbook) -> tuple[Constraint, ...]:
    """Return every enforced sentence that binds a chart, or one inlined in it.

    Raises:
        UnknownNameError: A sentence names something that the protocol does not have.
    """
    found = list(_own(chart, handbook))
    for node in chart.nodes:
        if node.running is not None:
            inner = build_chart(handbook.protocols[node.running], handbook)
            inlined = _Inlined(node.name, inner, chart)
            found += map(inlined.constraint, _own(inner, handbook))
    return tuple(
        {_meaning(constraint): constraint for constraint in reversed(found)}.values()
    )[::-1]


def _meaning(constraint: Constraint) -> tuple[object, ...]:
    """Return what a sentence asks; the same is asked once, as the outermost asks it."""
    events = [
        (event.activities, event.nodes) if event is not None else None
        for event in (constraint.event, constraint.other, constraint.off)
    ]
    where = None if constraint.where is None else constraint.where.model_dump_json()
    return constraint.kind, *events, constraint.actors, where, constraint.least


def _own(chart: Chart, handbook: Handbook) -> Iterator[Constraint]:
    waivers = chart.protocol.waivers
    calendar = HandbookCalendar.of(handbook)
    for name, safeguard in binding_safeguards(chart, handbook).items():
        try:
            constraint = _constraint(chart, name, safeguard.rule)
        except UndefinedError as missing:
            raise UnknownNameError(
                "event", missing.name, missing.candidates
            ) from missing
        if constraint is None:
            continue
        if name in waivers:
            constraint = replace(
                constraint, waived=calendar.midnight_after(waivers[name].until)
            )
        yield constraint


def _constraint(chart: Chart, name: Id, rule: SafeguardRule) -> Constraint | None:
    if not isinstance(rule, Enforced):
        return None
    find = find_doing if isinstance(rule, AboutPeople) else find_event
    names = names_held(rule, NameKind.EVENT, but="unless")
    event, *others = (find(chart, name) for name in names)
    return Constraint(
        name,
        print_safeguard(rule),
        rule.enforcement,
        event,
        next(iter(others), None),
        find_any(chart, rule.unless) if rule.unless else None,
        rule.parties if isinstance(rule, AboutPeople) else (),
        None if rule.where is None else found_in(chart, rule.where),
        rule.least if isinstance(rule, AtLeastAfter) else None,
    )


@dataclass(frozen=True)
class _Inlined:
    """Carries the sentence of an inlined protocol to the chart that it runs in."""

    prefix: str
    inner: Chart
    outer: Chart

    def constraint(self, constraint: Constraint) -> Constraint:
        """Return the sentence with the names of the outer chart."""
        return replace(
            constraint,
            event=self._event(constraint.event),
            other=None if constraint.other is None else self._event(constraint.other),
            off=None if constraint.off is None else self._event(constraint.off),
            where=None
            if constraint.where is None
            else _prefixed(constraint.where, self.prefix),
        )

    def _event(self, event: ChartEvent) -> ChartEvent:
        names = (self.inner.nodes[node].name for node in event.nodes)
        return replace(
            event,
            activities=frozenset(f"{self.prefix}.{name}" for name in event.activities),
            nodes=frozenset(self.outer.by_name[f"{self.prefix}.{n}"] for n in names),
        )


def _prefixed(condition: Condition, prefix: str) -> Condition:
    def renaming(mention: Mention) -> str:
        is_inner = mention.kind in {NameKind.STATE, NameKind.ACTIVITY}
        return f"{prefix}.{mention.name}" if is_inner else mention.name

    return renamed(condition, renaming)
