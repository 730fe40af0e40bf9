"""Sentences about people, made ready for a live case.

Separation and binding of duty, ``only X does A`` and ``A with ROLE`` are looked up in
the whole chart: what a sub-protocol says of itself holds wherever it is inlined.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from katch_protocols.cases.instants import Calendar
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

__all__ = ["Limit", "LimitKind", "find_limits"]


class LimitKind(Enum):
    """What a sentence asks of those who act."""

    ONLY = "only"
    WITH = "with"
    APART = "apart"
    AGENCIES_APART = "agencies apart"
    SAME = "same"


@dataclass(frozen=True, eq=False)
class Limit:
    """One sentence: ``event`` is A, ``other`` is B, ``off`` its documented exception.

    ``actors`` are those of ``only X does A``, or the one role of ``A with ROLE``.
    ``waived`` is the instant until which a waiver sets it aside.
    """

    safeguard: Id
    sentence: str
    kind: LimitKind
    event: Event
    other: Event | None = None
    off: Event | None = None
    actors: tuple[Id, ...] = ()
    where: Condition | None = None
    waived: datetime | None = None


def find_limits(chart: Chart, handbook: Handbook) -> tuple[Limit, ...]:
    """Return every sentence about people that binds a chart, or one inlined in it.

    Raises:
        UnknownNameError: A sentence names something that the protocol does not have.
    """
    found = list(_own(chart, handbook))
    for node in chart.nodes:
        if node.running is not None:
            inner = build_chart(handbook.protocols[node.running], handbook)
            move = _Move(node.name, inner, chart)
            found += map(move.limit, _own(inner, handbook))
    return tuple({_meaning(limit): limit for limit in reversed(found)}.values())[::-1]


def _meaning(limit: Limit) -> tuple[object, ...]:
    """Return what a sentence asks; the same is asked once, as the outermost asks it."""
    events = [
        (event.activities, event.nodes) if event is not None else None
        for event in (limit.event, limit.other, limit.off)
    ]
    where = None if limit.where is None else limit.where.model_dump_json()
    return limit.kind, *events, limit.actors, where


def _own(chart: Chart, handbook: Handbook) -> Iterator[Limit]:
    waivers = chart.protocol.waivers
    calendar = Calendar.of(handbook)
    for name, safeguard in binding_safeguards(chart, handbook).items():
        try:
            limit = _limit(chart, name, safeguard.rule)
        except UndefinedError as missing:
            raise UnknownNameError(
                "event", missing.name, missing.candidates
            ) from missing
        if limit is None:
            continue
        if name in waivers:
            limit = replace(limit, waived=calendar.midnight_after(waivers[name].until))
        yield limit


def _limit(chart: Chart, name: Id, rule: Sentence) -> Limit | None:
    match rule:
        case OnlyDoes():
            kind, actors, other = LimitKind.ONLY, rule.actors, None
        case TakesPart():
            kind, actors, other = LimitKind.WITH, (rule.role,), None
        case Different():
            apart = LimitKind.AGENCIES_APART if rule.agencies else LimitKind.APART
            kind, actors, other = apart, (), find_doing(chart, rule.other)
        case SamePerson():
            kind, actors, other = LimitKind.SAME, (), find_doing(chart, rule.other)
        case _:
            return None
    return Limit(
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
class _Move:
    """Carries the sentence of an inlined protocol to the chart that it runs in."""

    prefix: str
    inner: Chart
    outer: Chart

    def limit(self, limit: Limit) -> Limit:
        """Return the sentence with the names of the outer chart."""
        return replace(
            limit,
            event=self._event(limit.event),
            other=None if limit.other is None else self._event(limit.other),
            off=None if limit.off is None else self._event(limit.off),
            where=None if limit.where is None else _prefixed(limit.where, self.prefix),
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
