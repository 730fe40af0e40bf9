"""An audit of a log: every case held against its protocol, and what was counted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from statistics import median_low
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.errors import UnknownCaseError
from katch_protocols.evidence.audits.answers import (
    ASPECTS,
    AuditAnswer,
    AuditFinding,
    CaseAudit,
)
from katch_protocols.evidence.audits.judging import Judge
from katch_protocols.evidence.audits.openers import with_due
from katch_protocols.evidence.audits.passed_cases import PassedCases
from katch_protocols.evidence.audits.screening import screen
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogReading,
    instant_of_micros,
)
from katch_protocols.evidence.logs.reading import CodedReading
from katch_protocols.findings import Place
from katch_protocols.model.noun import Id

__all__ = ["Audit", "AuditCount", "Executor", "audit_coded", "audit_log", "quarter_of"]

_PARTS = 64


class Executor(Protocol):
    """Whatever maps a function over parts: a pool, Dask's ``client.get_executor()``."""

    def map(self, function: Callable[..., Any], /, *parts: Iterable[Any]) -> Any:  # noqa: ANN401 - every library has its own
        """Return what the function makes of each part, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class AuditCount:
    """How often one finding is made: of one activity, agency, region and quarter.

    Attributes:
        protocol: The id of the protocol.
        code: The code of the finding.
        name: The activity or state that it is about; empty where it is neither.
        agency: Who answers for it; empty where nobody is known.
        region: Where; ``None`` without regions.
        quarter: When: ``2026-Q2``.
        cases: In how many cases.
        times: How many times.
        delay: Of what is late, the median delay in whole seconds; else ``None``.
        facts: What else it is about: the safeguard, the role that may, a name.
        place: The line of the handbook; ``None`` where none is known.
    """

    protocol: Id
    code: str
    name: str
    agency: Id
    region: Id | None
    quarter: str
    cases: int
    times: int
    delay: int | None
    facts: Mapping[str, str]
    place: Place | None


@dataclass(frozen=True)
class Audit:
    """Every case of a log, held against its protocol.

    Attributes:
        reading: What was read, and what was left out and why.
        judged: The answers of the cases that the definition judged, by keyed hash: of a
            small log all of them.
        passed: The others: cases of a large log that keep everything.
    """

    reading: LogReading
    judged: tuple[CaseAudit, ...] = field(repr=False)
    passed: tuple[PassedCases, ...] = field(default=(), repr=False)

    @cached_property
    def cases(self) -> tuple[CaseAudit, ...]:
        """The answers of every case, by its keyed hash.

        The definition judges what had passed: of a large log that takes long.
        """
        if not self.passed:
            return self.judged
        read = (case for each in self.passed for case in each.read())
        found = (*self.judged, *self._definition(read))
        return tuple(sorted(found, key=lambda each: each.case.key))

    @property
    def count(self) -> int:
        """How many cases there are."""
        return len(self.judged) + sum(map(len, self.passed))

    @property
    def protocols(self) -> tuple[CompiledCase, ...]:
        """The protocols that the cases follow."""
        every = (
            *(each.case.compiled for each in self.judged),
            *(each.compiled for each in self.passed),
        )
        return tuple({each.protocol.id: each for each in every}.values())

    @property
    def is_broken(self) -> bool:
        """Whether anything was found."""
        return any(each.findings for each in self.judged) or bool(self.reading.unread)

    @cached_property
    def counts(self) -> tuple[AuditCount, ...]:
        """Every finding, counted; the most frequent first."""
        found: dict[tuple[object, ...], list[tuple[CaseAudit, AuditFinding]]]
        found = defaultdict(list)
        for case in self.judged:
            for each in case.findings:
                for agency in each.accountable or ("",):
                    found[self._key(case, each, agency)].append((case, each))
        counts = [self._count(key, pairs) for key, pairs in found.items()]
        return tuple(
            sorted(
                counts,
                key=lambda one: (-one.cases, one.code, one.name, one.agency, str(one)),
            )
        )

    @cached_property
    def answers(self) -> Mapping[str, Mapping[AuditAnswer, int]]:
        """How many cases have which answer, by what they are asked about."""
        counted = {aspect: Counter[AuditAnswer]() for aspect in ASPECTS}
        for case in self.judged:
            for aspect, answer in case.answers.items():
                counted[aspect][answer] += 1
        for passed in self.passed:
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
        for passed in self.passed:
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
            for each in self.passed
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
            "findings": [self._plain(each) for each in self.counts],
        }

    @staticmethod
    def _plain(each: AuditCount) -> dict[str, Any]:
        place = each.place
        return {
            "protocol": each.protocol,
            "code": each.code,
            "name": each.name,
            "agency": each.agency or None,
            "region": each.region,
            "quarter": each.quarter,
            "cases": each.cases,
            "times": each.times,
            "delay_seconds": each.delay,
            "facts": dict(each.facts),
            "file": None if place is None else place.file,
            "line": None if place is None else place.line,
        }

    def _key(
        self, case: CaseAudit, each: AuditFinding, agency: Id
    ) -> tuple[object, ...]:
        told = ("safeguard", "name", "near", "roles", "fact", "what")
        facts = tuple((k, each.facts[k]) for k in told if k in each.facts)
        return (
            case.case.compiled.protocol.id,
            each.code,
            each.name,
            agency,
            case.case.region,
            self.quarter(each.first),
            facts,
        )

    def _count(
        self, key: tuple[Any, ...], pairs: Sequence[tuple[CaseAudit, AuditFinding]]
    ) -> AuditCount:
        protocol, code, name, agency, region, quarter, facts = key
        delays = [each.delay for _, each in pairs if each.delay]
        cases = len({case.case.key for case, _ in pairs})
        path = pairs[0][1].path
        place = pairs[0][0].case.compiled.handbook.place(path) if path else None
        delay = median_low(delays) // 1_000_000 if delays else None
        return AuditCount(
            protocol,
            code,
            name,
            agency,
            region,
            quarter,
            cases,
            len(pairs),
            delay,
            dict(facts),
            place,
        )


def quarter_of(at: int, timezone: str) -> str:
    """Return the quarter of an instant in a zone: ``2026-Q2``."""
    local = instant_of_micros(at).astimezone(ZoneInfo(timezone))
    return f"{local.year}-Q{(local.month + 2) // 3}"


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
