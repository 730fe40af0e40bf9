"""The calendar: every deadline that runs, at its instant, with who must be told."""

import sys
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

import katch_protocols as kp
from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.charts.build import chart
from katch_protocols.errors import InstantError, MissingExtraError
from katch_protocols.files.read import read_texts
from tests.cases.harbour import FILES, NOW, actor, begin, book
from tests.cases.test_beside import CARE, DESK
from tests.exchange.live import begun_cases
from tests.exchange.peers_calendar import read_by_ical
from tests.npm import workplace


@pytest.fixture(scope="module")
def cases():
    return begun_cases()


@pytest.fixture(scope="module")
def ical(npm, tmp_path_factory):
    return workplace(npm, tmp_path_factory.mktemp("ical"))


def written(cases, language="en"):
    referral = book().protocols["referral"]
    return kp.export(referral, to="icalendar", cases=cases, language=language).text


def tasks(text):
    return Calendar.from_ical(text).walk("VTODO")


def test_each_deadline_that_runs_is_a_task_due_when_it_is_broken(cases):
    expected = sorted(
        (due.at, case.reference, due.since, [(each.at) for each in due.escalation])
        for case in cases
        for due in (*case.overdue(NOW), *case.due(NOW))
    )
    found = sorted(
        (
            task.decoded("due"),
            str(task["summary"]).partition(":")[0],
            task.decoded("dtstart"),
            [alarm.decoded("trigger") for alarm in task.walk("VALARM")],
        )
        for task in tasks(written(cases))
    )
    assert found == expected
    assert len(found) == 4  # the case that ended has none


def test_a_task_says_what_must_be_done_and_who_acts():
    (task,) = tasks(written([begin()]))
    assert str(task["summary"]) == "case-1: Assess the danger"
    assert str(task["description"]).split("\n") == [
        "Acts: Officer or Worker",
        "Answers for it: Officer",
        "2 hours (proposed)",
    ]
    told = [str(alarm["description"]) for alarm in task.walk("VALARM")]
    assert told == [
        "The deadline is broken: Assess the danger. Tell: Chief.",
        "The deadline is broken: Assess the danger. Tell: Office.",
    ]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_icalendar_reads_it_and_writes_the_same(cases, language):
    text = written(cases, language)
    assert Calendar.from_ical(text).to_ical(sorted=False).decode() == text
    lines = text.encode("utf-8").split(b"\r\n")
    assert max(map(len, lines)) <= 75  # RFC 5545, 3.1
    assert b"\n" not in b"".join(lines)


def test_ical_js_reads_the_same(cases, ical):
    text = written(cases, "ru")
    found = read_by_ical(ical, text)
    calendar = Calendar.from_ical(text)
    parts = [*calendar.walk("VTODO"), *calendar.walk("VEVENT")]
    assert len(found) == len(parts) == 8
    for theirs, ours in zip(found, parts, strict=True):
        assert theirs["uid"] == ours["uid"]
        assert theirs["summary"] == ours["summary"]
        assert theirs["description"] == ours["description"]
        end = "due" if theirs["kind"] == "vtodo" else "dtstart"
        assert datetime.fromisoformat(theirs[end]) == ours.decoded(end)
        alarms = ours.walk("VALARM")
        assert [datetime.fromisoformat(at) for at, _ in theirs["alarms"]] == [
            alarm.decoded("trigger") for alarm in alarms
        ]
    assert len({each["uid"] for each in found}) == len(found)


def test_a_deadline_keeps_its_uid_and_a_second_one_of_the_state_has_another():
    case, worker = begin(), actor("u1", "worker")
    carer = actor("u2", "carer", agency="office")
    case.do("assess", by=worker, at=NOW, records={"danger": "absent"})
    (before,) = tasks(written([case]))
    (again,) = tasks(written([case], "kk"))
    assert before["uid"] == again["uid"]
    assert before["sequence"] == 1
    case.do("send", by=worker, at=NOW)
    case.do("decline_send", by=carer, at=NOW + timedelta(hours=1))
    (after,) = tasks(written([case]))
    assert str(after["summary"]) == str(before["summary"])
    assert after["uid"] != before["uid"]
    assert after.decoded("due") > before.decoded("due")


def test_a_day_starts_every_clock_of_the_protocol():
    handbook, day = book(), date(2026, 3, 18)
    referral = handbook.protocols["referral"]
    export = kp.export(referral, to="icalendar", on=day)
    calendar = HandbookCalendar.of(handbook)
    start = calendar.midnight(day)
    clocked = [node for node in chart(referral, handbook).nodes if node.within]
    found = sorted(task.decoded("due") for task in tasks(export.text))
    assert found == sorted(calendar.later(start, node.within.limit) for node in clocked)
    assert len(found) == 3
    losses = {loss.name: loss.places for loss in export.losses}
    assert losses["one-day"] == tuple(node.name for node in clocked)


def test_a_day_starts_the_clock_of_each_case_that_is_opened():
    day = date(2026, 3, 18)
    made = read_texts({**FILES, "care.yaml": CARE, "desk.yaml": DESK}).sound()
    export = kp.export(made.protocols["desk"], to="icalendar", on=day)
    start = HandbookCalendar.of(made).midnight(day)
    found = {str(task["summary"]): task.decoded("due") for task in tasks(export.text)}
    assert found["Take up the case “Care”"] == start + timedelta(hours=1)


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date.max])
def test_a_day_outside_the_years_of_cases_is_refused(day):
    with pytest.raises(InstantError, match="`on` cannot be used"):
        kp.export(book().protocols["referral"], to="icalendar", on=day)


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2399, 12, 31)])
def test_the_first_and_the_last_day_of_cases_are_days_like_others(day):
    assert (
        len(tasks(kp.export(book().protocols["referral"], to="icalendar", on=day).text))
        == 3
    )


def test_without_its_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    name = "katch_protocols.exchange.calendar_file"
    monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(MissingExtraError, match=r"katch-protocols\[exchange\]"):
        written([])
