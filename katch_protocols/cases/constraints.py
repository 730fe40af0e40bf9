"""Sentences about people, made ready for a live case.

Separation and binding of duty, ``only X does A`` and ``A with ROLE`` are looked up in
the whole chart: what a sub-protocol says of itself holds wherever it is inlined.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart as build_chart
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.conditions import And, Condition, Happened, InState, Not, Or
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    Different,
    OnlyDoes,
    SamePerson,
    Sentence,
    TakesPart,
)
from katch_protocols.semantics.events import (
    Event,
    UndefinedError,
    find_doing,
    find_event,
    found_in,
)
from katch_protocols.sentences.safeguards import print_safeguard

__all__ = ["Constraint", "ConstraintKind", "find_constraints"]


class ConstraintKind(Enum):
    """What a sentence asks of those who act."""

    ONLY = "only"
    WITH = "with"
    APART = "apart"
    AGENCIES_APART = "agencies apart"
    SAME = "same"


@dataclass(frozen=True, eq=False)
class Constraint:
    """One sentence: ``event`` is A, ``other`` is B, ``off`` its documented exception.

    ``actors`` are those of ``only X does A``, or the one role of ``A with ROLE``.
    ``waived`` is the instant until which a waiver sets it aside.
    """

    safeguard: Id
    sentence: str
    kind: ConstraintKind
    event: Event
    other: Event | None = None
    off: Event | None = None
    actors: tuple[Id, ...] = ()
    where: Condition | None = None
    waived: datetime | None = None


def find_constraints(chart: Chart, handbook: Handbook) -> tuple[Constraint, ...]:
    """Return every sentence about people that binds a chart, or one inlined in it.

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
    return constraint.kind, *events, constraint.actors, where


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


def _constraint(chart: Chart, name: Id, rule: Sentence) -> Constraint | None:
    match rule:
        case OnlyDoes():
            kind, actors, other = ConstraintKind.ONLY, rule.actors, None
        case TakesPart():
            kind, actors, other = ConstraintKind.WITH, (rule.role,), None
        case Different():
            apart = (
                ConstraintKind.AGENCIES_APART if rule.agencies else ConstraintKind.APART
            )
            kind, actors, other = apart, (), find_doing(chart, rule.other)
        case SamePerson():
            kind, actors, other = ConstraintKind.SAME, (), find_doing(chart, rule.other)
        case _:
            return None
    return Constraint(
        name,
        print_safeguard(rule),
        kind,
        find_doing(chart, rule.event),
        other,
        None if rule.unless is None else find_event(chart, rule.unless),
        actors,
        None if rule.where is None else found_in(chart, rule.where),
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

    def _event(self, event: Event) -> Event:
        names = (self.inner.nodes[node].name for node in event.nodes)
        return replace(
            event,
            activities=frozenset(f"{self.prefix}.{name}" for name in event.activities),
            nodes=frozenset(self.outer.by_name[f"{self.prefix}.{n}"] for n in names),
        )


def _prefixed(condition: Condition, prefix: str) -> Condition:
    match condition:
        case InState(state=state):
            return InState(state=f"{prefix}.{state}")
        case Happened(activity=activity):
            return Happened(activity=f"{prefix}.{activity}")
        case Not(inner=inner):
            return Not(inner=_prefixed(inner, prefix))
        case And(parts=parts):
            return And(parts=tuple(_prefixed(each, prefix) for each in parts))
        case Or(parts=parts):
            return Or(parts=tuple(_prefixed(each, prefix) for each in parts))
        case _:
            return condition
