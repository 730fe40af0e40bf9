"""A log that leaves things out says nothing of a case that the whole log does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.evidence.audits.answers import ASPECTS, AuditAnswer
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogColumns, LogFact, LogMapping, NamedInLog
from tests.cases.living import NOW, begun, bound_by, lived
from tests.evidence.coding import whole
from tests.evidence.test_engines import (
    CLOCKED,
    FEW,
    KINDS,
    MINUTE,
    PLAIN,
    Row,
    rows_of,
)
from tests.proofs.random_worlds import World, sentences

COLUMNS = LogColumns(
    case="case",
    activity="event",
    at="at",
    opened="opened",
    role="role",
    agency="agency",
    person="person",
    together_with="with",
    origin="origin",
    number="number",
)
SURE = {AuditAnswer.KEPT, AuditAnswer.BROKEN}
Answers = Mapping[str, Mapping[str, AuditAnswer]]
LEFT_OUT = ("role", "agency", "person", "together_with", "origin")


def numbered(case: Case, number: int) -> list[Row]:
    """Return the rows of a case; none where the same is done again at one instant.

    That would count once.
    """
    rows = [
        row | {"number": str(place)} for place, row in enumerate(rows_of(case, number))
    ]
    return rows if len({(row["event"], row["at"]) for row in rows}) == len(rows) else []


@dataclass
class LivedLog:
    """Everything that a log tells of some cases, which may break sentences.

    ``until`` is after the last of it.
    """

    bound: Handbook
    rows: list[Row]
    case: Case
    until: int

    @classmethod
    def draw(
        cls, handbook: Handbook, data: st.DataObject, random: Random
    ) -> "LivedLog":
        """Live some cases under random sentences."""
        world, rules = World(handbook), []
        for kind in data.draw(st.permutations(KINDS))[:4]:
            name, _, timed = kind.partition(" ")
            rules.append(data.draw(sentences(name, world, timed=bool(timed))))
        bound = bound_by(handbook, rules)
        rows: list[Row] = []
        latest = NOW
        for number in range(4):
            life = begun(bound)
            lived(life, random, set(), most=12)
            latest = max(latest, life.case.last)
            rows += numbered(life.case, number)
        until = micros(latest + random.choice((1, 1, 6000)) * MINUTE)
        return cls(bound, rows, life.case, until)

    @property
    def has_timers(self) -> bool:
        """Whether the clock makes steps."""
        return bool(self.case.view().compiled.ticks)

    def answers(
        self,
        rows: list[Row],
        silent: Sequence[str] = (),
        left_out: Sequence[str] = (),
        window: tuple[int | None, int | None] = (None, None),
    ) -> Answers:
        """Audit rows of a log that leaves out activities, columns, or its ends."""
        facts = self.case.view().compiled.chart.facts
        mapping = LogMapping(
            id="log",
            protocol=NamedInLog(name="first"),
            region=NamedInLog(name=next(iter(self.bound.regions), None)),
            columns=COLUMNS.model_copy(update=dict.fromkeys(left_out)),
            records={name: LogFact(column=f"fact {name}") for name in facts},
            not_logged=tuple(silent),
        )
        since, until = window[0], window[1] or self.until
        reading = whole(rows, mapping, self.bound, LogWindow(since, until, until))
        return {each.case.key: each.answers for each in audit_log(reading).cases}


def unlike(every: Answers, less: Answers, asked: Sequence[str]) -> list[object]:
    """Return what is told for certain of a case, and is not so of the whole log."""
    return [
        (aspect, found[aspect], every[case][aspect])
        for case, found in less.items()
        for aspect in asked
        if found[aspect] in SURE and found[aspect] != every[case][aspect]
    ]


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.data(), st.randoms(use_true_random=False))
def test_what_is_told_of_a_case_is_so_whatever_its_log_leaves_out(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    log = LivedLog.draw(handbook, data, random)
    every, chart = log.answers(log.rows), log.case.view().compiled.chart
    done = {row["event"] for row in log.rows} & set(chart.activities)
    names = sorted(done or chart.activities)
    silent = random.sample(names, min(random.choice((1, 2)), len(names)))
    unlogged = [row for row in log.rows if row["event"] not in silent]
    # Of several explanations the first is followed, and with it the clock.
    asked = [each for each in ASPECTS if each != "time" or not log.has_timers]
    assert unlike(every, log.answers(unlogged, silent), asked) == []
    left_out = [name for name in LEFT_OUT if random.random() < 0.3]
    days = random.choice((0, 0.3, 1))
    in_part = [on_day(row, is_day=random.random() < days) for row in log.rows]
    assert unlike(every, log.answers(in_part, (), left_out), ASPECTS) == []


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.data(), st.randoms(use_true_random=False))
def test_what_is_told_of_a_case_is_so_whatever_times_cannot_be_read(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    log = LivedLog.draw(handbook, data, random)
    unread = [row | {"at": "?"} if random.random() < 0.1 else row for row in log.rows]
    assert unlike(log.answers(log.rows), log.answers(unread), ASPECTS) == []


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.data(), st.randoms(use_true_random=False))
def test_what_is_told_of_a_case_is_so_wherever_its_log_begins_or_ends(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    log = LivedLog.draw(handbook, data, random)
    every = log.answers(log.rows)
    cut = min(micros(NOW + timedelta(hours=random.randrange(14))), log.until)
    for window in ((None, cut), (cut, None)):
        assert unlike(every, log.answers(log.rows, window=window), ASPECTS) == []


def on_day(row: Row, *, is_day: bool) -> Row:
    """Return a row of which only the day is told, or the same."""
    return row | {"at": row["at"][:10]} if is_day else row
