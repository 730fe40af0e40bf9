"""A log that never tells some activities says nothing that the whole log does not."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.evidence.audits.answers import AuditAnswer
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
        lines = enumerate(rows_of(life.case, number))
        rows += [row | {"number": str(place)} for place, row in lines]
        compiled = life.case.view().compiled
        facts = {n: LogFact(column=f"fact {n}") for n in compiled.chart.facts}
    done = {row["event"] for row in rows} & set(compiled.chart.activities)
    names = sorted(done or compiled.chart.activities)
    silent = random.sample(names, min(random.choice((1, 2)), len(names)))
    until = micros(latest + random.choice((1, 1, 6000)) * MINUTE)
    window = LogWindow(None, until, until)
    answers = []
    for untold in ((), tuple(silent)):
        mapping = LogMapping(
            id="log",
            protocol=NamedInLog(name="first"),
            region=NamedInLog(name=next(iter(bound.regions), None)),
            columns=COLUMNS,
            records=facts,
            not_logged=untold,
        )
        told = [row for row in rows if row["event"] not in untold]
        audit = audit_log(whole(told, mapping, bound, window))
        answers.append({each.case.key: each.answers for each in audit.cases})
    every, less = answers
    for case, found in less.items():
        if every[case]["order"] is AuditAnswer.BROKEN:
            continue  # somebody did the same again at one instant: that counts once
        for aspect, answer in found.items():
            if answer in SURE:
                assert every[case][aspect] == answer, (aspect, silent)
