"""What is answered of a part of a log, wherever that is: a pure function of its rows.

Counts add up in any order, so one process, threads, a pool of processes and Dask give
the same answer.
"""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from katch_protocols.answers import Brief
from katch_protocols.budget import progressed
from katch_protocols.evidence.audits.answers import CaseAudit
from katch_protocols.evidence.audits.counting import Tallies, tallied
from katch_protocols.evidence.audits.held_verdicts import HeldVerdicts
from katch_protocols.evidence.audits.judging import Judge
from katch_protocols.evidence.audits.openers import with_openers
from katch_protocols.evidence.audits.sampling import sampled
from katch_protocols.evidence.audits.screening import screen
from katch_protocols.evidence.audits.verdict_table import Verdicts, VerdictTable
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.executor import Executor
from katch_protocols.evidence.logs.coded_cases import CodedLog
from katch_protocols.evidence.logs.coded_reading import CodedReading, LogTerms
from katch_protocols.evidence.logs.coded_rows import CodedRows
from katch_protocols.evidence.logs.events import LogCase, Place

__all__ = ["AuditedPart", "PartAnswer", "audited_parts", "judged"]

_MANY = 5_000
"""Fewer cases would wait longer for compiled loops to be loaded than they save."""

_AT_ONCE = 8
"""So many parts are handed out at a time, so that memory holds no more of them."""


class PartAnswer(Struct, frozen=True, eq=False):
    """What is answered of a part beside its verdicts.

    Attributes:
        cases: How many cases there are.
        explained: How many the definition judged.
        unexplained: How many it had to judge as well, and are in no sample.
        tallies: What was found, counted.
        events: How many events were read.
        left_out: How many were left out, by reason.
        is_simulated: Whether a row says that its case is made up.
        first_left_out: Where the first of these stands; see ``LogReading``.
        not_in_force: How many cases are of days without their text; see there.
        told: The columns in which any row holds anything.
    """

    cases: int
    explained: int
    unexplained: int
    tallies: Tallies
    events: int
    left_out: Mapping[str, int]
    is_simulated: bool
    first_left_out: Mapping[str, Place]
    not_in_force: int
    told: frozenset[str]


class AuditedPart(Brief, Struct, frozen=True, eq=False):
    """A part, and what is answered of it; its cases can be had again."""

    UNSAID = ("reading",)

    reading: CodedReading
    number: int
    answer: PartAnswer
    _held: HeldVerdicts

    @property
    def verdicts(self) -> Verdicts:
        """The verdicts of the part: a row a case."""
        return self._held.of(self.number)

    def failed(self) -> tuple[CaseAudit, ...]:
        """Return the answers of the cases that the definition judged."""
        verdicts = self.verdicts
        return self._again(verdicts["case"][verdicts["is_judged"]].tolist())

    def cases(self) -> tuple[CaseAudit, ...]:
        """Return the answers of every case; of a large part that takes long."""
        return self._again(self.verdicts["case"].tolist())

    def one(self, key: str) -> CaseAudit | None:
        """Return the answers of one case by its keyed hash."""
        if not (self.verdicts["case"] == key.encode()).any():
            return None
        return next(iter(self._again([key.encode()])), None)

    def _again(self, keys: Sequence[bytes]) -> tuple[CaseAudit, ...]:
        log = CodedLog(
            self.reading.parts.rows(self.number), self.reading.terms.assembly()
        )
        wanted = {each.decode() for each in keys}
        numbers = np.flatnonzero(np.isin(log.keys.texts, np.array(keys, np.bytes_)))
        silent = self.reading.terms.mapping.not_logged
        cases = with_openers(log.assembled([numbers]), silent)
        found = [case for case in cases if case.key in wanted]
        return judged(found, self.reading.terms)


def audited_parts(
    reading: CodedReading, engine: Engine, executor: Executor | None, most: int
) -> Iterator[AuditedPart]:
    """Yield every part with its answer, in their order.

    Of all parts together at most ``most`` cases are explained.
    """
    count = len(reading.parts)
    most //= max(count, 1)
    held = HeldVerdicts(count)
    if executor is None:
        seen = 0
        for number in range(count):
            progressed("judged", seen)
            rows = reading.parts.rows(number)
            seen += len(rows)
            verdicts, found = _answer(rows, reading.terms, engine, most)
            held.hold(number, verdicts)
            yield AuditedPart(reading, number, found, held)
        return
    # Handed on as bytes, so that a process makes of them once what it goes by.
    terms = pickle.dumps((reading.terms, engine, most))
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        every = [reading.parts.rows(number) for number in numbers]
        answers = executor.map(_answer_there, every, [terms] * len(every))
        for number, (verdicts, found) in zip(numbers, answers, strict=True):
            held.hold(number, verdicts)
            yield AuditedPart(reading, number, found, held)


def _answer_there(rows: CodedRows, terms: bytes) -> tuple[Verdicts, PartAnswer]:
    return _answer(rows, *_terms(terms))


@lru_cache(maxsize=1)
def _terms(terms: bytes) -> tuple[LogTerms, Engine, int]:
    found: tuple[LogTerms, Engine, int] = pickle.loads(terms)  # noqa: S301 - our own
    return found


def _answer(
    rows: CodedRows, terms: LogTerms, engine: Engine, most: int
) -> tuple[Verdicts, PartAnswer]:
    """Answer for a part of a log: an engine passes what it can, else we judge.

    At most ``most`` cases are judged. First the verdicts, a row a case.
    """
    table, until = VerdictTable.of(terms.handbook), terms.window.until
    log = CodedLog(rows, terms.assembly())
    silent = terms.mapping.not_logged
    followed = [screen(each, until, engine, silent) for each in log.followed]
    cases = log.assembled([each.cases.numbers[~each.kept] for each in followed])
    some, others = sampled(list(with_openers(cases, silent)), most)
    found = judged(some, terms, has_loops=engine is Engine.COMPILED)
    passed = [table.passed(each, log.keys) for each in followed]
    left_out, homes = log.assembly.left_out, log.assembly.homes
    not_in_force = log.assembly.not_in_force
    for each in followed:
        left_out["ignored"] += int(each.cases.ignored[each.kept].sum())
        left_out["outside"] += int(each.cases.outside[each.kept].sum())
        opened = each.cases.opened[each.kept]
        not_in_force += homes.not_in_force(each.cases.compiled, opened)
    events = sum(int(np.diff(e.cases.starts)[e.kept].sum()) for e in followed)
    verdicts = [table.judged(found), table.unexplained(others), *passed]
    return np.concatenate(verdicts), PartAnswer(
        sum(map(len, verdicts)),
        len(found),
        len(others),
        tallied(found, terms.handbook.timezone),
        log.assembly.events + events,
        +Counter(left_out),
        rows.is_simulated,
        log.assembly.first_left_out,
        0 if rows.is_simulated else not_in_force,
        rows.told,
    )


def judged(
    cases: Iterable[LogCase],
    terms: LogTerms,
    *,
    has_loops: bool = False,
    judges: dict[int, Judge] | None = None,
) -> tuple[CaseAudit, ...]:
    """Hold cases against their protocols, one by one: the definition.

    Loops may explain them where these are loaded anyhow (``has_loops``), or where the
    cases are many. ``judges`` are kept for other cases of the same terms, by what is
    compiled.
    """
    judges = {} if judges is None else judges
    every = tuple(cases)
    numbers: dict[int, list[int]] = {}
    for number, case in enumerate(every):
        numbers.setdefault(id(case.compiled), []).append(number)
    found: dict[int, CaseAudit] = {}
    silent, until = terms.mapping.not_logged, terms.window.until
    for ours, mine in numbers.items():
        some = [every[each] for each in mine]
        judge = judges.get(ours)
        if judge is None:
            judge = judges[ours] = Judge(some[0].compiled, silent, until)
        compiled = has_loops or len(some) >= _MANY
        known = judge.explainer.explain_all(some, on=True, compiled=compiled)
        found |= zip(mine, map(judge.judge, some, known), strict=True)
    return tuple(found[number] for number in range(len(every)))
