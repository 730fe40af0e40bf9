"""An audit of a log: every case held against its protocol, and what was counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from typing import Any, Protocol

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.errors import UnknownCaseError
from katch_protocols.evidence.audits.answers import (
    ASPECTS,
    AuditAnswer,
    AuditFinding,
    CaseAudit,
)
from katch_protocols.evidence.audits.counting import AuditCount, counted, quarter_of
from katch_protocols.evidence.audits.judging import Judge
from katch_protocols.evidence.audits.openers import with_due
from katch_protocols.evidence.audits.passed_cases import PassedCases
from katch_protocols.evidence.audits.screening import screen
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.logs.coded_reading import CodedReading
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogReading,
    instant_of_micros,
)
from katch_protocols.model.noun import Id

__all__ = ["Audit", "Executor", "audit_coded", "audit_log"]

_PARTS = 64


class Executor(Protocol):
    """Whatever maps a function over parts: a pool, Dask's ``client.get_executor()``."""

    def map(self, function: Callable[..., Any], /, *parts: Iterable[Any]) -> Any:  # noqa: ANN401 - every library has its own
        """Return what the function makes of each part, in their order."""
        ...


@dataclass(frozen=True)
class Audit:
    """Every case of a log, held against its protocol.

    Attributes:
        reading: What was read, and what was left out and why.
        judged: The answers of the cases that the definition judged, by keyed hash: of a
            small log all of them. The others keep everything.
    """

    reading: LogReading
    judged: tuple[CaseAudit, ...] = field(repr=False)
    _passed: tuple[PassedCases, ...] = field(default=(), repr=False)

    @cached_property
    def cases(self) -> tuple[CaseAudit, ...]:
        """The answers of every case, by its keyed hash.

        The definition judges what had passed: of a large log that takes long.
        """
        if not self._passed:
            return self.judged
        read = (case for each in self._passed for case in each.read())
        found = (*self.judged, *self._definition(read))
        return tuple(sorted(found, key=lambda each: each.case.key))

    @property
    def count(self) -> int:
        """How many cases there are."""
        return len(self.judged) + sum(map(len, self._passed))

    @property
    def is_broken(self) -> bool:
        """Whether anything was found."""
        return any(each.findings for each in self.judged) or bool(self.reading.unread)

    @cached_property
    def counts(self) -> tuple[AuditCount, ...]:
        """Every finding, counted; the most frequent first."""
        return counted(self.judged, self.reading.handbook.timezone)

    @cached_property
    def answers(self) -> Mapping[str, Mapping[AuditAnswer, int]]:
        """How many cases have which answer, by what they are asked about."""
        counted = {aspect: Counter[AuditAnswer]() for aspect in ASPECTS}
        for case in self.judged:
            for aspect, answer in case.answers.items():
                counted[aspect][answer] += 1
        for passed in self._passed:
            for aspect, answer, number in passed.answered():
                counted[aspect][answer] += number
        return {
            aspect: {answer: found[answer] for answer in AuditAnswer}
            for aspect, found in counted.items()
        }

    @property
    def findings(self) -> Iterator[AuditFinding]:
        """Yield every finding; of which case, it does not say."""
        for case in self.judged:
            yield from case.findings

    def explain(self, reference: str) -> CaseAudit:
        """Return the answers of one case whose reference the asker has.

        Raises:
            UnknownCaseError: The log has no such case.
        """
        key = self.reading.hashing.case(reference)
        for case in self.judged:
            if case.case.key == key:
                return case
        for passed in self._passed:
            found = passed.one(reference)
            if found is not None:
                return self._definition([found])[0]
        raise UnknownCaseError

    def verdicts(self) -> list[dict[str, Any]]:
        """Return a row a case: its keyed hash, the five answers, and the edits.

        It is *restricted*: a row is about one child, even though nobody can tell whom.
        """
        rows = [
            self._row(
                each.case.key,
                each.case.compiled,
                (each.case.region, each.case.opened),
                each.answers,
                each.explanation.edits,
            )
            for each in self.judged
        ]
        rows += (
            self._row(one.key, each.compiled, (one.region, one.opened), one.answers, 0)
            for each in self._passed
            for one in each.cases()
        )
        return sorted(rows, key=lambda row: str(row["case"]))

    def _row(
        self,
        key: str,
        compiled: CompiledCase,
        where: tuple[Id | None, int],
        answers: Mapping[str, AuditAnswer],
        edits: int | None,
    ) -> dict[str, Any]:
        region, opened = where
        return {
            "case": key,
            "protocol": compiled.protocol.id,
            "region": region,
            "quarter": self.quarter(opened),
            **{aspect: str(answer) for aspect, answer in answers.items()},
            "edits": edits,
        }

    def _definition(self, cases: Iterable[LogCase]) -> tuple[CaseAudit, ...]:
        reading = self.reading
        common = reading.mapping.not_logged, reading.until, reading.unmapped
        return _judged(tuple(cases), *common)

    def quarter(self, at: int) -> str:
        """Return the quarter of an instant, where the handbook is used."""
        return quarter_of(at, self.reading.handbook.timezone)

    def to_json(self) -> dict[str, Any]:
        """Return what was read and counted as plain data; of no case by itself."""
        reading = self.reading
        until = instant_of_micros(reading.until)
        return {
            "log": reading.mapping.id,
            "until": until.astimezone(UTC).isoformat(),
            "files": list(reading.files),
            "cases": self.count,
            "events": reading.events,
            "left_out": dict(sorted(reading.left_out.items())),
            "unread": [
                {"file": file, "row": row, "reason": reason}
                for file, row, reason in reading.unread
            ],
            "not_told": list(reading.unmapped),
            "not_logged": list(reading.mapping.not_logged),
            "answers": {
                aspect: {str(answer): number for answer, number in found.items()}
                for aspect, found in self.answers.items()
            },
            "findings": [each.to_json() for each in self.counts],
        }


def audit_log(reading: LogReading, executor: Executor | None = None) -> Audit:
    """Hold every case of a log against its protocol.

    With an executor, parts of whole cases are answered wherever it likes, and the
    answer is the same.
    """
    return Audit(reading, _answered(reading, reading.cases, executor))


def _answered(
    reading: LogReading | CodedReading,
    read: Sequence[LogCase],
    executor: Executor | None,
) -> tuple[CaseAudit, ...]:
    cases = tuple(with_due(read))
    common = (reading.mapping.not_logged, reading.until, reading.unmapped)
    if executor is None:
        return _judged(cases, *common)
    parts = [part for part in _parts(cases) if part]
    count = len(parts)
    answered = executor.map(_judged, parts, *([each] * count for each in common))
    found = [case for part in answered for case in part]
    return tuple(sorted(found, key=lambda each: each.case.key))


def audit_coded(
    reading: CodedReading, engine: Engine, executor: Executor | None = None
) -> Audit:
    """Hold every case of a large log against its protocol.

    An engine passes the cases that keep everything; the definition judges the rest.
    """
    log = reading.log
    passed = tuple(
        PassedCases(log, screen(each, reading.until, engine)) for each in log.followed
    )
    failed = [each.screened.cases.numbers[~each.screened.kept] for each in passed]
    cases = tuple(log.assembled(failed))
    found = reading.read(
        cases,
        sum(each.events for each in passed),
        sum(each.ignored for each in passed),
    )
    return Audit(found, _answered(reading, cases, executor), passed)


def _parts(cases: Sequence[LogCase]) -> list[tuple[LogCase, ...]]:
    """Put whole cases in parts, by the hash of the case."""
    found: list[list[LogCase]] = [[] for _ in range(_PARTS)]
    for case in cases:
        found[int(case.key[1:9], 16) % _PARTS].append(case)
    return [tuple(part) for part in found]


def _judged(
    cases: Sequence[LogCase],
    not_logged: Sequence[str],
    until: int,
    unmapped: Sequence[str],
) -> tuple[CaseAudit, ...]:
    """Answer for a part of a log: a pure function of it."""
    judges: dict[int, Judge] = {}
    found = []
    for case in cases:
        key = id(case.compiled)
        if key not in judges:
            judges[key] = Judge(case.compiled, not_logged, until, unmapped)
        found.append(judges[key].judge(case))
    return tuple(found)
