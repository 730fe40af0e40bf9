"""``A at least D after B``: holds, enforced by live cases, or broken.

It *holds* where the waits on every way from B to A last so long, whoever is late: no
deadline is counted on. Else a live case refuses an early A, and the sentence is
*enforced*. It is *broken* where that is not enough: the clock itself brings an early A,
or a deadline falls due that only an early A would keep.
"""

from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.due_days import DueDays
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.safeguards import AtLeastAfter
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import Automaton, is_read
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.tested import is_met
from katch_protocols.proofs.time_sums import VARYING
from katch_protocols.proofs.timing.clocks import Clock
from katch_protocols.proofs.timing.held_back import EarlyCase, EarlyZones
from katch_protocols.proofs.timing.onward import Early, read_early
from katch_protocols.proofs.timing.replay import SHORTLY, Walk, walk_along
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import OWED, Stage, TimeQuestion
from katch_protocols.proofs.timing.timed_sentences import excepted
from katch_protocols.proofs.timing.times import least_time
from katch_protocols.proofs.timing.worst_labels import TooManyLabelsError
from katch_protocols.proofs.timing.zones import is_exact
from katch_protocols.proofs.verdicts import Answer, Counterexample, Reason, Verdict
from katch_protocols.proofs.wide_proofs import is_vacuous_widely
from katch_protocols.semantics.events import find_event

__all__ = ["prove_at_least_after"]


def prove_at_least_after(rule: AtLeastAfter, study: ProofSession) -> Answer:
    """Prove ``A at least D after B``, or tell a shortest case with an early A.

    D is taken at its longest, a wait (``after``) at its shortest, a deadline that falls
    due at its shortest. Reasons: ``depends-on-when`` (people can do A early),
    ``clock-early`` (the clock brings it), ``due-early`` (only an early A would keep the
    deadline of ``state``, or of the duty ``activity``), ``waits-not-decided``.

    Raises:
        BoundError: Deadlines count from too many events.
        UndefinedError: A name of the sentence means nothing in the protocol.
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    return _WaitProof(rule, study).answer()


class _WaitProof(Struct, frozen=True, dict=True):
    rule: AtLeastAfter
    study: ProofSession

    @cached_property
    def question(self) -> TimeQuestion:
        """From each B to each A; what is A and B at once is A after the B before."""
        reader = SlotReader(self.rule, self.study)
        first = reader.first(self.rule.event, "b")
        later = Slot("a", find_event(reader.chart, self.rule.earlier))
        moves = {("quiet", "a"): OWED, (OWED, "a"): OWED}
        asked = TimeQuestion((first, later), moves, renewing=frozenset({"a"}))
        return excepted(asked, reader)

    @cached_property
    def most(self) -> int:
        """The time of the sentence at its longest, in minutes."""
        return self._spans.longest(self.rule.least)

    @property
    def _spans(self) -> Spans:
        return Spans.of(self.study.holders.handbook, self.study.chart.protocol)

    def answer(self) -> Answer:
        if self.study.is_wide:
            return self._widely()
        if not self.study.is_vast:
            near = self._from_near()
            slots = self.question.slots
            if near.verdict is Verdict.HOLDS and is_met(self.study, slots, "b"):
                return near
        return self._judged(set_stage(self.study, self.question, Extent.SLICE))

    def _judged(self, seen: Stage) -> Answer:
        """Judge what was explored."""
        size = len(seen.explored)
        if not seen.explored.exhausted:
            return self._widely()
        if not is_read(seen.product, seen.explored, "b"):
            return Answer(Verdict.VACUOUS, size)
        if _starts_early(seen):
            story = Counterexample((), (), 0, self._reason("clock-early"))
            return Answer(Verdict.BROKEN, size, story)
        if self._is_never_early(seen):
            return Answer(Verdict.HOLDS, size)
        return self._exactly(size)

    def _is_never_early(self, stage: Stage) -> bool:
        """Tell whether so much time passes on every way, however early the steps."""
        for row, letters in enumerate(stage.product.read):
            if "b" in letters and stage.explored.fired[row]:
                phases = stage.phases_of(stage.explored.applies_at(row))
                found = {read_early(stage.question, one, letters) for one in phases}
                if Early.ALWAYS in found:
                    return False
        try:
            least = least_time(stage, self.rule.least, self.most)
        except TooManyLabelsError:
            return False
        return least is None or least >= self.most

    def _exactly(self, size: int) -> Answer:
        """Return what the zones decide: whether an early A can be, and must be."""
        stage = set_stage(self.study, self.question, Extent.WHOLE)
        layout, found = stage.table.layout, None
        if stage.explored.exhausted and is_exact(stage.chart, layout.resumed):
            size, found = len(stage.explored), self._searched(stage)
        if found is not None:
            return found
        reason = self._reason("waits-not-decided")
        return Answer(Verdict.NOT_EXHAUSTED, size, reason=reason)

    def _searched(self, stage: Stage) -> Answer | None:
        """Return what the zones of a stage decide; nothing where that is too much."""
        size = len(stage.explored)
        zones = EarlyZones(stage, self.rule.least, self._spans)
        # Waits alone hold a case back: of those who are late, an A can be early too.
        loose = replace(stage, clocks=stage.clocks.waits())
        if_late = EarlyZones(loose, self.rule.least, self._spans)
        decided, early = zones.first()
        if decided and early is None:
            decided, early = if_late.first()
        if early is None:
            return Answer(Verdict.HOLDS, size) if decided else None
        forced = None
        if self._may_force(zones):
            decided, forced = zones.forced()
        if decided and forced is None and _by_clock(stage):
            decided, forced = if_late.forced()
        if forced is not None and self._is_early_on_some_day(stage, forced):
            return Answer(Verdict.BROKEN, size, self._story(stage, forced))
        if forced is not None or not decided:
            return None
        story = self._story(stage, early)
        return Answer(Verdict.ENFORCED, size, story, story.reason)

    def _may_force(self, zones: EarlyZones) -> bool:
        """Tell whether anything but people could bring an early A at all."""
        return _by_clock(zones.stage) or bool(zones.onward.lost)

    def _is_early_on_some_day(self, stage: Stage, found: EarlyCase) -> bool:
        """Tell whether a case is early from some day on which it begins.

        What waits at the shortest and the time at its longest may never begin together.
        """
        walk = walk_along(stage, found.rows, found.zone.origin())
        parts, waits = walk.awaited(found.clock), tuple[Duration, ...]()
        if found.entered_late:
            entered = walk.awaited()
            if parts is None or entered is None:
                return self._is_plain(walk)
            waits = tuple(each for each in entered if each != SHORTLY)
        elif parts is None or {each.unit for each in parts}.isdisjoint(VARYING):
            return True
        at_once = tuple(each for each in parts if each != SHORTLY)
        return any(
            DueDays(self._spans, each, self.rule.least).is_ever_early(waits)
            for each in (at_once, parts)
        )

    def _is_plain(self, walk: Walk) -> bool:
        """Tell whether the time and every wait of a case are as long on every day."""
        timers = {row.timer.limit for row in walk.base if row.timer is not None}
        return VARYING.isdisjoint(each.unit for each in (*timers, self.rule.least))

    def _story(self, stage: Stage, found: EarlyCase) -> Counterexample:
        walk = walk_along(stage, found.rows, 0)
        if found.clock is not None:
            reason, deciding = self._due(stage, found.clock), len(walk.rows)
        else:
            timed = walk.base[-1].timed
            reason = self._reason("clock-early" if timed else "depends-on-when")
            deciding = len(walk.rows) - 1
        return Counterexample(walk.base, walk.words[1:], deciding, reason)

    def _due(self, stage: Stage, clock: Clock) -> Reason:
        if clock.watched is not None:
            duty = clock.watched.duty.activity
            return self._reason("due-early", activity=duty, deadline=clock.limit)
        state = stage.chart.nodes[clock.node].name
        return self._reason("due-early", state=state, deadline=clock.limit)

    def _reason(self, code: str, **facts: str | Duration) -> Reason:
        said = {name: str(fact) for name, fact in facts.items()}
        return Reason(code, {"limit": str(self.rule.least), **said})

    def _widely(self) -> Answer:
        """Return a proof of a protocol with too many cases to look at each, if any."""
        near = self._from_near()
        if near.verdict is not Verdict.HOLDS:
            return near
        seen = Automaton(self.question.phases, self.question.moves)
        found = Pattern(seen, self.question.slots, "b")
        vacuous = is_vacuous_widely(found, self.study)
        return replace(near, verdict=Verdict.VACUOUS) if vacuous else near

    def _from_near(self) -> Answer:
        """Return that nothing comes too early where little of a protocol tells it.

        More is possible there than in any case; whether a case has an A is not asked.
        """
        stage = set_stage(self.study, self.question, Extent.NEAR)
        size = len(stage.explored)
        if (
            stage.explored.exhausted
            and not _starts_early(stage)
            and self._is_never_early(stage)
        ):
            return Answer(Verdict.HOLDS, size)
        return Answer(Verdict.NOT_EXHAUSTED, size, reason=Reason("too-wide"))


def _by_clock(stage: Stage) -> bool:
    """Tell whether the clock of the protocol itself brings an A."""
    rows = zip(stage.product.read, stage.product.base, strict=True)
    return any("b" in letters and base.timed for letters, base in rows)


def _starts_early(stage: Stage) -> bool:
    question = stage.question
    read = read_early(question, question.phases[0], stage.product.started)
    return read is not Early.NEVER
