"""What a protocol means for one child, in numbers: best and worst over all cases."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards.after_then import AfterThen
from katch_protocols.proofs.events import Event, UndefinedError, find_event
from katch_protocols.proofs.kinds.pattern import Reader
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.timing.counting import Range, count
from katch_protocols.proofs.timing.meeting import child_roles, meetings
from katch_protocols.proofs.timing.question import from_to
from katch_protocols.proofs.timing.times import (
    BestCase,
    WorstCase,
    worst_and_best,
)
from katch_protocols.semantics.explore import DEFAULT_LIMIT
from katch_protocols.semantics.table import Row

__all__ = ["Measures", "Milestones", "Span", "measure"]

Resting = tuple[int, ...]
"""The resting states of a configuration, in document order."""


@dataclass(frozen=True)
class Milestones:
    """By which names of a handbook the measures know what they count.

    ``interviewing``: the qualification that every interview of the child demands.
    ``functions``: what a milestone is called, and the function of the activities that
    reach it.
    """

    interviewing: Id = "child_interviewing"
    functions: Mapping[str, Id] = field(
        default_factory=lambda: {
            "safe_place": "interim_placement",
            "school": "education",
        }
    )


@dataclass(frozen=True)
class Span:
    """The longest and shortest time from one event to another.

    ``unless``: only cases in which this did not happen before.
    """

    start: str
    end: str
    worst: WorstCase
    best: BestCase
    unless: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the span as plain data; hours are ``null`` where there is no bound."""
        best = self.best.minutes
        return {
            "from": self.start,
            "to": self.end,
            "unless": self.unless,
            "best_hours": None if best is None else best / 60,
            **self.worst.to_json(),
        }


@dataclass(frozen=True)
class Measures:
    """The numbers of one protocol; ``None``: too large to be counted.

    ``handoffs`` are the different ones of all cases, ``handoffs_a_case`` those that one
    case meets; ``agencies`` those that meet the child in one case.
    """

    protocol: Id
    interviews: Range | None
    handoffs: int | None
    handoffs_a_case: Range | None
    agencies: Range | None
    times: tuple[Span, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the numbers as plain data, as ``katch measures`` prints them."""
        return {
            "protocol": self.protocol,
            "handoffs": self.handoffs,
            "handoffs_a_case": _plain(self.handoffs_a_case),
            "interviews": _plain(self.interviews),
            "agencies": _plain(self.agencies),
            "times": [span.to_json() for span in self.times],
        }


def _plain(found: Range | None) -> dict[str, int | None] | None:
    return None if found is None else found.to_json()


def measure(
    chart: Chart,
    handbook: Handbook,
    *,
    milestones: Milestones | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Measures:
    """Measure what a protocol means for one child.

    An interview is an activity whose ``qualified`` names the interviewing
    qualification. An agency meets the child in an activity in which the child takes
    part or is consulted, and in an interview. Times are those from the start to each
    milestone, and those of every sentence ``after A then B within``.

    Args:
        chart: the protocol.
        handbook: the handbook that it belongs to.
        milestones: by which names the handbook speaks of these things.
        limit: how many configurations are looked at for one number.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    found = _Measuring(
        Study(chart, Holders(handbook), limit), milestones or Milestones()
    )
    handoffs, a_case = found.handoffs()
    return Measures(
        chart.protocol.id,
        found.interviews(),
        handoffs,
        a_case,
        meetings(found.study, found.meets),
        tuple(found.times()),
    )


@dataclass(frozen=True)
class _Measuring:
    study: Study
    milestones: Milestones

    @property
    def chart(self) -> Chart:
        return self.study.chart

    def is_interview(self, row: Row) -> bool:
        return row.entry is not None and (
            self.milestones.interviewing in row.entry.act.qualified
        )

    def meets(self, row: Row) -> bool:
        if row.entry is None:
            return False
        raci = row.entry.act.raci
        children = child_roles(self.study)
        taking_part = {*raci.together_with, *raci.consult, *raci.by}
        return self.is_interview(row) or not children.isdisjoint(taking_part)

    def interviews(self) -> Range | None:
        counted = count(self.study, lambda *_: 1, self.is_interview, ())
        return None if counted is None else counted.range()

    def handoffs(self) -> tuple[int | None, Range | None]:
        table = self.study.table
        seeds = [
            table.fields[place[0]].mask
            for node in self.chart.nodes
            if node.kind is NodeKind.ATOMIC and node.held_by is not None
            if (place := table.layout.place(node.index)) is not None
        ]
        seen: dict[tuple[str, Id, Id], None] = {}
        resting = cache(self._resting)

        @cache
        def passing(row: int, was: Resting, now: Resting) -> int:
            base = table.rows[row]
            pairs = tuple(self._pairs(base, was, now))
            seen.update(dict.fromkeys((base.activity, *pair) for pair in pairs))
            return int(bool(pairs))

        positions = {id(row): n for n, row in enumerate(table.rows)}

        def counting(row: Row, before: int, after: int) -> int:
            return passing(positions[id(row)], resting(before), resting(after))

        counted = count(self.study, counting, self._moves, seeds)
        if counted is None:
            return None, None
        found = counted.range()
        return len(seen), found

    def _moves(self, row: Row) -> bool:
        return row.entry is not None and bool(row.entered)

    def _resting(self, word: int) -> Resting:
        nodes = self.chart.nodes
        return tuple(
            node
            for node in self.study.table.active(word)
            if nodes[node].kind is NodeKind.ATOMIC
        )

    def _pairs(self, row: Row, was: Resting, now: Resting) -> Iterator[tuple[Id, Id]]:
        """Yield the agencies between which a step moves the case."""
        for source in was:
            if row.node not in (source, *self.chart.ancestors(source)):
                continue
            for target in now:
                if source not in now and target not in was:
                    yield from self._differing(source, target)

    def _differing(self, source: int, target: int) -> Iterator[tuple[Id, Id]]:
        one, other = self.chart.nodes[source].held_by, self.chart.nodes[target].held_by
        if one is None or other is None or one == other:
            return
        for sender in self._agencies(one):
            for receiver in self._agencies(other):
                if sender != receiver:
                    yield sender, receiver

    def _agencies(self, role: Id) -> tuple[Id, ...]:
        found = self.study.holders.handbook.roles.get(role)
        return () if found is None else found.agencies

    def times(self) -> Iterator[Span]:
        first = self.chart.nodes[self.study.table.entered[0]].name
        for name, function in self.milestones.functions.items():
            performs = self._performs(function)
            if any(performs(row) for row in self.study.table.rows):
                event = Event(name, only=performs)
                yield self._span(AfterThen(event=first, later=first), event, name)
        for safeguard in self.chart.safeguards.values():
            rule = safeguard.rule
            if not isinstance(rule, AfterThen) or rule.within is None:
                continue
            try:
                event = find_event(self.chart, rule.later)
                yield self._span(rule, event, rule.later)
            except UndefinedError:
                continue

    def _performs(self, function: Id) -> Callable[[Row], bool]:
        return lambda row: row.entry is not None and row.entry.function == function

    def _span(self, rule: AfterThen, event: Event, name: str) -> Span:
        question = from_to(Reader(rule, self.study), rule.event, event)
        worst, best = worst_and_best(self.study, question)
        return Span(rule.event, name, worst, best, rule.unless)
