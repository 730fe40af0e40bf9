"""What is answered of a part of a log, wherever that is: a pure function of its rows.

Counts add up in any order, so one process, threads, a pool of processes and Dask give
the same answer.
"""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from katch_protocols.evidence.audits.answers import CaseAudit
from katch_protocols.evidence.audits.counting import Tallies, tallied
from katch_protocols.evidence.audits.judging import Judge
from katch_protocols.evidence.audits.openers import with_due
from katch_protocols.evidence.audits.screening import screen
from katch_protocols.evidence.audits.verdict_table import Verdicts, VerdictTable
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.executor import Executor
from katch_protocols.evidence.logs.coded_cases import CodedLog
from katch_protocols.evidence.logs.coded_reading import CodedReading, LogTerms
from katch_protocols.evidence.logs.coded_rows import CodedRows
from katch_protocols.evidence.logs.events import LogCase

__all__ = ["AuditedPart", "PartAnswer", "audited_parts", "judged"]

_AT_ONCE = 8
"""So many parts are handed out at a time, so that memory holds no more of them."""


@dataclass(frozen=True, eq=False)
class PartAnswer:
    """What is answered of a part.

    Attributes:
        verdicts: A row a case.
        tallies: What was found, counted.
        events: How many events were read.
        left_out: How many were left out, by reason.
        is_simulated: Whether a row says that its case is made up.
    """

    verdicts: Verdicts = field(repr=False)
    tallies: Tallies
    events: int
    left_out: Mapping[str, int]
    is_simulated: bool


@dataclass(frozen=True, eq=False)
class AuditedPart:
    """A part, and what is answered of it; its cases can be had again."""

    reading: CodedReading = field(repr=False)
    number: int
    answer: PartAnswer

    def failed(self) -> tuple[CaseAudit, ...]:
        """Return the answers of the cases that the definition judged."""
        verdicts = self.answer.verdicts
        return self._again(verdicts["case"][verdicts["is_judged"]].tolist())

    def cases(self) -> tuple[CaseAudit, ...]:
        """Return the answers of every case; of a large part that takes long."""
        return self._again(self.answer.verdicts["case"].tolist())

    def one(self, key: str) -> CaseAudit | None:
        """Return the answers of one case by its keyed hash."""
        verdicts = self.answer.verdicts
        if not (verdicts["case"] == key.encode()).any():
            return None
        return next(iter(self._again([key.encode()])), None)

    def _again(self, keys: Sequence[bytes]) -> tuple[CaseAudit, ...]:
        log = CodedLog(
            self.reading.parts.rows(self.number), self.reading.terms.assembly()
        )
        wanted = {each.decode() for each in keys}
        known = enumerate(log.references)
        numbers = np.array([n for n, text in known if text in wanted], np.int32)
        cases = [case for case in log.assembled([numbers]) if case.key in wanted]
        return judged(with_due(cases), self.reading.terms)


def audited_parts(
    reading: CodedReading, engine: Engine, executor: Executor | None
) -> Iterator[AuditedPart]:
    """Yield every part with its answer, in their order."""
    count = len(reading.parts)
    if executor is None:
        for number in range(count):
            found = _answer(reading.parts.rows(number), reading.terms, engine)
            yield _audited(reading, number, found)
        return
    # Handed on as bytes, so that a process makes of them once what it goes by.
    terms = pickle.dumps((reading.terms, engine))
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        rows = [reading.parts.rows(number) for number in numbers]
        answers = executor.map(_answer_there, rows, [terms] * len(rows))
        for number, found in zip(numbers, answers, strict=True):
            yield _audited(reading, number, found)


def _audited(reading: CodedReading, number: int, answer: PartAnswer) -> AuditedPart:
    verdicts = reading.parts.beside(number, answer.verdicts)
    return AuditedPart(reading, number, replace(answer, verdicts=verdicts))


def _answer_there(rows: CodedRows, terms: bytes) -> PartAnswer:
    return _answer(rows, *_terms(terms))


@lru_cache(maxsize=1)
def _terms(terms: bytes) -> tuple[LogTerms, Engine]:
    found: tuple[LogTerms, Engine] = pickle.loads(terms)  # noqa: S301 - our own
    return found


def _answer(rows: CodedRows, terms: LogTerms, engine: Engine) -> PartAnswer:
    """Answer for a part of a log: an engine passes what it can, else we judge."""
    table, until = VerdictTable.of(terms.handbook), terms.window.until
    log = CodedLog(rows, terms.assembly())
    followed = [screen(each, until, engine) for each in log.followed]
    cases = log.assembled([each.cases.numbers[~each.kept] for each in followed])
    found = judged(with_due(cases), terms)
    passed = [table.passed(each, log.references) for each in followed]
    left_out = log.assembly.left_out
    for each in followed:
        left_out["ignored"] += int(each.cases.ignored[each.kept].sum())
        left_out["outside"] += int(each.cases.outside[each.kept].sum())
    events = sum(int(np.diff(e.cases.starts)[e.kept].sum()) for e in followed)
    return PartAnswer(
        np.concatenate([table.judged(found), *passed]),
        tallied(found, terms.handbook.timezone),
        log.assembly.events + events,
        +Counter(left_out),
        rows.is_simulated,
    )


def judged(cases: Iterable[LogCase], terms: LogTerms) -> tuple[CaseAudit, ...]:
    """Hold cases against their protocols, one by one: the definition."""
    judges: dict[int, Judge] = {}
    found = []
    for case in cases:
        key = id(case.compiled)
        if key not in judges:
            silent, until = terms.mapping.not_logged, terms.window.until
            judges[key] = Judge(case.compiled, silent, until, terms.unmapped)
        found.append(judges[key].judge(case))
    return tuple(found)
