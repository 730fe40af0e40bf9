"""What is decided once and kept is what would be decided anew, step by step."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from katch_protocols.cases import acting, record
from katch_protocols.cases.case import Case
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.event import CaseEvent, canonical, said, text_of
from katch_protocols.cases.open_case import open_case
from katch_protocols.cases.record import taken_up
from katch_protocols.cases.request import Actor
from katch_protocols.charts.build import chart
from katch_protocols.errors import (
    ActivityRefusedError,
    BoundError,
    KatchError,
    ProtocolError,
)
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.refusals import Need
from tests.cases.harbour import NOW, actor, book, handbook
from tests.interpreter import UnendingError
from tests.strategies import handbooks

NARROW = 5_000
SELDOM = 0.15
"""How often something is said that need not be."""

REGIONAL = [
    actor("o1", "officer"),
    actor("w1", "worker"),
    actor("w2", "worker"),
    actor("w3", "worker", agency="police"),
    actor("w4", "worker", trained=False),
    actor("c1", "carer"),
    actor("c2", "carer", agency="shelter"),
    actor("j1", "judge", "worker", agency="office"),
    actor("j2", "judge", agency="police"),
    actor("x1", "worker", region="west"),
    actor("x2", "worker", "carer", region=None, trained=False),
]
ROLES = ("officer", "nurse", "teacher")
PEOPLE = [
    Actor(token, roles=roles, agency=agency, region=None)
    for token, roles, agency in [
        ("o1", ["officer"], "police"),
        ("o2", ["officer"], "police"),
        ("n1", ["nurse"], "clinic"),
        ("t1", ["teacher"], "school"),
        ("a1", ROLES, "police"),
        ("a2", ROLES, "clinic"),
        ("a3", ROLES, "school"),
        ("x1", ["nurse"], "police"),
        ("x2", ROLES, None),
    ]
]

DESK = """
protocol: desk
title: {en: Desk, ru: Стол, kk: Үстел}
initial: open
states:
  open:
    parallel:
      left:
        initial: empty
        states:
          empty:
            title: {en: Empty, ru: Пусто, kk: Бос}
            held_by: worker
            activities:
              note:
                title: {en: Note, ru: Записать, kk: Жазу}
                by: [worker, carer]
                records: [danger]
              fill:
                title: {en: Fill, ru: Заполнить, kk: Толтыру}
                by: [judge, worker]
                to: full
              sign:
                title: {en: Sign, ru: Подписать, kk: Қол қою}
                by: [worker, judge]
                qualified: [interviewing]
          full:
            title: {en: Full, ru: Полно, kk: Толы}
            held_by: worker
            after: {2 hours: empty}
            activities:
              clear:
                title: {en: Clear, ru: Очистить, kk: Тазалау}
                by: worker
                when: danger is absent
                to: empty
      right:
        initial: waiting
        states:
          waiting:
            title: {en: Waiting, ru: Ожидание, kk: Күту}
            held_by: officer
            activities:
              sign:
                title: {en: Countersign, ru: Заверить, kk: Растау}
                by: [judge, carer]
                reason: true
                reasons: [yearly, court_order]
              inspect:
                title: {en: Inspect, ru: Осмотреть, kk: Қарау}
                by: [officer, worker]
    done: over
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
safeguards:
  inspected_by_another: {rule: fill and inspect by different people, source: [act]}
"""
BOOK = handbook(desk=DESK)
DESKS = BOOK.protocols["desk"]
STATED = {"danger": "absent"}


def anew(compiled, **more):
    """The same protocol, of which nothing is kept yet."""
    every = compiled.activities.items()
    fresh = {name: replace(each, settled={}, **more) for name, each in every}
    return replace(compiled, activities=fresh)


def desk(compiled=None):
    return open_case(compiled or compiled_case(DESKS, BOOK), "case-1", "east", NOW)


def outcome(case, take):
    """What came of something that was tried, with everything that it changed."""
    before = len(case.events)
    try:
        take(case)
    except KatchError as error:
        found = type(error), str(error), getattr(error, "refusal", None)
    else:
        found = None
    events = enumerate(case.events[before:], before)
    told = [event.to_json(number) for number, event in events]
    return found, told, case.head, case.now, case.wakes_at


def asked(case, people):
    """What a case says of itself, to everybody."""
    due = case.due(case.last), case.overdue(case.last), case.next_alarm
    return [case.possible(by=each) for each in people], case.signals(), due


def doing(random, case, at, people):
    """Something to be tried: mostly what somebody may do, said in any way."""
    by = random.choice(people)
    every = (*case.view().compiled.activities,) or reject()
    name = random.choice(random.choice([case.possible(by=by), every]) or every)
    activity = case.view().compiled.activity(name)
    stated = [each.row.records for each in activity.rows] or [()]
    entry = random.choice(activity.entries)
    said = {
        "together_with": lambda: random.sample(people, 1),
        "role": lambda: random.choice(entry.roles) if entry.roles else None,
        "state": lambda: entry.origin,
        "expected_version": lambda: len(case.events) - random.choice([0, 0, 1]),
        "key": lambda: random.choice(["key-1", "key-2"]),
    }
    more = {key: draw() for key, draw in said.items() if random.random() < SELDOM}
    records, reason = dict(random.choice(stated)), random.choice([None, *entry.reasons])
    words = {"by": by, "at": at, "records": records, "reason": reason, **more}
    return lambda each: each.do(name, **words)


def trying(random, case, people):
    """Something to be tried: an act, a loan, or that time passes."""
    kind = random.choice(["do"] * 12 + ["advance", "lend"])
    at = case.last + timedelta(minutes=random.choice([0, 1, 60, -1]))
    if kind == "advance":
        return lambda each: each.advance(each.wakes_at or at)
    if kind == "lend":
        by = random.choice(people)
        words = {
            "by": by,
            "deputy": random.choice(people).token,
            "role": random.choice(sorted(by.roles)),
            "until": at + timedelta(hours=1),
            "at": at,
        }
        return lambda each: each.stand_in(**words)
    return doing(random, case, at, people)


def agree(random, compiled, region, people, tries):
    """The first case decides each time; the second keeps, the third only takes."""
    never, start = anew(compiled, is_plain=False), datetime(2026, 3, 30, tzinfo=UTC)
    every = never, compiled, compiled
    cases = [open_case(each, "case-1", region, start) for each in every]
    for _ in range(tries):
        take = trying(random, cases[0], people)
        first, second, third = (outcome(case, take) for case in cases)
        assert second == first
        assert third == first
    assert [asked(each, people) for each in cases[1:]] == [asked(cases[0], people)] * 2
    written = cases[0].snapshot()
    assert cases[1].snapshot() == written
    again = [Case(taken_up(each, written)) for each in every]
    assert [each.snapshot() for each in again] == [written] * 3
    assert [asked(each, people) for each in again] == [asked(cases[0], people)] * 3
    for number, event in enumerate(cases[1].events):
        assert text_of(event, number) == canonical(event.to_json(number))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_is_what_would_be_decided_anew(seed):
    """Some cases, one after the other, of one desk."""
    random = Random(seed)  # noqa: S311 - no secret
    compiled = anew(compiled_case(DESKS, BOOK))
    for _ in range(20):
        agree(random, compiled, "east", REGIONAL, 40)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(handbooks(), st.integers(0, 2**32 - 1))
def test_so_it_is_in_any_protocol(drawn, seed):
    protocol = drawn.protocols["first"]
    if most_configurations(chart(protocol, drawn)) > NARROW:
        reject()
    try:
        compiled = compiled_case(protocol, drawn)
        random = Random(seed)  # noqa: S311 - no secret
        agree(random, compiled, next(iter(drawn.regions), None), PEOPLE, 20)
    except (UnendingError, BoundError, ProtocolError):
        reject()


@pytest.fixture
def deciding(monkeypatch):
    """Count how often somebody's rights are looked up."""
    found = []

    def counted(offices, request):
        found.append(request.activity)
        return authorize(offices, request)

    authorize = acting.authorize
    monkeypatch.setattr(acting, "authorize", counted)
    return found


def note(case, by, **words):
    return case.do("note", by=by, at=NOW, records=STATED, **words)


def test_the_same_by_the_same_rights_is_decided_once(deciding):
    compiled = anew(compiled_case(DESKS, BOOK))
    first, second = desk(compiled), desk(compiled)
    note(first, actor("u1", "worker"))
    assert deciding == ["note"]
    event = note(second, actor("u2", "worker"))
    assert deciding == ["note"]
    assert (event.by, event.role, event.agency) == ("u2", "worker", "office")
    note(second, actor("u1", "worker"), role="worker")
    assert deciding == ["note", "note"]


def test_whoever_has_other_rights_is_decided_anew():
    case = desk()
    for _ in range(2):
        note(case, actor("u1", "worker"))
    for other in (
        actor("u1", "worker", agency="police"),
        actor("u1", "judge"),
        Actor("u1", roles=["worker"], agency="office", region="west"),
    ):
        with pytest.raises(ActivityRefusedError):
            note(case, other)


def test_what_is_kept_of_one_day_is_not_kept_of_another():
    """The carer's agency is another from the first of April on, in the east."""
    case, later = desk(), datetime(2026, 4, 2, tzinfo=UTC)
    carer = actor("u1", "carer")
    assert [note(case, carer).role for _ in range(2)] == ["carer"] * 2
    with pytest.raises(ActivityRefusedError) as caught:
        case.do("note", by=carer, at=later, records=STATED)
    assert caught.value.refusal.needs == (Need.AGENCY,)
    with pytest.raises(ActivityRefusedError):
        note(open_case(compiled_case(DESKS, BOOK), "case-2", "west", NOW), carer)


def test_who_holds_a_role_in_another_handbook_is_asked_of_that_one():
    """What was kept under one handbook counts under no other."""
    case, worker = desk(), actor("u1", "worker")
    assert [note(case, worker).agency for _ in range(2)] == ["office"] * 2
    moved = book().roles["worker"].model_copy(update={"agencies": ("police",)})
    roles = {**BOOK.roles, "worker": moved}
    holders = BOOK.model_copy(update={"roles": type(BOOK.roles)(roles)})
    again = Case.restore(DESKS, case.snapshot(), handbook=BOOK, holders=holders)
    with pytest.raises(ActivityRefusedError):
        note(again, worker)
    assert note(again, actor("u1", "worker", agency="police")).agency == "police"


def test_a_record_decides_the_same_step_once(monkeypatch):
    case = desk()
    for _ in range(3):
        note(case, actor("u1", "worker"))
    written, found = case.snapshot(), []
    decided = record.decided_again

    def counted(state, event, at, people):
        found.append(event["number"])
        return decided(state, event, at, people)

    monkeypatch.setattr(record, "decided_again", counted)
    compiled = anew(compiled_case(DESKS, BOOK))
    assert Case(taken_up(compiled, written)).version == 3
    assert found == [0, 1]  # the first found no danger stated yet


@given(st.datetimes(datetime(1970, 1, 1), datetime(2399, 12, 31)))  # noqa: DTZ001
def test_an_instant_is_written_as_python_writes_it(at):
    instant = at.replace(tzinfo=UTC)
    assert said(instant) == instant.isoformat()


def test_a_kept_step_makes_an_event_of_its_own():
    case = desk()
    one, two = (note(case, actor(token, "worker")) for token in ("u1", "u2"))
    assert isinstance(two, CaseEvent)
    assert (one.by, two.by) == ("u1", "u2")
    assert two.previous != one.previous
