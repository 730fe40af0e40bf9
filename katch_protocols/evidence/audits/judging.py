"""One case held against its protocol: the definition that every engine must equal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from katch_protocols.cases.beginning import Beginning
from katch_protocols.cases.clock import CaseClock
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
    AuditAnswer,
    AuditFinding,
    CaseAudit,
)
from katch_protocols.evidence.audits.clocks import (
    BrokenDeadline,
    ClockPair,
    escalated,
)
from katch_protocols.evidence.audits.explaining import MOST_EDITS, Explainer
from katch_protocols.evidence.audits.explanation import Explanation, Move, MoveKind
from katch_protocols.evidence.audits.people import judge_people
from katch_protocols.evidence.audits.sentences import (
    BrokenSentence,
    Watched,
    Watching,
    watched,
)
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogEvent,
    instant_of_micros,
    micros,
)
from katch_protocols.findings import Path
from katch_protocols.model.activities import ACTOR, TAKEN_UP
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row

__all__ = ["Judge"]

_ONE_IN = 10
"""More events than one in so many without a name: the order cannot be told."""


class Judge:
    """Holds cases of one protocol against it, one at a time.

    ``not_logged`` are activities that the log never tells; ``until`` is until when it
    is complete, in microseconds since 1970, UTC; ``unmapped`` is what it never tells.
    """

    def __init__(
        self,
        compiled: CompiledCase,
        not_logged: Sequence[str],
        until: int,
        unmapped: Sequence[str] = (),
    ) -> None:
        self.compiled, self.until = compiled, until
        self.unmapped = frozenset(unmapped)
        known = (name for name in not_logged if name in compiled.full_names)
        self.explainer = Explainer(compiled, known, until)
        self.sentences: tuple[Watched, ...] = watched(compiled)
        self.rows: dict[int, CompiledStep] = {}
        for activity in compiled.activities.values():
            self.rows |= {id(each.row): each for each in activity.rows}
        self.rows |= {id(each.row): each for each in compiled.ticks}

    def judge(self, case: LogCase) -> CaseAudit:
        """Answer for one case."""
        explanation = self.explainer.explain(case)
        return _Judging(self, case, explanation).run()


@dataclass
class _Judging:
    judge: Judge
    case: LogCase
    explanation: Explanation
    findings: list[AuditFinding] = field(default_factory=list)
    unsure: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        case, compiled = self.case, self.judge.compiled
        opened = instant_of_micros(case.opened)
        begun = Beginning(facts=dict(case.facts)) if case.facts else None
        state = CaseState(
            compiled, case.key, case.region, opened, compiled.edition, begun
        )
        entered = self.explanation.entered
        if not self.explanation.from_start:
            state.word, state.past, state.lasts = self.explanation.word, 0, {}
            entered = (0, *compiled.table.active(state.word))
        # The steps of the clock are in the explanation.
        state.wake = NEVER
        state.clock = CaseClock(compiled.clocks, opened, state.word, entered)
        self.state = state
        self.clocks = ClockPair(state, state.clock, seen=self.explanation.from_start)
        self.watching = Watching(
            compiled,
            self.judge.sentences,
            (state.word, entered if self.explanation.from_start else (), case.facts),
            case.opened,
        )
        is_final = compiled.table.is_final(state.word)
        self.is_over = case.opened if is_final else None
        self.loans = [e for e in case.events if e.kind is EventKind.STAND_IN]

    def run(self) -> CaseAudit:
        """Follow the explanation, and ask at each move."""
        self._hear()
        explanation = self.explanation
        if "order" in self.unsure:
            self.unsure |= dict.fromkeys(("people", "clock", "safeguards"))
        elif explanation.edits is None:
            self._unexplained()
        else:
            self._sentences(self.watching.begun)
            for move in explanation.moves:
                self._lend(move)
                self._move(move)
            self._finish()
        self.unsure |= self.clocks.unsure
        self.findings.sort(key=lambda each: (each.first, each.code))
        return CaseAudit(
            self.case,
            explanation,
            self._answers(),
            tuple(self.findings),
            tuple(self.unsure),
            self._outcome(),
        )

    def _hear(self) -> None:
        for each in self.case.heard:
            code, facts = each.code, dict(each.facts)
            self.findings.append(
                AuditFinding(code, "", each.at, each.at, each.place, (), facts=facts)
            )
        strange = sum(each.code == "unknown-activity" for each in self.case.heard)
        if strange * _ONE_IN > self.case.noted:
            self.unsure["order"] = None

    def _unexplained(self) -> None:
        if not self.explanation.is_decided:
            self.unsure |= dict.fromkeys(("order", "people", "clock", "safeguards"))
            return
        at = self.case.opened
        facts = {"edits": str(MOST_EDITS)}
        path = ("protocols", self.judge.compiled.protocol.id)
        self.findings.append(
            AuditFinding("too-many-edits", "", at, at, None, path, facts=facts)
        )
        self.unsure |= dict.fromkeys(("people", "clock", "safeguards"))

    def _move(self, move: Move) -> None:
        span = move.first, move.last
        row = move.row
        if move.kind is MoveKind.SURPLUS and move.event is not None:
            self._surplus(move.event, span)
            return
        if row is None:
            return
        if move.kind is MoveKind.MISSING:
            self._note("missing", row, None, span)
        step = self.judge.rows[id(row)]
        if move.early:
            self._note("early", row, move.event, span)
        if span[0] != span[1]:
            self.clocks.part()
        deed = self._people(move, step, span)
        self._take(step, deed, span)
        late = list(self.clocks.after(span))
        for each in late:
            self._deadline(each, move.event)
        self._sentences(tuple(self.watching.step(row, span)), move.event)
        if self.judge.compiled.table.is_final(self.state.word):
            self.is_over = span[0]

    def _surplus(self, event: LogEvent, span: tuple[int, int]) -> None:
        over = self.is_over is not None
        entries = self.judge.compiled.activities.get(event.activity)
        path = entries.entries[0].entry.path if entries else ()
        names = entries.entries[0].entry.accountable if entries else ()
        self.findings.append(
            AuditFinding(
                "disorder" if over else "surplus",
                event.activity,
                *span,
                event.place,
                path,
                self._bodies(names, span[0], event.agencies),
                facts={"what": "ended"} if over else {},
            )
        )
        if not over:
            self._sentences(tuple(self.watching.surplus(event, span)), event)

    def _people(self, move: Move, step: CompiledStep, span: tuple[int, int]) -> Deed:
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
        judged = judge_people(event, step, self.state, span[1])
        for each in judged.unmet:
            self._note(str(each.need), row, event, span, **each.facts)
        self.unsure |= dict.fromkeys(judged.untold)
        if judged.doer is not None and event.person is not None:
            self.state.remember(step, judged.doer)
        return step.deed(judged.role, judged.agency, None, ())

    def _take(self, step: CompiledStep, deed: Deed, span: tuple[int, int]) -> None:
        at, before = instant_of_micros(span[0]), self.state.word
        self.state.log.append(CaseEvent(deed, at, None, None, b""))
        self.state.move(step, at)
        self.clocks.take(step.row, before, span)

    def _lend(self, move: Move) -> None:
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
            others = (each for each in state.grants if each.bond != loan.bond)
            state.grants = (*others, loan)

    def _finish(self) -> None:
        until = self.judge.until
        if self.is_over is None:
            for each in self.clocks.at_end(until):
                self._deadline(each, None)
        outcome = self._outcome()
        node = self.judge.compiled.chart.by_name.get(outcome or "")
        ends = None if node is None else self.judge.compiled.chart.nodes[node].outcome
        over = until if self.is_over is None else self.is_over
        ended = self.is_over is not None
        self._sentences(tuple(self.watching.at_end(over, ends, ended=ended)))
        self._taking_up()

    def _taking_up(self) -> None:
        """Ask whether an opened case was taken up in time."""
        case, state = self.case, self.state
        if case.due is None:
            return
        roles = receivers(state)
        for event in case.events:
            if event.kind is not EventKind.ACTIVITY:
                continue
            if not event.agencies:
                self.unsure["taken_up"] = None
                return
            bodies = state.bodies(instant_of_micros(event.at))
            if any(a in bodies.get(role, ()) for role in roles for a in event.agencies):
                if event.at > case.due:
                    self._untaken("late", event.at)
                return
        if case.due < self.judge.until:
            self._untaken("overdue", self.judge.until)

    def _untaken(self, code: str, at: int) -> None:
        due = self.case.due or 0
        path: Path = ("protocols", self.judge.compiled.protocol.id)
        holders = self._bodies(receivers(self.state), at)
        self.findings.append(
            AuditFinding(code, TAKEN_UP, at, at, None, path, holders, at - due)
        )

    def _deadline(self, each: BrokenDeadline, event: LogEvent | None) -> None:
        due, chart = each.due, self.judge.compiled.chart
        node = chart.nodes[chart.by_name[due.state]] if due.state else chart.root
        path, accountable = node.path, tuple(filter(None, (due.held_by,)))
        if due.activity is not None:
            entry = chart.entries[chart.activities[due.activity][0]]
            path, accountable = entry.path, entry.accountable or accountable
        at = each.at if each.over else micros(due.at)
        acted = () if event is None else event.agencies
        if accountable == (ACTOR,) and due.held_by is not None:
            accountable = (due.held_by,)
        self.findings.append(
            AuditFinding(
                "late" if each.over else "overdue",
                due.activity or due.state,
                at,
                at,
                None if event is None else event.place,
                path,
                self._bodies(accountable, at, acted),
                each.late,
                {
                    "limit": str(due.limit),
                    "state": due.state,
                    "by": "" if event is None else event.activity,
                    "told": "/".join(dict.fromkeys(escalated(due, each.at))),
                },
            )
        )

    def _sentences(
        self, broken: Sequence[BrokenSentence], event: LogEvent | None = None
    ) -> None:
        compiled = self.judge.compiled
        for each in broken:
            own = each.safeguard in compiled.protocol.safeguards
            home: Path = ("protocols", compiled.protocol.id) if own else ()
            self.findings.append(
                AuditFinding(
                    "safeguard",
                    "" if event is None else event.activity,
                    each.first,
                    each.last,
                    None if event is None else event.place,
                    (*home, "safeguards", each.safeguard),
                    facts={"safeguard": each.safeguard},
                )
            )

    def _note(
        self,
        code: str,
        row: Row,
        event: LogEvent | None,
        span: tuple[int, int],
        **facts: str,
    ) -> None:
        entry = row.entry
        path = () if entry is None else entry.path
        accountable = () if entry is None else entry.accountable
        acted = () if event is None else event.agencies
        if accountable == (ACTOR,) and not acted:
            accountable = row.by
        bodies = self._bodies(accountable or row.by, span[0], acted)
        self.findings.append(
            AuditFinding(
                code,
                row.activity,
                *span,
                None if event is None else event.place,
                path if row.timer is None else row.timer.path,
                bodies,
                facts=dict(facts),
            )
        )

    def _bodies(
        self, names: Sequence[Id], at: int, acted: Sequence[Id] = ()
    ) -> tuple[Id, ...]:
        """Return the agencies that a role or an agency means here at an instant.

        Of several that hold a role it is the one that acted, else the role itself.
        """
        bodies = self.state.bodies(instant_of_micros(at))
        handbook = self.judge.compiled.handbook
        found: dict[Id, None] = {}
        for name in names:
            seats = handbook.seats(name) if name in handbook.roles else ()
            held = {each for seat in seats for each in bodies.get(seat, ()) if each}
            here = sorted(held.intersection(acted)) or sorted(held)
            if len(here) == 1:
                found[here[0]] = None
            elif name != ACTOR:
                found[name] = None
            else:
                found.update(dict.fromkeys(acted))
        return tuple(found)

    def _outcome(self) -> str | None:
        """Return the end in which the case ended."""
        table = self.judge.compiled.table
        if self.explanation.edits is None or not table.is_final(self.state.word):
            return None
        active = table.active(self.state.word)
        return table.chart.nodes[active[0]].name if active else None

    def _answers(self) -> dict[str, AuditAnswer]:
        broken = {CODES[each.code] for each in self.findings}
        if not any(each.facts.get("what") == "ended" for each in self.findings):
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
        aspects = {
            "order": ("order", "end"),
            "people": ("people",),
            "role": ("people",),
            "agency": ("people",),
            "person": ("people",),
            "together_with": ("people",),
            "clock": ("time",),
            "taken_up": ("time",),
            "safeguards": ("safeguards",),
        }
        for reason in self.unsure:
            yield from aspects[reason]
        if self.explanation.edits is None:
            yield "end"
        if not self.explanation.from_start:
            yield "safeguards"
            if self.case.seen is None:
                yield "order"
        if any(each.kind is MoveKind.UNLOGGED for each in self.explanation.moves):
            yield "people"
