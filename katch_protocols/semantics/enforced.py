"""The sentences that a live case enforces, with what their names mean in a chart.

Sentences about people and ``A at least D after B`` are looked up in the whole chart:
what a sub-protocol says of itself holds wherever it is inlined.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

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
from katch_protocols.sentences.text import print_condition, print_safeguard

__all__ = ["EnforcedSentence", "find_enforced"]


class EnforcedSentence(Struct, frozen=True, eq=False):
    """One sentence: ``event`` is A, ``other`` is B, ``off`` its documented exceptions.

    ``actors`` are those of ``only X does A``, or the one role of ``A with ROLE``.
    ``least`` is how long A comes after B at least. ``waived_until`` is the last day on
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
    waived_until: date | None = None

    def to_json(self, chart: Chart) -> dict[str, Any]:
        """Return it as plain data; ``docs/reference/table.md`` explains it."""
        return {
            "safeguard": self.safeguard,
            "sentence": self.sentence,
            "kind": str(self.kind),
            "event": _parts(chart, self.event),
            "other": _parts(chart, self.other),
            "unless": _parts(chart, self.off),
            "where": None if self.where is None else print_condition(self.where),
            "actors": list(self.actors),
            "least": None if self.least is None else str(self.least),
            "waived_until": None
            if self.waived_until is None
            else self.waived_until.isoformat(),
        }


def _parts(chart: Chart, event: ChartEvent | None) -> dict[str, Any] | None:
    """Return the activities and the states of which each is the event."""
    if event is None:
        return None
    states = [chart.nodes[node].name for node in sorted(event.nodes)]
    return {"activities": sorted(event.activities), "states": states}


def find_enforced(chart: Chart, handbook: Handbook) -> tuple[EnforcedSentence, ...]:
    """Return every enforced sentence that binds a chart, or one inlined in it.

    Raises:
        UnknownNameError: A sentence names something that the protocol does not have.
    """
    found = list(_own(chart, handbook))
    for node in chart.nodes:
        if node.running is not None:
            inner = build_chart(handbook.protocols[node.running], handbook)
            inlined = _Inlined(node.name, inner, chart)
            found += map(inlined.sentence, _own(inner, handbook))
    return tuple(
        {_meaning(sentence): sentence for sentence in reversed(found)}.values()
    )[::-1]


def _meaning(sentence: EnforcedSentence) -> tuple[object, ...]:
    """Return what a sentence asks; the same is asked once, as the outermost asks it."""
    events = [
        (event.activities, event.nodes) if event is not None else None
        for event in (sentence.event, sentence.other, sentence.off)
    ]
    where = None if sentence.where is None else sentence.where.model_dump_json()
    return sentence.kind, *events, sentence.actors, where, sentence.least


def _own(chart: Chart, handbook: Handbook) -> Iterator[EnforcedSentence]:
    waivers = chart.protocol.waivers
    for name, safeguard in binding_safeguards(chart, handbook).items():
        try:
            sentence = _sentence(chart, name, safeguard.rule)
        except UndefinedError as missing:
            raise UnknownNameError(
                "event", missing.name, missing.candidates
            ) from missing
        if sentence is None:
            continue
        if name in waivers:
            sentence = replace(sentence, waived_until=waivers[name].until)
        yield sentence


def _sentence(chart: Chart, name: Id, rule: SafeguardRule) -> EnforcedSentence | None:
    if not isinstance(rule, Enforced):
        return None
    find = find_doing if isinstance(rule, AboutPeople) else find_event
    names = names_held(rule, NameKind.EVENT, but="unless")
    event, *others = (find(chart, name) for name in names)
    return EnforcedSentence(
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


class _Inlined(Struct, frozen=True):
    """Carries the sentence of an inlined protocol to the chart that it runs in."""

    prefix: str
    inner: Chart
    outer: Chart

    def sentence(self, sentence: EnforcedSentence) -> EnforcedSentence:
        """Return the sentence with the names of the outer chart."""
        return replace(
            sentence,
            event=self._event(sentence.event),
            other=None if sentence.other is None else self._event(sentence.other),
            off=None if sentence.off is None else self._event(sentence.off),
            where=None
            if sentence.where is None
            else _prefixed(sentence.where, self.prefix),
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
