"""More cases than are explained: a sample is, and the answer says what was not."""

import json
from concurrent.futures import ThreadPoolExecutor

import jsonschema
import pytest

from katch_protocols.cli.reports.audit import AuditReport
from katch_protocols.evidence.audits.answers import ASPECTS
from katch_protocols.evidence.audits.audit import audit_coded, audit_log
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.model.logs import LogFact, LogMapping, NamedInLog
from tests.cases.harbour import book
from tests.evidence.coding import coded, whole
from tests.evidence.logs import COLUMNS, KEY, UNTIL, case_rows
from tests.house.pages import ROOT

WINDOW = LogWindow(None, micros(UNTIL), micros(UNTIL))
MAPPING = LogMapping(
    id="log",
    protocol=NamedInLog(name="referral"),
    region=NamedInLog(name="east"),
    columns=COLUMNS,
    records={"danger": LogFact(column="danger")},
)
GAPS = [f"gap-{number}" for number in range(40)]
SAID = {
    "en": "Too many cases had to be explained, so a sample of them was: 15. Of the "
    "others nothing can be told, and no finding counts them: 25.",
    "ru": "объяснена выборка: 15. Об остальных ничего сказать нельзя, в замечаниях их "
    "нет: 25.",
    "kk": "таңдамасы түсіндірілді: 15. Қалғандары туралы ештеңе айту мүмкін емес, "
    "табылғандарға кірмейді: 25.",
}


def rows():
    """Return twenty cases that keep everything, and forty that lack a step each."""
    found = [row for number in range(20) for row in case_rows(f"a-{number}")]
    for each in GAPS:
        first, _, *others = case_rows(each)
        found += [first, *others]
    return found


def large(engine, parts=1, executor=None, **more):
    # By their times no case stands together, so parts are of about the same size.
    made = sorted(rows(), key=lambda row: row["at"]) if parts > 1 else rows()
    reading = coded(made, MAPPING, book(), WINDOW, parts=parts)
    return audit_coded(reading, engine, executor, **more)


def seen(audit):
    return audit.to_json(), audit.verdicts()


def least():
    """Return the keyed hashes of the fifteen cases that are explained."""
    return sorted(map(Hashing(KEY).case, GAPS))[:15]


@pytest.mark.parametrize("engine", [Engine.ARRAYS, Engine.COMPILED])
def test_a_sample_is_explained_and_the_others_cannot_be_told(engine):
    found = large(engine, most=15)
    assert (found.count, found.explained, found.unexplained) == (60, 15, 25)
    assert found.to_json()["sample"] == {"explained": 15, "not_explained": 25}
    assert [case.case.key for case in found.judged] == least()
    missing = [each for each in found.counts if each.code == "missing"]
    assert [(each.name, each.cases) for each in missing] == [("send", 15)]
    order = {"kept": 20, "broken": 15, "open": 0, "cannot_tell": 25}
    assert found.answers["order"] == order
    untold = [row for row in found.verdicts() if row["order"] == "cannot_tell"]
    told = {row[name] for row in untold for name in (*ASPECTS, "edits")}
    assert (len(untold), told) == (25, {"cannot_tell", None})
    assert not {row["case"] for row in untold} & {*least()}
    # Whoever asks for one of them is answered, and whoever asks for all.
    hashed = Hashing(KEY).case
    asked = next(each for each in GAPS if hashed(each) not in least())
    assert found.explain(asked).answers["order"] == "broken"
    assert [e.answers for e in found.cases] == [e.answers for e in large(engine).cases]


def test_a_log_of_which_every_case_is_judged_is_sampled_as_well():
    reading = whole(rows(), MAPPING, book(), WINDOW)
    every = sorted(case.key for case in reading.cases)
    found = audit_log(reading, most=15)
    assert (found.count, found.explained, found.unexplained) == (60, 15, 45)
    assert [case.case.key for case in found.judged] == every[:15]
    assert found.answers["end"]["cannot_tell"] == 45
    assert [row["case"] for row in found.verdicts()] == every
    asked = next(each for each in GAPS if Hashing(KEY).case(each) in every[15:])
    assert found.explain(asked).answers["order"] == "broken"
    full = audit_log(reading)
    assert [e.answers for e in found.cases] == [e.answers for e in full.cases]
    with ThreadPoolExecutor(2) as pool:
        assert seen(audit_log(reading, pool, most=15)) == seen(found)


def test_each_part_explains_its_share_wherever_it_is_answered():
    found = large(Engine.ARRAYS, 3, most=15)
    assert [each.answer.explained for each in found._parts] == [5, 5, 5]
    assert (found.count, found.explained, found.unexplained) == (60, 15, 25)
    with ThreadPoolExecutor(2) as pool:
        assert seen(large(Engine.ARRAYS, 3, pool, most=15)) == seen(found)


def test_of_as_many_as_are_explained_nothing_is_said():
    reading = whole(rows(), MAPPING, book(), WINDOW)
    for found in (large(Engine.ARRAYS, most=40), audit_log(reading, most=60)):
        assert (found.unexplained, "sample" in found.to_json()) == (0, False)
        assert seen(found) == seen(audit_log(reading))


@pytest.mark.parametrize("language", SAID)
def test_a_sample_is_said_in_each_language(language):
    report = AuditReport(large(Engine.ARRAYS, most=15), language)
    assert any(line.endswith(SAID[language]) for line in report.lines())
    report = AuditReport(large(Engine.ARRAYS), language)
    assert not any(SAID[language].split(":")[0] in line for line in report.lines())


def test_the_answer_for_programs_is_as_published():
    path = ROOT / "docs" / "reference" / "answers" / "audit.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(large(Engine.ARRAYS, most=15).to_json(), schema)
