"""Sentences about people, made ready for a live case.

Separation and binding of duty, ``only X does A`` and ``A with ROLE`` are looked up in
the whole chart: what a sub-protocol says of itself holds wherever it is inlined.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from katch_protocols.cases.instants import Calendar
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart as build_chart
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import AboutPeople, Enforcement, SafeguardRule
from katch_protocols.semantics.events import (
    Event,
    UndefinedError,
    find_doing,
    find_event,
    found_in,
)
from katch_protocols.sentences.mentions import Mention, renamed
from katch_protocols.sentences.safeguards import print_safeguard

__all__ = ["Limit", "find_limits"]


@dataclass(frozen=True, eq=False)
class Limit:
    """One sentence: ``event`` is A, ``other`` is B, ``off`` its documented exception.

    ``actors`` are those of ``only X does A``, or the one role of ``A with ROLE``.
    ``waived`` is the instant until which a waiver sets it aside.
    """

    safeguard: Id
    sentence: str
    kind: Enforcement
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


def _limit(chart: Chart, name: Id, rule: SafeguardRule) -> Limit | None:
    if not isinstance(rule, AboutPeople):
        return None
    event, *others = (find_doing(chart, name) for name in rule.done)
    return Limit(
        name,
        print_safeguard(rule),
        rule.enforcement,
        event,
        next(iter(others), None),
        None if rule.unless is None else find_event(chart, rule.unless),
        rule.parties,
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
    def renaming(mention: Mention) -> str:
        is_inner = mention.kind in {NameKind.STATE, NameKind.ACTIVITY}
        return f"{prefix}.{mention.name}" if is_inner else mention.name

    return renamed(condition, renaming)
