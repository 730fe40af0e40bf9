"""Due instants: weekends, holidays, months, pauses; who is told; the clock."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.errors import ActivityRefusedError, InstantError
from katch_protocols.refusals import Need
from katch_protocols.sentences.text import parse_duration
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, begin, handbook

OFFICER = actor("u1", "officer")
WORKER = actor("u2", "worker")
CARER = actor("u3", "carer")
ALMATY = HandbookCalendar("Asia/Almaty", "KZ")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        # Wednesday 18 March 2026; Nauryz is 21 to 23 March, and 24 and 25 March are
        # the days off for its Saturday and Sunday.
        ("2026-03-18 06:00", "30 minutes", "2026-03-18 06:30"),
        ("2026-03-18 06:00", "24 hours", "2026-03-19 06:00"),
        ("2026-03-18 06:00", "3 days", "2026-03-21 06:00"),
        ("2026-03-18 06:00", "2 weeks", "2026-04-01 06:00"),
        ("2026-03-18 06:00", "1 working day", "2026-03-19 06:00"),
        ("2026-03-18 06:00", "2 working days", "2026-03-20 06:00"),
        ("2026-03-18 06:00", "3 working days", "2026-03-26 06:00"),
        # Friday evening in Almaty is Friday in UTC; half an hour past midnight in
        # Almaty is still the day before in UTC.
        ("2026-03-13 13:00", "1 working day", "2026-03-16 13:00"),
        ("2026-03-13 19:30", "1 working day", "2026-03-15 19:30"),
        ("2026-03-14 06:00", "1 working day", "2026-03-16 06:00"),
        # The last day of a month has no fellow in a shorter one.
        ("2026-01-31 06:00", "1 month", "2026-02-28 06:00"),
        ("2028-01-31 06:00", "1 month", "2028-02-29 06:00"),
        ("2026-11-30 06:00", "3 months", "2027-02-28 06:00"),
        ("2026-12-15 06:00", "12 months", "2027-12-15 06:00"),
    ],
)
def test_a_duration_ends_when_the_calendar_says(start, duration, end):
    assert ALMATY.later(utc(start), parse_duration(duration)) == utc(end)


def test_without_a_holiday_calendar_weekends_alone_are_free():
    plain = HandbookCalendar("Asia/Almaty", None)
    three = parse_duration("3 working days")
    assert plain.later(utc("2026-03-18 06:00"), three) == utc("2026-03-23 06:00")


def test_an_hour_that_a_clock_change_swallows_still_has_an_instant():
    """Almaty has no such change; Warsaw has: 2:30 on 29 March 2026 does not exist."""
    warsaw = HandbookCalendar("Europe/Warsaw", None)
    one_month = parse_duration("1 month")
    assert warsaw.later(utc("2026-02-28 01:30"), one_month) == utc("2026-03-28 01:30")
    one_day = parse_duration("1 day")
    assert warsaw.later(utc("2026-03-28 01:30"), one_day) == utc("2026-03-29 01:30")


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        # On 1 March 2024 at 0:00 the clocks of Almaty were put back to 23:00, from
        # UTC+6 to UTC+5: noon was at 6:00 UTC before and at 7:00 UTC after it.
        ("2024-02-28 06:00", "72 hours", "2024-03-02 06:00"),
        ("2024-02-28 06:00", "3 days", "2024-03-02 07:00"),
        ("2024-02-28 06:00", "1 week", "2024-03-06 07:00"),
        ("2024-02-28 06:00", "3 working days", "2024-03-04 07:00"),
        ("2024-02-28 06:00", "1 month", "2024-03-28 07:00"),
        # All on one side of it.
        ("2024-02-25 06:00", "3 days", "2024-02-28 06:00"),
        ("2024-03-01 07:00", "3 days", "2024-03-04 07:00"),
    ],
)
def test_days_keep_the_hour_of_the_clock_on_the_wall(start, duration, end):
    assert ALMATY.later(utc(start), parse_duration(duration)) == utc(end)


@pytest.mark.parametrize("duration", ["72 hours", "1 day", "1 month", "1 working day"])
def test_nothing_that_begins_later_is_over_before_the_soonest(duration):
    limit = parse_duration(duration)
    for zone in ("Asia/Almaty", "Europe/Warsaw", "America/Havana"):
        calendar = HandbookCalendar(zone, None)
        for hours in range(0, 24 * 366, 7):
            start = utc("2024-01-01 00:30") + timedelta(hours=hours)
            soonest = calendar.soonest(start, limit)
            later = (start + timedelta(minutes=20 * n) for n in range(6))
            assert all(calendar.later(each, limit) >= soonest for each in later)


@pytest.mark.parametrize(
    "duration", ["30 hours", "2 days", "1 month", "2 working days"]
)
@pytest.mark.parametrize(
    "day", ["2026-03-13", "2026-03-19", "2026-01-28", "2026-01-29"]
)
def test_what_began_between_two_instants_is_over_between_the_soonest_and_the_latest(
    duration, day
):
    calendar, limit = HandbookCalendar("Asia/Almaty", "KZ"), parse_duration(duration)
    minute = timedelta(minutes=1)
    for hour, hours in product((0, 7, 19, 23), (0, 1, 11, 30, 61)):
        first = utc(f"{day} {hour:02}:00")
        last = first + timedelta(hours=hours)
        every = (first + n * minute for n in range(60 * hours + 1))
        over = [calendar.later(each, limit) for each in every]
        soonest, latest = calendar.spread(first, last, limit)
        assert min(over) == soonest
        # A minute after the last one of a day, it is the next.
        assert timedelta() <= latest - max(over) < minute


def test_a_deadline_runs_until_its_instant_and_is_broken_after_it():
    case = begin()
    (due,) = case.due(NOW)
    assert (due.state, str(due.limit), due.basis, due.held_by) == (
        "reported",
        "2 hours",
        "proposed",
        "officer",
    )
    assert (due.since, due.at) == (NOW, utc("2026-03-18 08:00"))
    assert case.due(utc("2026-03-18 08:00")) == (due,)
    assert case.overdue(utc("2026-03-18 08:00")) == ()
    late = utc("2026-03-18 08:01")
    assert case.due(late) == ()
    assert case.overdue(late) == (due,)


def test_a_broken_deadline_tells_the_next_in_the_chain_in_time():
    (due,) = begin().overdue(utc("2026-03-19 08:00"))
    assert [(told.tell, told.at) for told in due.escalation] == [
        ("chief", utc("2026-03-18 08:00")),
        ("office", utc("2026-03-19 08:00")),
    ]
    assert [told.tell for told in due.told(utc("2026-03-19 07:59"))] == ["chief"]
    assert [told.tell for told in due.told(utc("2026-03-19 08:00"))] == [
        "chief",
        "office",
    ]


def test_working_days_pass_over_the_holiday():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    assert [due.at for due in case.due(NOW)] == [utc("2026-03-26 06:00")]


def test_a_handover_has_its_own_deadline_and_the_sender_still_answers():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    friday = utc("2026-03-20 06:00")
    case.do("send", by=WORKER, at=friday)
    (due,) = case.due(friday)
    assert (due.state, due.held_by) == ("awaiting_send", "worker")
    assert due.at == utc("2026-03-26 06:00")
    case.do("decline_send", by=CARER, at=utc("2026-03-26 05:00"))
    assert [each.since for each in case.due(utc("2026-03-26 05:00"))] == [
        utc("2026-03-26 05:00")
    ]


def test_the_clock_moves_the_case_by_itself_but_only_when_asked():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    due = NOW + timedelta(days=30)
    assert case.wakes_at == due
    assert case.advance(due - timedelta(seconds=1)) == ()
    with pytest.raises(ActivityRefusedError) as caught:
        case.do("send", by=WORKER, at=due + timedelta(seconds=1))
    assert caught.value.refusal.needs == (Need.CLOCK,)
    (event,) = case.advance(due + timedelta(days=3))
    assert (event.activity, event.at, event.by) == (
        "clock(assessed, 30 days)",
        due,
        None,
    )
    assert case.now.states == ("forgotten",)
    assert case.wakes_at is None
    assert case.due(due) == ()


def test_what_is_possible_at_an_instant_heeds_the_clock_whoever_asks():
    """Once the clock owes a step nothing else is possible, as ``why_not`` says too."""
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    due = NOW + timedelta(days=30)
    assert case.possible(at=due) == case.possible() == ("end_danger", "send")
    late = due + timedelta(seconds=1)
    assert case.why_not("send", at=late).needs == (Need.CLOCK,)
    assert case.possible(at=late) == case.possible(by=WORKER, at=late) == ()
    early = NOW - timedelta(seconds=1)
    assert case.why_not("send", at=early).needs == (Need.TIME,)
    assert case.possible(at=early) == ()


def test_at_the_very_instant_of_the_clock_either_may_come_first():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    due = NOW + timedelta(days=30)
    assert case.do("send", by=WORKER, at=due).activity == "send"
    assert case.advance(due) == ()


PAUSE = """
protocol: pause
title: {{en: Pause, ru: Пауза, kk: Үзіліс}}
initial: work
states:
  work:
    title: {{en: Work, ru: Работа, kk: Жұмыс}}
    held_by: worker
    within: 10 days
    on_pause: {on_pause}
    initial: first
    states:
      first:
        title: {{en: First, ru: Первое, kk: Бірінші}}
        within: {{limit: 2 days, from: begin}}
        after: {{4 days: late}}
        activities:
          begin: {{title: {{en: Begin, ru: Начать, kk: Бастау}}, by: worker}}
      late: {{title: {{en: Late, ru: Поздно, kk: Кеш}}}}
  gone:
    title: {{en: Gone, ru: Пропал, kk: Жоғалды}}
    held_by: worker
    activities:
      find: {{title: {{en: Find, ru: Найти, kk: Табу}}, by: worker, to: resume work}}
  closed:
    {{title: {{en: Over, ru: Готово, kk: Дайын}}, final: true, outcome: protected}}
activities:
  lose: {{by: worker, from: [work], to: gone,
    title: {{en: Lose, ru: Терять, kk: Жоғалту}}}}
  close: {{by: worker, from: [work], to: closed,
    title: {{en: Close, ru: Закрыть, kk: Жабу}}}}
"""


@pytest.mark.parametrize(
    ("on_pause", "work", "first", "wakes"),
    [
        # Opened on day 0, begun on day 1, lost on day 2, found on day 5.
        ("keep running", 10, 3, 4),
        ("stop", 13, 6, 7),
        ("restart", 15, 7, 9),
    ],
)
def test_a_pause_does_to_the_clocks_what_the_protocol_says(
    on_pause, work, first, wakes
):
    pause = PAUSE.format(on_pause=on_pause)
    protocol = handbook(pause=pause).protocols["pause"]
    case = open_case(protocol, reference="case-1", region="east", at=NOW)

    def day(number):
        return NOW + timedelta(days=number)

    case.do("begin", by=WORKER, at=day(1))
    assert [due.at for due in case.due(day(1))] == [day(3), day(10)]
    case.do("lose", by=WORKER, at=day(2))
    assert case.due(day(2)) == ()
    assert case.wakes_at is None
    case.do("find", by=WORKER, at=day(5))
    found = {due.state: due.at for due in (*case.due(day(5)), *case.overdue(day(5)))}
    assert found == {"work": day(work), "work.first": day(first)}
    assert case.wakes_at == day(wakes)
    fired = case.advance(day(20))
    assert [event.at for event in fired] == [max(day(wakes), day(5))]


@pytest.mark.parametrize(
    ("on_pause", "found", "wakes"),
    [
        # It left on day 4, after four days; found again on day 5, or on day 10.
        ("keep running", 5, 8),
        ("stop", 5, 9),
        ("restart", 5, 9),
        ("keep running", 10, 8),
        ("stop", 10, 14),
        ("restart", 10, 14),
    ],
)
def test_a_pause_does_the_same_to_a_clock_that_counts_anew(on_pause, found, wakes):
    text = PAUSE.format(on_pause=on_pause).replace("{4 days: late}", "{4 days: gone}")
    protocol = handbook(pause=text).protocols["pause"]
    case = open_case(protocol, reference="case-1", region="east", at=NOW)
    case.advance(NOW + timedelta(days=4))
    case.do("find", by=WORKER, at=NOW + timedelta(days=found))
    assert case.wakes_at == NOW + timedelta(days=wakes)


@pytest.mark.parametrize(("on_pause", "known"), [("stop", 3), ("restart", 1)])
def test_a_clock_that_starts_again_looks_at_its_last_pause_alone(on_pause, known):
    """Else a case takes the longer for each step, the more often it was paused."""
    protocol = handbook(pause=PAUSE.format(on_pause=on_pause)).protocols["pause"]
    case = open_case(protocol, reference="case-1", region="east", at=NOW)
    for hour in (1, 3, 5):
        case.do("lose", by=WORKER, at=NOW + timedelta(hours=hour))
        case.do("find", by=WORKER, at=NOW + timedelta(hours=hour + 1))
    assert len(case._state.clock.parts.pauses) == known


def test_a_deadline_from_an_event_counts_from_entry_until_it_happened():
    protocol = handbook(pause=PAUSE.format(on_pause="stop")).protocols["pause"]
    case = open_case(protocol, reference="case-1", region="east", at=NOW)
    assert [due.at for due in case.due(NOW)] == [
        NOW + timedelta(days=2),
        NOW + timedelta(days=10),
    ]
    case.do("begin", by=WORKER, at=NOW + timedelta(days=1))
    case.do("begin", by=WORKER, at=NOW + timedelta(days=2))
    assert case.due(NOW)[0].at == NOW + timedelta(days=4)


def test_an_instant_without_a_time_zone_asks_nothing():
    naive = NOW.replace(tzinfo=None)
    for ask in (begin().due, begin().overdue, begin().advance):
        with pytest.raises(InstantError):
            ask(naive)


def test_a_clock_that_takes_up_what_it_left_counts_anew():
    """Else it would be due again at once, and again, for ever."""
    text = PAUSE.format(on_pause="keep running")
    text = text.replace("{4 days: late}", "{4 days: resume work}")
    protocol = handbook(pause=text).protocols["pause"]
    case = open_case(protocol, reference="case-1", region="east", at=NOW)
    fired = case.advance(NOW + timedelta(days=9))
    assert [event.at - NOW for event in fired] == [
        timedelta(days=4),
        timedelta(days=8),
    ]
    assert case.wakes_at == NOW + timedelta(days=12)
