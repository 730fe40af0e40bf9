"""An audit of a log: every case held against its protocol, and what was counted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct

from katch_protocols.answers import Brief
from katch_protocols.arguments import typed
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.errors import UnknownCaseError
from katch_protocols.evidence.audits.answers import (
    AuditAnswer,
    AuditFinding,
    CaseAudit,
)
from katch_protocols.evidence.audits.counting import (
    AuditCount,
    counted,
    quarter_of,
    tallied,
)
from katch_protocols.evidence.audits.judged_elsewhere import judged_elsewhere
from katch_protocols.evidence.audits.openers import with_openers
from katch_protocols.evidence.audits.part_answers import (
    AuditedPart,
    audited_parts,
    judged,
)
from katch_protocols.evidence.audits.sampling import MOST_EXPLAINED, sampled
from katch_protocols.evidence.audits.verdict_table import Verdicts, VerdictTable
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.executor import Executor
from katch_protocols.evidence.logs.coded_reading import CodedReading, LogTerms
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogReading,
    Place,
    instant_of_micros,
)
from katch_protocols.evidence.logs.log_files import untold
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.evidence.logs.tables import SIMULATED

__all__ = ["Audit", "audit_coded", "audit_log"]

_PARTS = 64


class Audit(Brief, Struct, frozen=True, dict=True):
    """Every case of a log, held against its protocol.

    Of a large log only verdicts and counts are held: its cases are read again when they
    are asked for.

    Attributes:
        reading: What was read, and what was left out and why; of a large log without
            its cases.
    """

    reading: LogReading
    _judged: tuple[CaseAudit, ...] = ()
    _parts: tuple[AuditedPart, ...] = ()
    _others: tuple[LogCase, ...] = ()

    @cached_property
    def judged(self) -> tuple[CaseAudit, ...]:
        """The answers of the cases that the definition judged, by keyed hash.

        Of a small log those are all; the others keep everything.
        """
        found = [case for each in self._parts for case in each.failed()]
        return _by_key([*self._judged, *found])

    @cached_property
    def cases(self) -> tuple[CaseAudit, ...]:
        """The answers of every case, by its keyed hash.

        The definition judges what had passed, and what is in no sample: of a large log
        that takes long.
        """
        found = [case for each in self._parts for case in each.cases()]
        others = judged(self._others, _terms(self.reading))
        return _by_key([*self._judged, *others, *found])

    @property
    def count(self) -> int:
        """How many cases there are."""
        own = len(self._judged) + len(self._others)
        return own + sum(each.answer.cases for each in self._parts)

    @property
    def unexplained(self) -> int:
        """How many cases had to be explained and were not: too many had to be.

        Of these nothing can be told, and no finding counts them.
        """
        return len(self._others) + sum(each.answer.unexplained for each in self._parts)

    @property
    def explained(self) -> int:
        """How many cases were explained; of a large log those that no loop passed."""
        return len(self._judged) + sum(each.answer.explained for each in self._parts)

    @property
    def is_broken(self) -> bool:
        """Whether anything was found."""
        found = any(each.answer.tallies for each in self._parts)
        found |= any(each.findings for each in self._judged)
        return found or bool(self.reading.unread)

    @cached_property
    def counts(self) -> tuple[AuditCount, ...]:
        """Every finding, counted; the most frequent first."""
        own = tallied(self._judged, self.reading.handbook.timezone)
        return counted([own, *(each.answer.tallies for each in self._parts)])

    @cached_property
    def answers(self) -> Mapping[str, Mapping[AuditAnswer, int]]:
        """How many cases have which answer, by what they are asked about."""
        return self._table.counted(self._verdicts())

    @property
    def findings(self) -> Iterator[AuditFinding]:
        """Yield every finding; of which case, it does not say."""
        for case in self.judged:
            yield from case.findings

    @cached_property
    def compiled(self) -> Mapping[str, CompiledCase]:
        """The protocols in which anything was found, by id."""
        book = self.reading.handbook
        found = {key[0]: None for e in self._parts for key in e.answer.tallies}
        known = {name: compiled_case(book.protocols[name], book) for name in found}
        return known | {
            e.case.compiled.protocol.id: e.case.compiled for e in self._judged
        }

    @typed
    def explain(self, reference: str) -> CaseAudit:
        """Return the answers of one case whose reference the asker has.

        Raises:
            UnknownCaseError: The log has no such case.
            TypeError: The reference is no text.
        """
        key = self.reading.hashing.case(reference)
        for case in self._judged:
            if case.case.key == key:
                return case
        for other in self._others:
            if other.key == key:
                return judged([other], _terms(self.reading))[0]
        for part in self._parts:
            found = part.one(key)
            if found is not None:
                return found
        raise UnknownCaseError

    def verdicts(self) -> list[dict[str, Any]]:
        """Return a row a case: its keyed hash, the five answers, and the edits.

        It is *restricted*: a row is about one child, even though nobody can tell whom.
        Of a simulated log each row says so, as the log does.
        """
        found = np.concatenate(list(self._verdicts()))
        order = np.argsort(found["case"], kind="stable")
        mark = {SIMULATED: SIMULATED} if self.reading.is_simulated else {}
        return [row | mark for row in self._table.rows(found[order])]

    @cached_property
    def _table(self) -> VerdictTable:
        cases = [*(each.case for each in self._judged), *self._others]
        return VerdictTable.of(self.reading.handbook, cases)

    def _verdicts(self) -> Iterator[Verdicts]:
        yield self._table.judged(self._judged)
        yield self._table.unexplained(self._others)
        for each in self._parts:
            yield each.verdicts

    def quarter(self, at: int) -> str:
        """Return the quarter of an instant, where the handbook is used."""
        return quarter_of(at, self.reading.handbook.timezone)

    def to_json(self) -> dict[str, Any]:
        """Return what was read and counted as plain data; of no case by itself."""
        reading = self.reading
        until = instant_of_micros(reading.until)
        sample = {"explained": self.explained, "not_explained": self.unexplained}
        return {
            "log": reading.mapping.id,
            "simulated": reading.is_simulated,
            "until": until.astimezone(UTC).isoformat(),
            "files": list(reading.files),
            "cases": self.count,
            "events": reading.events,
            "not_in_force": reading.not_in_force,
            "left_out": dict(sorted(reading.left_out.items())),
            "first_left_out": {
                why: {"file": file, "row": row}
                for why, (file, row) in reading.rows_left_out().items()
            },
            "unread": [
                _unread(file, row, reason) for file, row, reason in reading.unread
            ],
            "not_told": list(reading.unmapped),
            "not_logged": list(reading.mapping.not_logged),
            "answers": {
                aspect: {str(answer): number for answer, number in found.items()}
                for aspect, found in self.answers.items()
            },
            "findings": [each.to_json() for each in self.counts],
            **({"sample": sample} if self.unexplained else {}),
        }


def _by_key(cases: Sequence[CaseAudit]) -> tuple[CaseAudit, ...]:
    return tuple(sorted(cases, key=lambda each: each.case.key))


def audit_log(
    reading: LogReading,
    executor: Executor | None = None,
    *,
    most: int = MOST_EXPLAINED,
) -> Audit:
    """Hold every case of a log against its protocol, or a sample of ``most`` cases.

    With an executor, parts of whole cases are answered wherever it likes, and the
    answer is the same.
    """
    cases, others = sampled(
        tuple(with_openers(reading.cases, reading.mapping.not_logged)), most
    )
    terms = _terms(reading)
    if executor is None:
        return Audit(reading, judged(cases, terms), _others=tuple(others))
    parts = [part for part in _parts(cases) if part]
    every = _by_key(judged_elsewhere(parts, terms, executor))
    return Audit(reading, every, _others=tuple(others))


def _terms(reading: LogReading) -> LogTerms:
    window = LogWindow(None, reading.until, reading.until)
    return LogTerms(reading.mapping, reading.handbook, window)


def audit_coded(
    reading: CodedReading,
    engine: Engine,
    executor: Executor | None = None,
    *,
    most: int = MOST_EXPLAINED,
) -> Audit:
    """Hold every case of a large log against its protocol, part by part.

    An engine passes the cases that keep everything; the definition judges the rest, or
    a sample of ``most`` of them.
    """
    parts = tuple(audited_parts(reading, engine, executor, most))
    left_out: Counter[str] = sum((Counter(e.answer.left_out) for e in parts), Counter())
    terms, firsts = reading.terms, dict[str, Place]()
    told = frozenset[str]().union(*(each.answer.told for each in parts))
    for part in parts:
        for why, place in part.answer.first_left_out.items():
            firsts[why] = min(place, firsts.get(why, place))
    found = LogReading(
        terms.mapping,
        terms.handbook,
        (),
        reading.files,
        terms.window.until,
        sum(each.answer.events for each in parts),
        left_out,
        reading.unread,
        untold(terms.mapping, told),
        reading.hashing,
        any(each.answer.is_simulated for each in parts),
        firsts,
        sum(each.answer.not_in_force for each in parts),
    )
    return Audit(found, _parts=parts)


def _parts(cases: Sequence[LogCase]) -> list[tuple[LogCase, ...]]:
    """Put whole cases in parts, by the hash of the case."""
    found: list[list[LogCase]] = [[] for _ in range(_PARTS)]
    for case in cases:
        found[int(case.key[1:9], 16) % _PARTS].append(case)
    return [tuple(part) for part in found]


def _unread(file: str, row: int, reason: str) -> dict[str, object]:
    """Return a file that was not read as plain data, with what it looks like."""
    why, _, encoding = reason.partition(" ")
    found: dict[str, object] = {"file": file, "row": row, "reason": why}
    return found | ({"encoding": encoding} if encoding else {})
