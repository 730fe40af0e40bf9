"""One case held against its protocol: the definition that every engine must equal."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from katch_protocols.cases.beginning import Beginning
from katch_protocols.cases.compiled_case import (
    CompiledCase,
    CompiledRow,
    CompiledStep,
)
from katch_protocols.cases.event import CaseEvent, Deed, EventKind
from katch_protocols.cases.instants import NEVER
from katch_protocols.cases.receiving import receivers
from katch_protocols.cases.state import CaseState, Grant
from katch_protocols.evidence.audits.answers import (
    ASPECTS,
    CODES,
    UNSURE,
    AuditAnswer,
    CaseAudit,
)
from katch_protocols.evidence.audits.clocks import BrokenDeadline, ClockPair, WaitPair
from katch_protocols.evidence.audits.common_answers import in_common
from katch_protocols.evidence.audits.explaining import MOST_EDITS, Explainer
from katch_protocols.evidence.audits.explanation import (
    ExplainedKind,
    ExplainedMove,
    Explanation,
)
from katch_protocols.evidence.audits.notes import CaseNotes
from katch_protocols.evidence.audits.people import PeopleAsked, attested_loans
from katch_protocols.evidence.audits.sentences import Touched, Watching
from katch_protocols.evidence.audits.silences import CaseSilence, Silences
from katch_protocols.evidence.audits.taking_up import taking_up
from katch_protocols.evidence.audits.watched import Watched, watched
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogEvent,
    instant_of_micros,
)

__all__ = ["Judge"]


class Judge:
    """Holds cases of one protocol against it, one at a time.

    ``not_logged`` are activities that the log never tells; ``until`` is until when it
    is complete, in microseconds since 1970, UTC.
    """

    def __init__(
        self,
        compiled: CompiledCase,
        not_logged: Sequence[str],
        until: int,
    ) -> None:
        self.compiled, self.until = compiled, until
        known = (name for name in not_logged if name in compiled.full_names)
        self.explainer = Explainer(compiled, known, until)
        self.sentences: tuple[Watched, ...] = watched(compiled)
        self.silences = Silences(compiled, self.sentences, self.explainer.steps)
        self.people = PeopleAsked()
        self.touched: dict[object, Touched] = {}
        self.rows: dict[int, CompiledStep] = {}
        for activity in compiled.activities.values():
            self.rows |= {id(each.row): each for each in activity.rows}
        self.rows |= {id(each.row): each for each in compiled.ticks}

    def judge(self, case: LogCase, known: Explanation | None = None) -> CaseAudit:
        """Answer for one case; ``known`` is its explanation, the clock's steps too.

        Where its log does not tell how it began, only what is so from every beginning
        that explains it as well.
        """
        explanation = known or self.explainer.explain(case, on=True)
        found = _Judging(self, case, explanation).run()
        if case.facts is not None or not found.findings:
            return found
        others = self.explainer.others(case, explanation)
        return in_common(found, [_Judging(self, case, each).run() for each in others])


class _Judging(Struct, dict=True):
    judge: Judge
    case: LogCase
    explanation: Explanation
    unsure: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        case, compiled = self.case, self.judge.compiled
        opened, last = map(instant_of_micros, case.opening)
        facts, seen = self.explanation.facts, self.explanation.from_start
        begun = Beginning(facts=dict(facts)) if facts else None
        state = CaseState(
            compiled, case.key, case.region, opened, compiled.edition, begun
        )
        entered = self.explanation.entered
        if not seen:
            state.word, state.past, state.lasts = self.explanation.word, 0, {}
            entered = tuple(range(len(compiled.chart.nodes)))
        state.wake = NEVER  # the steps of the clock are in the explanation
        self.silence = CaseSilence(self.judge.silences, case, self.explanation)
        self.state, self.notes = state, CaseNotes(state, self.silence)
        self.clocks = ClockPair.of(state, case, entered, seen=seen)
        self.waits = WaitPair(state, last)
        self.watching = Watching(
            compiled,
            self.judge.sentences,
            (state.word, entered if seen else (), facts),
            case.opening,
            self.judge.touched,
            is_seen=seen,
        )
        self.is_over = case.opened if compiled.table.is_final(state.word) else None
        self.over_by = self.judge.until if self.is_over is None else self.is_over
        self.loans = [e for e in case.events if e.kind is EventKind.STAND_IN]
        self.tells_loans = bool(self.loans)

    def run(self) -> CaseAudit:
        """Follow the explanation, and ask at each move."""
        self._hear()
        explanation = self.explanation
        if "order" in self.unsure:
            self.unsure |= dict.fromkeys(("people", "clock", "safeguards"))
        elif explanation.edits is None:
            self._unexplained()
        else:
            self.notes.sentences(self.watching.begun)
            for move in explanation.moves:
                self._lend(move)
                self.watching.untold(self.silence, move.last)
                self.waits.may_take(self.silence, move.last)
                self._move(move)
                self.silence.go_on(move, self.state.word)
            self._finish()
        self.unsure |= self.clocks.unsure
        findings = sorted(self.notes.findings, key=lambda one: (one.first, one.code))
        return CaseAudit(
            self.case,
            explanation,
            self._answers(),
            tuple(findings),
            tuple(self.unsure),
            self._outcome(),
        )

    def _hear(self) -> None:
        for each in self.case.heard:
            self.notes.heard(each)
        if self.case.is_strange:
            self.unsure["order"] = None

    def _unexplained(self) -> None:
        if not self.explanation.is_decided:
            self.unsure |= dict.fromkeys(("order", "people", "clock", "safeguards"))
            return
        self.notes.unexplained(self.case.opened, MOST_EDITS)
        self.unsure |= dict.fromkeys(("people", "clock", "safeguards"))

    def _move(self, move: ExplainedMove) -> None:
        span = move.first, move.last
        row = move.row
        if move.kind is ExplainedKind.SURPLUS and move.event is not None:
            self._surplus(move.event, span)
            return
        if row is None:
            return
        if move.kind is ExplainedKind.MISSING:
            self.notes.step("missing", row, None, span)
        step = self.judge.rows[id(row)]
        is_told = self.case.is_opening_told
        if move.early and (is_told or not self.clocks.began_with_case(row)):
            self.notes.step("early", row, move.event, span)
        if span[0] != span[1]:
            self.clocks.part()
        deed = self._people(move, step, span)
        self._take(step, deed, span)
        self._overdue(self.clocks.after(span), move.event)
        broken = tuple(self.watching.step(row, span))
        self.notes.sentences(broken, move.event, row.activity)
        if self.judge.compiled.table.is_final(self.state.word):
            self.is_over, self.over_by = span

    def _surplus(self, event: LogEvent, span: tuple[int, int]) -> None:
        over = self.is_over is not None
        self.notes.surplus(event, span, over=over)
        if not over:
            broken = tuple(self.watching.surplus(event, span))
            self.notes.sentences(broken, event, event.activity)

    def _people(
        self, move: ExplainedMove, step: CompiledStep, span: tuple[int, int]
    ) -> Deed:
        """Ask who acted; return what the state is to remember of the step."""
        event, row = move.event, step.row
        if not isinstance(step, CompiledRow):
            origin = self.judge.compiled.chart.nodes[row.node].name
            return Deed(EventKind.CLOCK, row.activity, origin, row=row)
        if step.entry.entry.is_signal:
            return step.deed(None, None, None, (), EventKind.SIGNAL)
        if event is None:
            if step.constraints:
                self.unsure["person"] = None
            return step.deed(None, None, None, ())
        if not self.tells_loans:
            self.unsure |= {} if event.behalf is None else {"loan": None}
            self.state.grants = attested_loans(event, self.state)
        with self.waits.from_soonest():
            judged = self.judge.people.judge(event, step, self.state, span[1])
        for each in judged.unmet:
            self.notes.step(str(each.need), row, event, span, **each.facts)
        self.unsure |= dict.fromkeys(judged.untold)
        self.unsure |= self.waits.unsure(step, span)
        if judged.doer is not None and event.person is not None:
            self.state.remember(step, judged.doer)
        return step.deed(judged.role, judged.agency, None, ())

    def _take(self, step: CompiledStep, deed: Deed, span: tuple[int, int]) -> None:
        at, before = instant_of_micros(span[0]), self.state.word
        self.state.log.append(CaseEvent(deed, at, None, None, b""))
        lasts = self.state.lasts
        self.state.move(step, at)
        if self.state.lasts is not lasts:
            self.waits.take(lasts, span)
        self.clocks.take(step.row, before, span)

    def _lend(self, move: ExplainedMove) -> None:
        """Take in the loans of roles that came before a move."""
        state, at = self.state, move.last
        while self.loans and self.loans[0].at <= at:
            event = self.loans.pop(0)
            if event.deputy is None or event.person is None or not event.roles:
                continue
            loan = Grant(
                event.roles[0],
                event.deputy,
                event.person,
                event.agencies[0] if event.agencies else None,
                instant_of_micros(event.lent_until),
            )
            others = (each for each in state.grants if each.loan_key != loan.loan_key)
            state.grants = (*others, loan)

    def _finish(self) -> None:
        until = self.judge.until
        self._overdue(self.clocks.at_end(until) if self.is_over is None else ())
        outcome = self._outcome()
        node = self.judge.compiled.chart.by_name.get(outcome or "")
        ends = None if node is None else self.judge.compiled.chart.nodes[node].outcome
        over = until if self.is_over is None else self.is_over
        ended = self.is_over is not None
        if not ended:
            self.watching.untold(self.silence, over)
        owed = self.watching.at_end((over, self.over_by), ends, ended=ended)
        self.notes.sentences(tuple(owed))
        if self.watching.is_unsure or self.notes.is_gapped:
            self.unsure["safeguards"] = None
        if not self.case.is_due_told:
            self.unsure["taken_up"] = None
        if self.case.due is not None:
            self._taking_up(self.case.due, over, "late" if ended else "overdue")

    def _overdue(
        self, found: Iterable[BrokenDeadline], event: LogEvent | None = None
    ) -> None:
        """Note what was not done in time, unless it may have been and is not told."""
        for each in found:
            if self.silence.may_have_ended(each.due):
                self.unsure["clock"] = None
            else:
                self.notes.deadline(each, event)

    def _taking_up(self, due: int, over: int, code: str) -> None:
        """Ask whether an opened case was taken up in time."""
        roles, first = receivers(self.state), self.case.due_first or due
        took = taking_up(self.state, self.case.events, self.over_by)
        at, last = (over, self.over_by) if took is None else (took.at, took.until)
        if took is not None and not took.agencies:
            self.unsure["taken_up"] = None
        elif due < at:
            self.notes.untaken(code if took is None else "late", at, due, roles)
        elif first < last:
            self.unsure["taken_up"] = None

    def _outcome(self) -> str | None:
        """Return the end in which the case ended."""
        table = self.judge.compiled.table
        if self.explanation.edits is None or not table.is_final(self.state.word):
            return None
        active = table.active(self.state.word)
        return table.chart.nodes[active[0]].name if active else None

    def _answers(self) -> dict[str, AuditAnswer]:
        findings = self.notes.findings
        broken = {CODES[each.code] for each in findings}
        if not any(each.facts.get("what") == "ended" for each in findings):
            broken.discard("end")
        unsure = set(self._unsure())
        going = self.is_over is None
        found = {}
        for aspect in ASPECTS:
            if aspect in broken:
                answer = AuditAnswer.BROKEN
            elif aspect in unsure:
                answer = AuditAnswer.CANNOT_TELL
            else:
                answer = AuditAnswer.OPEN if going else AuditAnswer.KEPT
            found[aspect] = answer
        return found

    def _unsure(self) -> Iterator[str]:
        """Yield the aspects that cannot be told."""
        for reason in self.unsure:
            yield from UNSURE[reason]
        if self.explanation.edits is None:
            yield "end"
        if not self.explanation.from_start:
            yield "safeguards"
            if self.case.seen is None:
                yield "order"
        if any(each.kind is ExplainedKind.UNLOGGED for each in self.explanation.moves):
            yield "people"
