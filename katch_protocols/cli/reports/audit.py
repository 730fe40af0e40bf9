"""An audit for people: what was read, what was found how often; one case told in turn.

Words come from the catalogue ``audit``, titles from the handbook, and why somebody may
not from a live case.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.refusal import refusal
from katch_protocols.charts.binding import binding_safeguards, safeguard_called
from katch_protocols.cli.reports.titles import HandbookTitles
from katch_protocols.cli.reports.unread import unread_reason
from katch_protocols.evidence.audits.answers import (
    ASPECTS,
    CODES,
    AuditAnswer,
    AuditFinding,
    CaseAudit,
)
from katch_protocols.evidence.audits.audit import Audit
from katch_protocols.evidence.audits.counting import AuditCount
from katch_protocols.evidence.audits.explanation import ExplainedKind, ExplainedMove
from katch_protocols.evidence.logs.events import instant_of_micros
from katch_protocols.files.characters import printable
from katch_protocols.findings import Place
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.names import NameKind
from katch_protocols.refusals import Need, Unmet
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_duration, say_safeguard
from katch_protocols.words.dates import instant
from katch_protocols.words.lists import ALTERNATIVES, enumerated, one_line
from katch_protocols.words.say import listed, say

__all__ = ["AuditReport", "say_delay"]

_INDENT = "    "
_SECOND = 1_000_000
_MINUTE = 60


def say_delay(seconds: int, language: str) -> str:
    """Say how long something took, by its two largest units: ``1 day 17 hours``."""
    if seconds < _MINUTE:
        return say("audit.under-a-minute", language)
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    units = ((days, Unit.DAYS), (hours, Unit.HOURS), (rest // 60, Unit.MINUTES))
    parts = [Duration(amount=amount, unit=unit) for amount, unit in units if amount]
    return " ".join(say_duration(each, language) for each in parts[:2])


class AuditReport:
    """Says an audit in one language."""

    def __init__(self, audit: Audit, language: str) -> None:
        self.audit, self.language = audit, language
        self.titles = HandbookTitles(audit.reading.handbook, language)

    def say(self, key: str, /, **gaps: object) -> str:
        """Return a text of the catalogue."""
        return say(f"audit.{key}", self.language, **gaps)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the whole: what was read, the answers, the counts."""
        yield from self._mark()
        yield from self._read()
        yield ""
        yield from self._answers()
        yield ""
        counts = self.audit.counts
        if not self.audit.count:
            yield self.say("nothing-read")
        elif not counts:
            yield self.say("nothing-found")
        for each in counts:
            yield from self._count(each)

    def case(self, reference: str) -> Iterator[str]:
        """Yield what happened in one case, in turn, with what was found."""
        found = self.audit.explain(reference)
        yield from self._mark()
        yield self._head(reference, found)
        pending = list(found.findings)
        for move in found.explanation.moves:
            while pending and pending[0].first < move.first:
                yield self._finding(pending.pop(0), found)
            if move.kind not in {ExplainedKind.MISSING, ExplainedKind.SURPLUS}:
                yield self._move(move, found)
        for each in pending:
            yield self._finding(each, found)
        what = [self.say(f"unsure-{each}") for each in found.unsure]
        silent = [
            self._title(found.case.compiled, move.row.activity)
            for move in found.explanation.moves
            if move.kind is ExplainedKind.UNLOGGED and move.row is not None
        ]
        if silent:
            names = listed(dict.fromkeys(silent), self.language)
            what.append(self.say("unsure-not-logged", what=names))
        if what:
            yield self.say("cannot-tell", what=enumerated(what))

    def _mark(self) -> Iterator[str]:
        """Say that no case was real, where the log says so."""
        if self.audit.reading.is_simulated:
            yield say("simulations.simulated", self.language)

    def _read(self) -> Iterator[str]:
        reading = self.audit.reading
        for file, row, reason in reading.unread:
            said = unread_reason(reason, self.language)
            yield self.say("unread", file=printable(file), row=str(row), reason=said)
        until = self._instant(reading.until)
        count = self.audit.count
        yield self.say("read", cases=count, events=reading.events, until=until)
        left = [self._left(*each) for each in sorted(reading.left_out.items())]
        if left:
            yield self.say("left-out", what=enumerated(left))
        if other_days := reading.not_in_force:
            yield self.say("not-in-force", count=other_days)
        if others := self.audit.unexplained:
            yield self.say("sampled", explained=self.audit.explained, count=others)
        told = [self.say(f"told-{each}") for each in reading.unmapped]
        if told:
            yield self.say("not-told", what=listed(told, self.language))
        if reading.mapping.not_logged:
            names = (self._called(each) for each in reading.mapping.not_logged)
            never = listed(dict.fromkeys(names), self.language)
            yield self.say("not-logged", what=never)

    def _left(self, why: str, count: int) -> str:
        """Say how much was left out, and where the first of it stands."""
        said, first = (
            self.say(f"left-{why}", count=count),
            self._first_left_out.get(why),
        )
        if first is None:
            return said
        file, row = first
        return self.say("left-first", what=said, file=printable(file), row=str(row))

    @cached_property
    def _first_left_out(self) -> Mapping[str, tuple[str, int]]:
        return self.audit.reading.rows_left_out()

    def _answers(self) -> Iterator[str]:
        for aspect in ASPECTS:
            counts = self.audit.answers[aspect]
            said = (
                f"{self.say(f'answer-{answer}')} {counts[answer]}"
                for answer in AuditAnswer
            )
            yield f"{self.say(f'aspect-{aspect}')}: {one_line(said)}"

    def _count(self, each: AuditCount) -> Iterator[str]:
        compiled = self._compiled[each.protocol]
        said = self._said(each.code, each.name, each.facts, each.delay, compiled)
        if each.delay is not None and each.times > 1:
            said += " " + self.say("median")
        place = "" if each.place is None else f"  {_where(each.place)}"
        yield self.say("count", count=each.cases, finding=said) + place
        agency = self.titles.party(each.agency) if each.agency else ""
        region = "" if each.region is None else self.titles.region(each.region)
        who = agency or self.say("nobody-known")
        yield _INDENT + one_line((who, region, each.quarter))

    @cached_property
    def _compiled(self) -> Mapping[str, CompiledCase]:
        return self.audit.compiled

    def _head(self, reference: str, found: CaseAudit) -> str:
        number = sum(bool(CODES[each.code]) for each in found.findings)
        is_unsure = AuditAnswer.CANNOT_TELL in found.answers.values()
        ended = "case-goes-on" if found.outcome is None else "case-ended"
        if found.explanation.edits is None:
            ended = "case-goes-on"
        key = "case-unsure" if is_unsure else "case-keeps"
        key = "case-departs" if number else key
        said = self.say(key, case=reference, number=number)
        return f"{said} {self.say(ended)}"

    def _move(self, move: ExplainedMove, found: CaseAudit) -> str:
        compiled, event, row = found.case.compiled, move.event, move.row
        name = "" if row is None else row.activity
        said = self._title(compiled, name)
        if event is not None and event.agencies:
            parties = map(self.titles.party, event.agencies)
            said += f" ({listed(parties, self.language)})"
        if event is not None and event.records:
            titles = Titles(compiled.chart, compiled.handbook, self.language)
            values = (
                f"{titles.title(NameKind.FACT, fact)}: "
                f"{titles.title(NameKind.VALUE, f'{fact}.{value}')}"
                for fact, value in event.records.items()
            )
            said += f": {enumerated(values)}"
        at = self._instant(move.first)
        return f"  {at if move.first == move.last else '…'}  {said}"

    def _finding(self, each: AuditFinding, found: CaseAudit) -> str:
        compiled = found.case.compiled
        delay = each.delay // _SECOND if each.delay else None
        said = self._said(each.code, each.name, each.facts, delay, compiled)
        told = each.facts.get("told", "")
        if told:
            parties = listed(
                map(self.titles.party, told.split(ALTERNATIVES)), self.language
            )
            said += " " + self.say("told-by-then", parties=parties)
        handbook = compiled.handbook
        place = handbook.place(each.path) if each.path else None
        where = "" if place is None else f"  {_where(place)}"
        return f"{_INDENT}✗ {said}{where}"

    def _said(
        self,
        code: str,
        name: str,
        facts: Mapping[str, str],
        delay: int | None,
        compiled: CompiledCase,
    ) -> str:
        title = self._title(compiled, name) if name else ""
        key = f"finding-{code}"
        match code:
            case "late" | "overdue":
                span = say_delay(delay or 0, self.language)
                return self.say(key, name=title, delay=span)
            case "safeguard":
                return self._sentence(facts["safeguard"], compiled)
            case "unknown-activity" | "unknown-value" | "unknown-role":
                return self._unknown(key, facts, compiled)
            case "missing" | "surplus" | "disorder" | "too-many-edits":
                what = f"-{facts['what']}" if code == "disorder" else ""
                edits = facts.get("edits", "")
                return self.say(f"{key}{what}", name=title, edits=edits)
            case _:
                return self._person(code, name, facts, compiled)

    def _unknown(
        self, key: str, facts: Mapping[str, str], compiled: CompiledCase
    ) -> str:
        """Say a name that fits none of ours, as it stands in the log."""
        near, fact = printable(facts.get("near", "")), facts.get("fact", "")
        near = self.say("near", near=near) if near else ""
        if fact:
            titles = Titles(compiled.chart, compiled.handbook, self.language)
            fact = titles.title(NameKind.FACT, fact)
        written = printable(facts.get("name", ""))
        return self.say(key, written=written, fact=fact, near=near)

    def _person(
        self, code: str, name: str, facts: Mapping[str, str], compiled: CompiledCase
    ) -> str:
        title = self._title(compiled, name)
        if code == "early" and not facts:
            return self.say("finding-early-clock", name=title)
        why = self._why(code, name, facts, compiled)
        return self.say("finding-people", code=self.say(code), name=title, why=why)

    def _why(
        self, code: str, name: str, facts: Mapping[str, str], compiled: CompiledCase
    ) -> str:
        """Say why a live case would have refused, in its own words.

        Of several cases it is not said from when on each could have gone on.
        """
        if code == Need.EARLY and facts.get("earliest") == "":
            other = self._title(compiled, facts["other"])
            kept = self._safeguard(facts["safeguard"], compiled)
            return self.say("early-soon", other=other, safeguard=kept)
        found = refusal(compiled, name, [Unmet(Need(code), facts)])
        return found.said[self.language][1]

    def _sentence(self, name: str, compiled: CompiledCase) -> str:
        known = binding_safeguards(compiled.chart, compiled.handbook)
        titles = Titles(compiled.chart, compiled.handbook, self.language)
        sentence = say_safeguard(known[name].rule, self.language, titles)
        called = self._safeguard(name, compiled)
        return self.say("finding-safeguard", safeguard=called, sentence=sentence)

    def _safeguard(self, safeguard: str, compiled: CompiledCase) -> str:
        book = compiled.handbook
        return safeguard_called(compiled.chart, book, safeguard, self.language)

    def _title(self, compiled: CompiledCase, name: str) -> str:
        if name == TAKEN_UP:
            return self.say("taken-up")
        if not name:
            return name
        titles = Titles(compiled.chart, compiled.handbook, self.language)
        ticks = (each.row for each in compiled.ticks if each.row.activity == name)
        if (tick := next(ticks, None)) is not None and tick.timer is not None:
            state = titles.title(NameKind.STATE, compiled.chart.nodes[tick.node].name)
            span = say_duration(tick.timer.limit, self.language)
            return self.say("clock-step", state=state, span=span)
        kind = NameKind.STATE if name in compiled.chart.by_name else NameKind.ACTIVITY
        return titles.title(kind, name)

    def _called(self, name: str) -> str:
        """Return the title of an activity of whichever protocol has it."""
        handbook = self.audit.reading.handbook
        for each in handbook.protocols.values():
            compiled = compiled_case(each, handbook)
            full = compiled.full_names.get(name)
            if full is not None:
                return self._title(compiled, full)
        return name

    def _instant(self, at: int) -> str:
        zone = ZoneInfo(self.audit.reading.handbook.timezone)
        local = instant_of_micros(at).astimezone(zone)
        return instant(local - timedelta(microseconds=local.microsecond), self.language)


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}"
