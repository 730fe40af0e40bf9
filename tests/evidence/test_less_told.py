"""A log that leaves things out says nothing of a case that the whole log does not."""

from collections.abc import Mapping, Sequence
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


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.data(), st.randoms(use_true_random=False))
def test_what_is_told_of_a_case_is_so_whatever_its_log_leaves_out(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    world, rules = World(handbook), []
    for kind in data.draw(st.permutations(KINDS))[:4]:
        name, _, timed = kind.partition(" ")
        rules.append(data.draw(sentences(name, world, timed=bool(timed))))
    bound = bound_by(handbook, rules)
    rows: list[Row] = []
    latest, facts = NOW, {}
    for number in range(4):
        life = begun(bound)
        lived(life, random, set(), most=12)
        latest = max(latest, life.case.last)
        rows += numbered(life.case, number)
        compiled = life.case.view().compiled
        facts = {n: LogFact(column=f"fact {n}") for n in compiled.chart.facts}
    until = micros(latest + random.choice((1, 1, 6000)) * MINUTE)

    def answered(
        told: list[Row], silent: Sequence[str] = (), left_out: Sequence[str] = ()
    ) -> Answers:
        mapping = LogMapping(
            id="log",
            protocol=NamedInLog(name="first"),
            region=NamedInLog(name=next(iter(bound.regions), None)),
            columns=COLUMNS.model_copy(update=dict.fromkeys(left_out)),
            records=facts,
            not_logged=tuple(silent),
        )
        window = LogWindow(None, until, until)
        audit = audit_log(whole(told, mapping, bound, window))
        return {each.case.key: each.answers for each in audit.cases}

    every = answered(rows)
    done = {row["event"] for row in rows} & set(compiled.chart.activities)
    names = sorted(done or compiled.chart.activities)
    silent = random.sample(names, min(random.choice((1, 2)), len(names)))
    left_out = [name for name in LEFT_OUT if random.random() < 0.3]
    days = random.choice((0, 0.3, 1))
    unlogged = [row for row in rows if row["event"] not in silent]
    in_part = [on_day(row, is_day=random.random() < days) for row in rows]
    # Of several explanations the first is followed, and with it the clock.
    asked = [each for each in ASPECTS if each != "time" or not compiled.ticks]
    assert unlike(every, answered(unlogged, silent), asked) == []
    assert unlike(every, answered(in_part, (), left_out), ASPECTS) == []


def unlike(every: Answers, less: Answers, asked: Sequence[str]) -> list[object]:
    """Return what is told for certain of a case, and is not so of the whole log."""
    return [
        (aspect, found[aspect], every[case][aspect])
        for case, found in less.items()
        for aspect in asked
        if found[aspect] in SURE and found[aspect] != every[case][aspect]
    ]


def on_day(row: Row, *, is_day: bool) -> Row:
    """Return a row of which only the day is told, or the same."""
    return row | {"at": row["at"][:10]} if is_day else row
