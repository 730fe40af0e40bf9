"""The findings of one case, each with its line of the handbook and who answers."""

from collections.abc import Sequence

from katch_protocols.cases.deadlines import entry_of
from katch_protocols.cases.state import CaseState
from katch_protocols.charts.chart import Entry
from katch_protocols.evidence.audits.answers import AuditFinding
from katch_protocols.evidence.audits.clocks import BrokenDeadline, escalated
from katch_protocols.evidence.audits.one_sentence import BrokenSentence
from katch_protocols.evidence.audits.silences import CaseSilence
from katch_protocols.evidence.logs.events import (
    Heard,
    LogEvent,
    instant_of_micros,
    micros,
)
from katch_protocols.findings import Path
from katch_protocols.model.activities import ACTOR, TAKEN_UP
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.semantics.table import Row
from katch_protocols.words.lists import options

__all__ = ["CaseNotes"]


class CaseNotes:
    """Takes down what is found in one case; ``state`` is the case as it goes on.

    ``silence`` is what its log never tells; ``is_gapped``: a sentence that may be kept
    by that would have been broken.
    """

    def __init__(self, state: CaseState, silence: CaseSilence) -> None:
        self.state, self.compiled = state, state.compiled
        self.findings: list[AuditFinding] = []
        self.silence, self.is_gapped = silence, False

    @property
    def home(self) -> Path:
        """Where the protocol is written."""
        return ("protocols", self.compiled.protocol.id)

    def heard(self, each: Heard) -> None:
        """Note what is no step of the case, or not as it should be."""
        facts = dict(each.facts)
        self.findings.append(
            AuditFinding(each.code, "", each.at, each.at, each.place, (), facts=facts)
        )

    def unexplained(self, at: int, edits: int) -> None:
        """Note that no explanation of few edits was found."""
        facts = {"edits": str(edits)}
        self.findings.append(
            AuditFinding("too-many-edits", "", at, at, None, self.home, facts=facts)
        )

    def surplus(self, event: LogEvent, span: tuple[int, int], *, over: bool) -> None:
        """Note an event that was not possible; ``over``: the case had ended."""
        entry = self._entry(event.activity)
        names = () if entry is None else entry.accountable
        self.findings.append(
            AuditFinding(
                "disorder" if over else "surplus",
                event.activity,
                *span,
                event.place,
                () if entry is None else entry.path,
                self.bodies(names, span[0], event.agencies),
                facts={"what": "ended"} if over else {},
            )
        )

    def step(
        self,
        code: str,
        row: Row,
        event: LogEvent | None,
        span: tuple[int, int],
        **facts: str,
    ) -> None:
        """Note a finding about a step."""
        entry = row.entry
        path = () if entry is None else entry.path
        accountable = () if entry is None else entry.accountable
        acted = () if event is None else event.agencies
        if accountable == (ACTOR,) and not acted:
            accountable = row.by
        bodies = self.bodies(accountable or row.by, span[0], acted)
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

    def deadline(self, each: BrokenDeadline, event: LogEvent | None) -> None:
        """Note a deadline that was not kept."""
        due, chart = each.due, self.compiled.chart
        node = chart.nodes[chart.by_name[due.state]] if due.state else chart.root
        path, accountable = node.path, tuple(filter(None, (due.held_by,)))
        entry = entry_of(self.compiled, due)
        if entry is not None:
            path, accountable = entry.path, entry.accountable or accountable
        at = each.at if each.over else micros(due.at)
        acted = () if event is None else event.agencies
        if accountable == (ACTOR,) and due.held_by is not None:
            accountable = (due.held_by,)
        told = escalated(self.compiled, due, each.at)
        self.findings.append(
            AuditFinding(
                "late" if each.over else "overdue",
                due.activity or due.state,
                at,
                at,
                None if event is None else event.place,
                path,
                self.bodies(accountable, at, acted),
                each.late,
                {
                    "limit": str(due.limit),
                    "state": due.state,
                    "by": "" if event is None else event.activity,
                    "told": options(dict.fromkeys(told)),
                },
            )
        )

    def sentences(
        self,
        broken: Sequence[BrokenSentence],
        event: LogEvent | None = None,
        activity: str = "",
    ) -> None:
        """Note sentences that do not hold, each with who answers for its step.

        ``activity`` is the step that broke them; of what never came in time that is
        what a sentence asks for.
        """
        compiled = self.compiled
        for each in broken:
            name, rule = each.safeguard.id, each.safeguard.rule
            if self.silence.hides(name):
                self.is_gapped = True
                continue
            own = name in compiled.protocol.safeguards
            home = self.home if own else ()
            owed = rule.later if isinstance(rule, AfterThen) and not activity else ""
            self.findings.append(
                AuditFinding(
                    "safeguard",
                    "" if event is None else event.activity,
                    each.first,
                    each.last,
                    None if event is None else event.place,
                    (*home, "safeguards", name),
                    self._answering(activity or owed, each.first, event),
                    facts={"safeguard": name},
                )
            )

    def _answering(
        self, activity: str, at: int, event: LogEvent | None
    ) -> tuple[Id, ...]:
        """Return who answers for an activity, be it done or owed."""
        entry = self._entry(self.compiled.full_names.get(activity, activity))
        if entry is None:
            return ()
        acted = () if event is None else event.agencies
        names = entry.accountable or entry.act.raci.by
        if names == (ACTOR,) and not acted:
            names = entry.act.raci.by
        return self.bodies(names, at, acted)

    def _entry(self, activity: str) -> Entry | None:
        known = self.compiled.activities.get(activity)
        return known.entries[0].entry if known else None

    def untaken(self, code: str, at: int, due: int, roles: Sequence[Id]) -> None:
        """Note that a case was taken up too late, or was not."""
        holders, path = self.bodies(roles, at), self.home
        self.findings.append(
            AuditFinding(code, TAKEN_UP, at, at, None, path, holders, at - due)
        )

    def bodies(
        self, names: Sequence[Id], at: int, acted: Sequence[Id] = ()
    ) -> tuple[Id, ...]:
        """Return the agencies that a role or an agency means here at an instant.

        Of several that hold a role it is the one that acted, else the role itself.
        """
        bodies = self.state.bodies(instant_of_micros(at))
        handbook = self.compiled.handbook
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
