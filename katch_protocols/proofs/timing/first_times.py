"""How long it can take from the start of a case to the first of something."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.in_use import InUse
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, Safeguard
from katch_protocols.proofs.automata.labelling import Slot, first_letters
from katch_protocols.proofs.kept.answers import KeptAnswer
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.measure_nouns import BestCase, Span, WorstCase
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import TimeQuestion
from katch_protocols.proofs.timing.timed_sentences import from_to
from katch_protocols.proofs.timing.times import best_case, longest, worst_case
from katch_protocols.proofs.timing.unclocked import Unclocked
from katch_protocols.semantics.events import (
    ChartEvent,
    UndefinedError,
    find_event,
)
from katch_protocols.semantics.explore import DEFAULT_LIMIT

__all__ = ["FirstTimes", "LatestTime", "exceptions_of", "latest_times", "timed_rules"]

Exceptions = Sequence[tuple[str, ...]]


def timed_rules(bound: Mapping[str, Safeguard]) -> Mapping[str, AfterThen]:
    """Return the sentences that set a time, by the name of the safeguard."""
    return {
        name: each.rule
        for name, each in bound.items()
        if isinstance(each.rule, AfterThen) and each.rule.within is not None
    }


def exceptions_of(rules: Iterable[AfterThen]) -> Exceptions:
    """Return the exceptions of the sentences that set a time, each once."""
    found = (rule.unless for rule in rules)
    return tuple(dict.fromkeys(unless for unless in found if unless))


class LatestTime(NamedTuple):
    """How many minutes after the start something comes at the latest, if bounded.

    ``unless``: events after which it no longer holds; empty where it always does.
    ``is_asked``: it was looked for; it is not where a protocol is too large.
    """

    minutes: int | None
    unless: tuple[str, ...] = ()
    is_asked: bool = True


class FirstTimes(Struct, frozen=True, dict=True):
    """Times first events of one protocol; under exceptions where there is no bound."""

    study: ProofSession

    @cached_property
    def start(self) -> str:
        """Where a case begins: the state that is entered first."""
        table = self.study.table
        return self.study.chart.nodes[table.entered[-1]].name

    def span(self, name: str, event: ChartEvent, exceptions: Exceptions) -> Span:
        """Return the time from the start to the first ``event``, both ways.

        ``best`` is over all cases, ``worst`` under the first exception that gives a
        bound, where there is none without.
        """
        told = self._told(event)
        if told is not None:
            return Span(self.start, name, told, BestCase(0), milestone=name)
        question = self._first((), event)
        stage = set_stage(self.study, question, Extent.WHOLE)
        best = best_case(stage)
        worst = None if self._unclocked.is_met(question) else longest(stage)
        if worst is None or worst.minutes is None:
            for unless, excepted in self._excepted(event, exceptions):
                return Span(self.start, name, excepted, best, unless, milestone=name)
        return Span(self.start, name, worst or longest(stage), best, milestone=name)

    def latest(self, event: ChartEvent, exceptions: Exceptions) -> LatestTime:
        """Return the longest time alone: far less is looked at for it.

        No minutes: nothing bounds it.
        """
        unless: tuple[str, ...] = ()
        found = self._told(event) or self._bounded(unless, event)
        if found is None:
            excepted = self._excepted(event, exceptions)
            unless, found = next(excepted, (unless, None))
        return LatestTime(None if found is None else found.minutes, unless)

    def _told(self, event: ChartEvent) -> WorstCase | None:
        """Return no time, for what the start of a case brings."""
        at_once = first_letters(self.study.table, (Slot("b", event),))
        return WorstCase(0) if at_once else None

    def _excepted(
        self, event: ChartEvent, exceptions: Exceptions
    ) -> Iterator[tuple[tuple[str, ...], WorstCase]]:
        for unless in exceptions:
            try:
                found = self._bounded(unless, event)
            except UndefinedError:
                continue  # a rule of the check says so
            if found is not None and found.asked:
                yield unless, found

    def _bounded(self, unless: tuple[str, ...], event: ChartEvent) -> WorstCase | None:
        """Return the longest time under an exception, if it has a bound."""
        question = self._first(unless, event)
        if self._unclocked.is_met(question):
            return None
        found = worst_case(self.study, question)
        return None if found.minutes is None else found

    @cached_property
    def _unclocked(self) -> Unclocked:
        return Unclocked(self.study)

    def _first(self, unless: tuple[str, ...], event: ChartEvent) -> TimeQuestion:
        """Return the question how long the first coming of an event can be owed."""
        rule = AfterThen(event=self.start, later=self.start, unless=unless)
        moves = {("quiet", "a"): "owed", ("owed", "b"): "met"}
        return from_to(SlotReader(rule, self.study), rule.event, event, moves)


_asked = InUse[FirstTimes](1)
"""The protocol that was asked about last: of one the times are asked in a row."""


def latest_times(
    chart: Chart,
    handbook: Handbook,
    names: Sequence[str],
    *,
    excepted: bool = True,
    limit: int = DEFAULT_LIMIT,
) -> Mapping[str, LatestTime]:
    """Return when each of some events comes at the latest, after the start of a case.

    If every deadline is kept; where nothing bounds it in every case, in those without
    an exception of the protocol's own timed sentences, which is named, unless they are
    not to be ``excepted``. No minutes: no deadline bounds it, or it is not asked, for
    the protocol is too large.

    Raises:
        UndefinedError: A name means nothing in the protocol.
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    world, bound = world_of(chart, handbook, None), binding_safeguards(chart, handbook)
    exceptions = exceptions_of(timed_rules(bound).values()) if excepted else ()
    found: dict[str, LatestTime] = {}
    for name in names:
        answer = KeptAnswer(world, "latest", name, exceptions, limit)
        told = answer.find()
        if told is not None:
            unless, is_asked = tuple(told["unless"]), told.get("asked", True)
            found[name] = LatestTime(told["minutes"], unless, is_asked)
            continue
        times = _asked.of(
            (world,),
            lambda: FirstTimes(ProofSession(world.chart, world.holders, limit)),
            limit,
        )
        found[name] = _latest(times, name, exceptions)
        minutes, unless, is_asked = found[name]
        answer.put({"minutes": minutes, "unless": [*unless], "asked": is_asked})
    return found


def _latest(times: FirstTimes, name: str, exceptions: Exceptions) -> LatestTime:
    if times.study.is_vast:
        return LatestTime(None, is_asked=False)
    return times.latest(find_event(times.study.chart, name), exceptions)
