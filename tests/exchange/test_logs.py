"""Logs of live cases: each step once, in XES and in OCEL, and nobody's token."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import katch_protocols as kp
from katch_protocols.errors import RecordError, SubjectError, WrongTypeError
from katch_protocols.exchange.known_notations import every_notation
from katch_protocols.exchange.logged_cases import RECORD_KEYS, LogFeature, logged
from katch_protocols.exchange.notation import NotationSubject
from katch_protocols.words.languages import LANGUAGES
from katch_protocols.words.say import say
from tests.cases.harbour import FILES, NOW, begin, book, handbook
from tests.cases.test_beside import BOOK as BESIDE
from tests.cases.test_beside import WORKER, care, desk, do
from tests.exchange.live import TOKENS, begun_cases

ANSWERS = Path(__file__).parents[2] / "docs" / "reference" / "answers"
XES = "{http://www.xes-standard.org/}"
OF_CASES = [
    each.name
    for each in every_notation()
    if each.subject is not NotationSubject.PROTOCOL
]


@pytest.fixture(scope="module")
def cases():
    return begun_cases()


@pytest.fixture(scope="module")
def referral():
    return book().protocols["referral"]


def steps(cases):
    """Return every step as the records have it, without loans, by case."""
    for case in cases:
        record = case.snapshot()
        for event in record["events"]:
            if event["kind"] != "stand_in":
                yield record["case"], event


def test_every_key_of_a_record_is_something_that_it_says():
    schema = json.loads((ANSWERS / "case.schema.json").read_text("utf-8"))
    event = schema["$defs"]["event"]["properties"]
    assert set(RECORD_KEYS) == {*schema["properties"], *event}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_record_says_has_words(language):
    for feature in LogFeature:
        assert say(f"exchange.feature-{feature}", language)


def test_xes_has_every_step_of_every_case(cases, referral):
    written = kp.export(referral, to="xes", cases=cases)
    assert written.file == "referral.xes"
    log = ET.fromstring(written.text)  # noqa: S314 - our own
    found = [
        (
            trace.find(f"{XES}string[@key='concept:name']").get("value"),
            {each.get("key"): each.get("value") for each in event if each.get("value")},
        )
        for trace in log.iter(f"{XES}trace")
        for event in trace.iter(f"{XES}event")
    ]
    assert len(list(log.iter(f"{XES}trace"))) == 5
    expected = list(steps(cases))
    assert len(found) == len(expected) == 9
    for (case, event), (name, step) in zip(found, expected, strict=True):
        assert case == name
        assert event["concept:name"] == step["activity"]
        assert event["time:timestamp"] == step["at"].replace("+00:00", ".000+00:00")
        assert event.get("org:role") == step["role"]
        assert event.get("org:group") == step["agency"]
        assert event["from"] == step["from"]
        assert event["kind"] == step["kind"]
        for fact, value in step["records"].items():
            assert event[f"fact.{fact}"] == value
    clock = next(each for _, each in found if each["kind"] == "clock")
    assert (clock["title"], clock["state"]) == ("after 30 days", "forgotten")
    ended = next(each for _, each in found if each["concept:name"] == "end_danger")
    assert ended["fact.danger"] == "absent"  # set, not stated


def test_ocel_has_every_step_and_no_loose_end(cases, referral):
    log = json.loads(kp.export(referral, to="ocel", cases=cases).text)
    objects = {each["id"]: each for each in log["objects"]}
    types = {each["name"]: each for each in log["objectTypes"]}
    assert len(objects) == len(log["objects"])
    assert set(types) == {"case", "document", "role", "agency"}
    assert Counter(each["type"] for each in objects.values()) == {
        "case": 5,
        "document": 4,
        "role": 2,
        "agency": 2,
    }
    for each in objects.values():
        known = {one["name"] for one in types[each["type"]]["attributes"]}
        assert {one["name"] for one in each["attributes"]} <= known
    for each in (*log["objects"], *log["events"]):
        for link in each["relationships"]:
            assert link["objectId"] in objects
    kinds = {each["name"]: each for each in log["eventTypes"]}
    expected = list(steps(cases))
    assert len(log["events"]) == len(expected)
    for event, (case, step) in zip(log["events"], expected, strict=True):
        known = {one["name"] for one in kinds[event["type"]]["attributes"]}
        assert {one["name"] for one in event["attributes"]} <= known
        assert event["id"] == f"case/{case}/{step['number']}"
        assert event["type"] == step["activity"]
        links = {(one["qualifier"], one["objectId"]) for one in event["relationships"]}
        assert ("case", f"case/{case}") in links
        if step["role"]:
            assert ("acts in", f"role/{step['role']}") in links
        for role, _, agency in step.get("with", ()):
            assert {
                ("takes part", f"role/{role}"),
                ("takes part", f"agency/{agency}"),
            } <= links
    danger = [
        (one["time"], one["value"])
        for one in objects["case/case-3x"]["attributes"]
        if one["name"] == "fact.danger"
    ]
    assert [value for _, value in danger] == ["unknown", "present", "absent"]


@pytest.mark.parametrize("name", OF_CASES)
def test_no_token_of_a_person_or_a_request_is_written(name, cases, referral):
    records = json.dumps([case.snapshot() for case in cases])
    for language in book().languages:
        written = kp.export(referral, to=name, cases=cases, language=language)
        assert (
            written.text
            == kp.export(referral, to=name, cases=cases, language=language).text
        )
        told = json.dumps(written.to_json(), ensure_ascii=False)
        for token in TOKENS:
            assert token in records
            assert token not in told
        assert "case-3x" in written.text


def test_what_a_log_leaves_out_is_told(cases, referral):
    losses = {
        loss.name: loss.places
        for loss in kp.export(referral, to="ocel", cases=cases).losses
    }
    assert set(losses) == {
        "log-actors",
        "log-keys",
        "log-loans",
        "log-seals",
    }
    assert losses["log-actors"] == ("assess", "end_danger", "send", "stand_in")
    assert losses["log-keys"] == ("assess",)
    assert losses["log-loans"] == ("stand_in",)
    told = kp.export(referral, to="xes", cases=cases).text
    assert "Not here: who acted: tokens of people are never written (assess" in told


def test_a_deadline_that_runs_stands_at_its_case(cases, referral):
    due = {
        (case.snapshot()["case"], f"due.{each.state}", each.at.isoformat())
        for case in cases
        for each in (*case.due(NOW), *case.overdue(NOW))
    }
    assert len(due) == 4
    log = json.loads(kp.export(referral, to="ocel", cases=cases).text)
    known = {each["name"]: each["type"] for each in log["objectTypes"][0]["attributes"]}
    found = {
        (each["id"].removeprefix("case/"), one["name"], one["value"])
        for each in log["objects"]
        for one in each["attributes"]
        if one["name"].startswith("due.")
    }
    assert {
        (case, name, at.replace("+00:00", ".000Z")) for case, name, at in due
    } == found
    assert {known[name] for _, name, _ in found} == {"time"}
    xes = ET.fromstring(kp.export(referral, to="xes", cases=cases).text)  # noqa: S314 - our own
    assert {
        (trace.find(f"{XES}string[@key='concept:name']").get("value"), key, at)
        for trace in xes.iter(f"{XES}trace")
        for each in trace.findall(f"{XES}date")
        if (key := each.get("key")).startswith("due.") and (at := each.get("value"))
    } == {(case, name, at.replace("+00:00", ".000+00:00")) for case, name, at in due}


def test_a_case_that_another_opened_begins_with_its_facts_and_must_be_taken_up():
    opener = desk()
    do(opener, "ask", records={"danger": "present"})
    (opening,) = do(opener, "call").opened
    case = care(opening)
    found = logged(case)
    assert found.begun == (("urgent",), {"danger": "present"})
    assert found.entered[-1] == "urgent"
    protocol = BESIDE.protocols["care"]
    text = {name: kp.export(protocol, to=name, cases=[case]) for name in OF_CASES}
    for each in text.values():
        assert ("log-beside", ("care",)) in {
            (loss.name, loss.places) for loss in each.losses
        }
    assert '<string key="fact.danger" value="present" />' in text["xes"].text
    assert '"name": "due.taken_up"' in text["ocel"].text
    calendar = text["icalendar"].text.replace("\r\n ", "")
    assert ": Take up the case that was opened\r\n" in calendar
    assert "DESCRIPTION:Answers for it: Worker\\n1 hour (proposed)" in calendar
    assert f"DUE:{NOW + timedelta(hours=1):%Y%m%dT%H%M%SZ}" in calendar
    do(case, "help", by=WORKER)
    (event,) = logged(case).events
    assert (event.origin, event.states) == ("urgent", ("over",))


def test_a_log_of_no_case_is_empty(referral):
    log = json.loads(kp.export(referral, to="ocel", cases=[]).text)
    assert (log["events"], log["objects"], log["eventTypes"]) == ([], [], [])


def test_a_case_tells_where_it_stands_as_its_record_does(cases):
    for case in cases:
        found = logged(case)
        last = found.events[-1].states if found.events else found.begun[0]
        assert set(last) <= set(case.now.states)
        assert found.length == case.version
        assert found.outcome == case.outcome


@pytest.mark.parametrize("name", ["xes", "ocel", "icalendar", "mermaid"])
def test_a_notation_gets_what_it_writes(name, cases, referral):
    wanted = {"xes": {"cases"}, "ocel": {"cases"}, "icalendar": {"cases", "on"}}
    for given in ({}, {"cases": cases}, {"on": NOW.date()}):
        if set(given) <= wanted.get(name, set()) and (given or name == "mermaid"):
            assert kp.export(referral, to=name, **given).text
        else:
            with pytest.raises(SubjectError, match=f"'{name}' writes"):
                kp.export(referral, to=name, **given)
    with pytest.raises(SubjectError):
        kp.export(referral, to=name, cases=cases, on=NOW.date())


def test_a_case_of_another_protocol_or_meaning_is_refused(referral):
    hearing = begin(protocol="hearing")
    with pytest.raises(RecordError) as refused:
        kp.export(referral, to="xes", cases=[hearing])
    assert refused.value.code == "protocol"
    slower = FILES["referral.yaml"].replace("within: 2 hours", "within: 3 hours")
    other = handbook(referral=slower).protocols["referral"]
    with pytest.raises(RecordError) as refused:
        kp.export(other, to="xes", cases=[begin()])
    assert refused.value.code == "pin"


def test_what_is_no_case_is_refused(referral):
    with pytest.raises(WrongTypeError, match="cases"):
        kp.export(referral, to="xes", cases=["case-1x"])


def test_a_case_that_began_with_a_value_is_told_with_it(referral):
    danger = {"danger": "present"}
    words = {"reference": "c", "region": "east", "at": NOW, "facts": danger}
    assert logged(kp.open_case(referral, **words)).begun[1] == danger
