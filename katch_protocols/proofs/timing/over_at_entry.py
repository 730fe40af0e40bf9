"""Deadlines that are over in some case before their state begins: nobody was late yet.

A deadline that counts from an earlier step runs while others still have time of their
own. Where all of them take it, the state is entered when its time is over. A proof does
not see that: it counts on every deadline being kept, and so on the earlier steps being
quicker than anybody asks of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from msgspec import Struct

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import Chart, ChartNode
from katch_protocols.charts.starts import START
from katch_protocols.errors import BoundError
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.kept.answers import KeptAnswer
from katch_protocols.proofs.kept.world import ProofWorld, world_of
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.label_search import late_labels
from katch_protocols.proofs.timing.replay import Walk, walk_of
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.timed_sentences import Besides, since_last
from katch_protocols.proofs.timing.worst_labels import TimeLabels, TooManyLabelsError
from katch_protocols.semantics.events import ChartEvent, event_of
from katch_protocols.semantics.explore import Exploration

__all__ = ["over_at_entry"]

MAX_CONFIGURATIONS = 20_000
"""So many are looked at, at most: what is told is a note, and every check asks it."""

TRIES = 32
"""How many ways that seem to come late are gone again with every clock."""


def over_at_entry(
    chart: Chart, handbook: Handbook, explore: Callable[[], Exploration]
) -> Mapping[str, int]:
    """Return what may pass, in minutes, before states whose time is over by then.

    By the name of the state, in document order: the time from where its clock starts to
    its entry, in a case in which every deadline is kept until then. Whatever is told
    can happen. Not all is found: after something is taken up again (``resume``), where
    nothing bounds the way, and with more than ``MAX_CONFIGURATIONS`` nothing is told.
    States of a protocol that is run here are asked of there. ``explore`` returns the
    configurations of the chart; it is asked only where the answer is not kept.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    others = handbook.protocols.keys() - {chart.protocol.id}
    nodes = (node for node in chart.nodes if node.home not in others)
    asked = [entry for node in nodes for entry in _asked(node)]
    if not asked:
        return {}
    world = world_of(chart, handbook, None).without_people
    answer = KeptAnswer(world, "over-at-entry")
    told = answer.find()
    if told is None:
        told = {"states": _passed(world, asked, explore())}
        answer.put(told)
    return dict(told["states"])


def _passed(
    world: ProofWorld, asked: Sequence["_EntryLimit"], explored: Exploration
) -> Mapping[str, int]:
    if not explored.exhausted or len(explored) > MAX_CONFIGURATIONS:
        return {}
    session = ProofSession(world.chart, world.holders, seen=lambda: explored)
    spans = Spans.of(world.holders.handbook, world.chart.protocol)
    times = ((each.node.name, each.passed(session, spans)) for each in asked)
    return {name: time for name, time in times if time is not None}


def _asked(node: ChartNode) -> Iterator["_EntryLimit"]:
    if node.within is not None and node.clock_start and node.name != START:
        yield _EntryLimit(node, node.within.limit, node.clock_start)


class _EntryLimit(Struct, frozen=True):
    """A state, its limit, and the event that it counts from: when is it entered?"""

    node: ChartNode
    limit: Duration
    start: str

    def passed(self, session: ProofSession, spans: Spans) -> int | None:
        """Return a time that may pass before it, if that is more than its limit."""
        asking = _EntrySearch(self, session, spans)
        if asking.is_always_in_time:
            return None
        try:
            return asking.answer()
        except (BoundError, TooManyLabelsError):
            return None


class _EntrySearch(Struct, frozen=True):
    entry: _EntryLimit
    session: ProofSession
    spans: Spans

    @property
    def is_always_in_time(self) -> bool:
        """Whether every step that leads there is in time as it is written.

        It is the event that the clock counts from, or leads out of a state whose time
        counts from that too and is no longer.
        """
        entry, chart = self.entry, self.session.chart
        most, free = self.spans.longest(entry.limit), self.session.left_freely
        started = event_of(chart, entry.start)
        bounding = frozenset(
            node.index
            for node in chart.nodes
            if node.clock_start == entry.start
            and node.within is not None
            and node.index not in free
            and self.spans.longest(node.within.limit) <= most
        )
        return all(
            started.positions(row)
            or not bounding.isdisjoint((row.node, *chart.ancestors(row.node)))
            for row in self.session.table.rows
            if entry.node.index in row.entered
        )

    def answer(self) -> int | None:
        """Look from near, where more is possible than in any case; then at cases."""
        entry = self.entry
        started = event_of(self.session.chart, entry.start)
        entered = ChartEvent.entering(entry.node.name, entry.node.index)
        question = since_last(started, entered.narrowed(Besides(started)))
        for sight in Extent:
            stage = set_stage(self.session, question, sight, at_most=MAX_CONFIGURATIONS)
            if not stage.explored.exhausted:
                return None
            late = self._late(stage)
            if sight is Extent.NEAR:
                if next(late, None) is None:
                    return None
                continue
            doubts = 0
            for walk, row in islice(late, TRIES):
                time, doubts = self._time(walk, row), doubts + 1
                if time is not None:
                    return time
            if not doubts or stage.sees_every_clock:
                return None
        return None

    def _late(self, stage: Stage) -> Iterator[tuple[Walk, int]]:
        """Yield the ways on which it seems to be entered late, with the last step."""
        most = self.spans.longest(self.entry.limit)
        rows: dict[int, list[int]] = {}
        for row in stage.answering:
            for place in stage.answered(row).tolist():
                rows.setdefault(place, []).append(row)
        entering = np.zeros(len(stage.owed), np.bool_)
        entering[list(rows)] = True
        for label in late_labels(TimeLabels(stage, cap=most + 1), most, entering):
            walk = walk_of(stage, label)
            yield from ((walk, row) for row in rows[label.place])

    def _time(self, walk: Walk, row: int) -> int | None:
        """Return how late a step may come, if that is too late by any calendar."""
        if any(step.resumed for step in walk.base):
            return None
        timed = walk.strictly(then=row)
        if timed is None or timed.minutes is None:
            return None
        least = sum(
            self.spans.shortest(part.limit)
            if part.minutes > 0
            else -self.spans.longest(part.limit)
            for part in timed.parts
        )
        most = self.spans.longest(self.entry.limit)
        return timed.minutes if min(least, timed.minutes) > most else None
