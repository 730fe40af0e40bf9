"""Prove that a clock of a sentence never runs longer than its limit."""

from functools import cached_property
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.due_days import DueDays
from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.automata.product_automaton import is_read
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.time_sums import Spent, duration_of
from katch_protocols.proofs.timing.label_search import latest_label
from katch_protocols.proofs.timing.replay import (
    Timed,
    Walk,
    resting,
    walk_along,
    walk_of,
)
from katch_protocols.proofs.timing.timed_exploration import (
    Extent,
    lacking_field,
    set_stage,
)
from katch_protocols.proofs.timing.timed_product import Stage, TimeQuestion
from katch_protocols.proofs.timing.worst_labels import (
    TimeLabel,
    TimeLabels,
    TooManyLabelsError,
)
from katch_protocols.proofs.timing.zones import MAX_ZONES, Zones, is_exact
from katch_protocols.proofs.verdicts import Answer, Counterexample, Reason, Verdict

__all__ = ["prove_bound", "prove_nearly"]

ROUNDS = 64
"""How often a near look is widened by what stops a case that seems too late."""

TRIES = 32
"""How many ways that seem to take too long are tried before one is given up."""

MAX_SHORTENING = 2_000
"""How many zones are looked at for a shorter case than the one that is known."""

MAX_TELLING = 50_000
"""How many configurations are looked at for no more than the time that is told."""

_PROVED = frozenset({Verdict.HOLDS, Verdict.VACUOUS})


def prove_bound(study: ProofSession, question: TimeQuestion, limit: Duration) -> Answer:
    """Prove that what a question asks for comes in time if every deadline is kept.

    First with the clocks that the question's own slice shows, then with all, where that
    changes the verdict or the longest time. A protocol too wide for that is looked at
    from near, which may prove but not refute; its longest time may be too long.

    Raises:
        BoundError: Deadlines count from too many events.
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    spans = Spans.of(study.holders.handbook, study.chart.protocol)

    answer = Answer(Verdict.NOT_EXHAUSTED)
    for sight in (Extent.SLICE, Extent.WHOLE):
        judge = _Judge(set_stage(study, question, sight), limit, spans)
        if not judge.is_seen:
            if answer.verdict is Verdict.BROKEN:
                return answer
            unseen = replace(answer, configurations=len(judge.stage.explored))
            return prove_nearly(study, question, limit) or unseen
        answer = _nearer(answer, judge.answer())
        if sight is Extent.WHOLE:
            answer = judge.exactly(answer)
        elif judge.overstates(answer):
            if len(judge.stage.explored) > MAX_TELLING:
                return answer  # with all clocks there are no fewer
            return _told_exactly(study, question, answer, limit, spans)
        if _is_settled(answer):
            break
    return answer


def _told_exactly(
    study: ProofSession,
    question: TimeQuestion,
    proved: Answer,
    limit: Duration,
    spans: Spans,
) -> Answer:
    """Return a proof with the longest time as all clocks allow it, if it can be seen.

    The verdict stands as it is: with more clocks a case takes less time, never more.
    """
    stage = set_stage(study, question, Extent.WHOLE, at_most=MAX_TELLING)
    answer = _Judge(stage, limit, spans).answer()
    is_seen = answer.verdict is Verdict.HOLDS
    return replace(proved, reason=answer.reason) if is_seen else proved


def _is_settled(answer: Answer) -> bool:
    """Whether to look further changes nothing: a breach is a shortest one."""
    story = answer.counterexample
    return answer.verdict is not Verdict.NOT_EXHAUSTED and (
        story is None or story.shortest
    )


def _nearer(one: Answer, other: Answer) -> Answer:
    """Return the later answer, unless it tells no shorter breach than the first."""
    story, new = one.counterexample, other.counterexample
    if story is None or (new is not None and len(new.rows) < len(story.rows)):
        return other
    if new is not None and new.shortest:
        return other
    return one


def prove_nearly(
    study: ProofSession, question: TimeQuestion, limit: Duration
) -> Answer | None:
    """Return a proof from near; of a seeming breach, what stops it is seen as well.

    Localization reduction, as in ``proofs/loosely.py``. A breach that nothing stops is
    no answer: clocks that are not seen may stop it.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    spans = Spans.of(study.holders.handbook, study.chart.protocol)
    besides = 0
    for _ in range(ROUNDS):
        stage = set_stage(study, question, Extent.NEAR, besides=besides)
        judge = _Judge(stage, limit, spans)
        answer = judge.answer()
        if answer.verdict in _PROVED:
            return answer
        story = answer.counterexample
        lacking = 0 if story is None else lacking_field(judge.stage, story.rows)
        if not lacking:
            return None
        besides |= lacking
    return None


def _untriggered(stage: Stage) -> Verdict:
    """Nothing is ever owed: it comes with the step that asks for it, or never asks."""
    asks = is_read(stage.product, stage.explored, "a")
    return Verdict.HOLDS if asks else Verdict.VACUOUS


class _Judge(Struct, frozen=True, dict=True):
    """Judges one stage, under the spans of the protocol's calendar."""

    stage: Stage
    limit: Duration
    spans: Spans

    @cached_property
    def most(self) -> int:
        """The limit at its shortest, in minutes."""
        return self.spans.shortest(self.limit)

    @property
    def is_seen(self) -> bool:
        """Whether every configuration of the stage was looked at."""
        return self.stage.explored.exhausted

    def answer(self) -> Answer:
        """Return what the labels say: proved, refuted or in doubt."""
        size = len(self.stage.explored)
        if not self.is_seen:
            return Answer(Verdict.NOT_EXHAUSTED, size)
        if not self.stage.triggered:
            return Answer(_untriggered(self.stage), size)
        try:
            return self._judged(size)
        except TooManyLabelsError:
            return Answer(Verdict.NOT_EXHAUSTED, size, reason=Reason("many-ways"))

    def _judged(self, size: int) -> Answer:
        latest = self._latest
        if latest is None:
            return Answer(Verdict.HOLDS, size)
        if latest.due > self.most:
            return self._late(size)
        timed = walk_of(self.stage, latest).loosely()
        if timed.minutes is None or timed.minutes > self.most:
            # What is as long as the limit, in the same words, is not longer than it.
            return Answer(Verdict.HOLDS, size, reason=self._in_limit())
        return Answer(Verdict.HOLDS, size, reason=self._reckoned("in-time", timed))

    @cached_property
    def _latest(self) -> TimeLabel | None:
        """The latest label, or the first that is later than the limit."""
        return latest_label(self._labels, beyond=self.most)

    def overstates(self, answer: Answer) -> bool:
        """Tell whether the longest time of a proof may be shorter with every clock."""
        spent = None if answer.reason is None else answer.reason.spent
        if answer.verdict is not Verdict.HOLDS or spent is None or not spent.minutes:
            return False
        stage, latest = self.stage, self._latest
        if latest is None or stage.sees_every_clock:
            return False
        strict = walk_of(stage, latest).strictly()
        return strict is None or strict.minutes != spent.minutes

    @property
    def _labels(self) -> TimeLabels:
        return TimeLabels(self.stage, self.limit, self.most)

    def _in_limit(self) -> Reason:
        return Reason("in-time", spent=self._spent())

    def _late(self, size: int) -> Answer:
        """Return the shortest case that is seen to be late, or the doubt."""
        late = islice(self._labels.by_length(beyond=self.most), TRIES)
        fewest, doubtful = next(late)
        for steps, label in chain([(fewest, doubtful)], late):
            story = self._told(walk_of(self.stage, label))
            if story is not None:
                story = replace(story, shortest=steps == fewest)
                return Answer(Verdict.BROKEN, size, story)
        return Answer(Verdict.NOT_EXHAUSTED, size, reason=self._doubt(doubtful))

    def exactly(self, doubt: Answer) -> Answer:
        """Return what the zones decide of a doubt, or of a shorter case; if they can.

        Zones know every late case, by its length.
        """
        stage, known = self.stage, doubt.counterexample
        if _is_settled(doubt) or not is_exact(stage.chart, stage.table.layout.resumed):
            return doubt
        below = None if known is None else len(known.rows)
        most = MAX_ZONES if known is None else MAX_SHORTENING
        decided, zone = Zones(stage, self.most).late(below=below, at_most=most)
        if not decided:
            return doubt
        if zone is None:
            return self._settled(doubt)
        walk = walk_along(stage, zone.rows(), zone.origin(), zone.overdue_after())
        story = self._told(walk)
        if story is None:
            return doubt
        # Zones do not know that two limits of the same words are one span.
        story = replace(story, shortest=not self._meets)
        return _nearer(doubt, Answer(Verdict.BROKEN, doubt.configurations, story))

    @property
    def _meets(self) -> bool:
        clocks = self.stage.every_clock.clocks
        return any(
            clock.limit == self.limit and clock.least < clock.most for clock in clocks
        )

    def _settled(self, doubt: Answer) -> Answer:
        """Return the answer where there is no late case, or none that is shorter."""
        if doubt.counterexample is None:
            return replace(doubt, verdict=Verdict.HOLDS, reason=self._in_limit())
        story = replace(doubt.counterexample, shortest=True)
        return replace(doubt, counterexample=story)

    def _told(self, walk: Walk) -> Counterexample | None:
        """Return the case of a walk, if it can be gone and takes too long."""
        timed = walk.strictly(self.limit, self.most)
        if timed is None or (timed.minutes is not None and timed.minutes <= self.most):
            return None
        if timed.minutes is not None and not self._is_late_on_some_day(timed):
            return None
        reason = self._reason(walk, walk.strictly() or timed)
        return Counterexample(walk.base, walk.words[1:], len(walk.rows), reason)

    def _is_late_on_some_day(self, timed: Timed) -> bool:
        """Tell whether a sum is longer than the limit from some day on which it begins.

        What takes longest and the limit at its shortest may never begin together. A
        wait that must pass is not looked at: then the spans alone speak.
        """
        parts = tuple(part.limit for part in timed.parts)
        if any(part.minutes < 0 for part in timed.parts):
            return True
        if not any(part.most is not None for part in timed.parts):
            return True
        return DueDays(self.spans, parts, self.limit, timed.ahead).is_ever_late()

    def _reason(self, walk: Walk, timed: Timed) -> Reason:
        if timed.minutes is not None:
            return self._reckoned("too-late", timed)
        if self.stage.table.is_final(walk.words[-1]):
            return Reason("never-came", spent=self._spent())
        facts = {"states": ", ".join(resting(self.stage, walk.words[-1]))}
        return Reason("no-deadline", facts, self._spent())

    def _doubt(self, label: TimeLabel) -> Reason:
        """Say that the clocks interplay in a way that is not decided."""
        timed = walk_of(self.stage, label).loosely()
        return self._reckoned("time-not-decided", timed)

    def _spent(self) -> Spent:
        return Spent(self.limit, duration_of(self.most))

    def _reckoned(self, code: str, timed: Timed) -> Reason:
        spent = replace(self._spent(), minutes=timed.minutes, parts=timed.parts)
        return Reason(code, spent=spent)
