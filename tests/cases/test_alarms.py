"""When a host must look again, and with which event a clock began."""

from datetime import timedelta

import pytest

from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, begin, handbook

OFFICER = actor("u1", "officer")
WORKER = actor("u2", "worker")
HOUR = timedelta(hours=1)
ASSESS = {"by": OFFICER, "records": {"danger": "absent"}}


def test_the_next_alarm_is_the_deadline_then_each_telling():
    case = begin()
    assert case.next_alarm == NOW + 2 * HOUR
    # The chief is told at the very instant, the office a day later.
    assert case.next_alarm_after(NOW + 2 * HOUR) == NOW + 26 * HOUR
    assert case.next_alarm_after(NOW + 26 * HOUR) is None
    assert begin(protocol="hearing").next_alarm is None


def test_an_after_is_an_alarm_until_it_is_taken():
    case = begin()
    case.do("assess", at=NOW, **ASSESS)
    month = NOW + timedelta(days=30)
    alarms, at = [], case.next_alarm
    while at is not None:
        alarms.append(at)
        case.advance(at)
        at = case.next_alarm_after(at)
    # Three working days around Nauryz, the office a day later, the clock's step.
    late = NOW + timedelta(days=8)
    assert alarms == [late, late + 24 * HOUR, month]
    assert (case.is_complete, case.next_alarm) == (True, None)


def test_a_step_that_the_clock_owes_stays_the_alarm():
    case = begin()
    case.do("assess", at=NOW, **ASSESS)
    year = NOW + timedelta(days=365)
    assert case.next_alarm_after(year) == NOW + timedelta(days=30)


def test_a_clock_knows_with_which_event_it_began():
    case = begin()
    assert [due.began for due in case.due(NOW)] == [-1]
    case.do("assess", at=NOW, **ASSESS)
    assert [due.began for due in case.due(NOW)] == [0]
    case.do("end_danger", by=OFFICER, together_with=[WORKER], at=NOW + HOUR)
    assert [due.began for due in case.due(NOW)] == [0]


PAUSE = """
protocol: pause
title: {en: Pause, ru: Пауза, kk: Үзіліс}
valid_from: 2026-01-01
initial: work
states:
  work:
    title: {en: Work, ru: Работа, kk: Жұмыс}
    on_pause: HOW
    initial: first
    activities:
      lose: {title: {en: Lose, ru: Потерять, kk: Жоғалту}, by: worker, to: away}
      close: {title: {en: Close, ru: Закрыть, kk: Жабу}, by: worker, to: closed}
    states:
      first:
        title: {en: First, ru: Первое, kk: Бірінші}
        held_by: worker
        within: 10 days
        activities:
          note: {title: {en: Note, ru: Отметить, kk: Белгілеу}, by: worker}
          visit:
            title: {en: Visit, ru: Посетить, kk: Бару}
            by: worker
            within: {limit: 3 days, from: note}
  away:
    title: {en: Away, ru: Потеряно, kk: Жоғалды}
    held_by: officer
    activities:
      find: {title: {en: Find, ru: Найти, kk: Табу}, by: worker, to: resume work}
  closed: {title: {en: Closed, ru: Закрыто, kk: Жабық}, final: true}
"""


@pytest.mark.parametrize(
    ("how", "began", "hours"),
    [("keep running", -1, 240), ("stop", -1, 245), ("restart", 2, 246)],
)
def test_a_clock_that_stood_is_the_same_one_that_started_again_is_another(
    how, began, hours
):
    protocol = handbook(pause=PAUSE.replace("HOW", how)).protocols["pause"]
    case = open_case(protocol, reference="c", region="east", at=NOW)
    case.do("note", by=WORKER, at=NOW)
    case.do("lose", by=WORKER, at=NOW + HOUR)
    case.do("find", by=WORKER, at=NOW + 6 * HOUR)
    (due,) = (each for each in case.due(NOW) if each.activity is None)
    assert (due.began, (due.at - NOW) // HOUR) == (began, hours)
    case.do("note", by=WORKER, at=NOW + 7 * HOUR)
    (visit,) = (each for each in case.due(NOW) if each.activity is not None)
    assert (visit.began, (visit.at - NOW) // HOUR) == (3, 79)
