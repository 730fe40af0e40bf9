"""Every reason for which a running case stays with the version that it has."""

from datetime import timedelta

import pytest

from katch_protocols.files.read import read_texts
from tests.cases.harbour import FILES, handbook
from tests.cases.test_beside import BOOK, CARE, DESK
from tests.cases.test_beside import OFFICER as AT_DESK
from tests.stores.conftest import PEOPLE
from tests.stores.test_migration import CROWD, TEXT, edited, live
from tests.stores.test_steps import Clock

DAY = timedelta(days=1)
GONE = (
    ("when: danger is absent", "when: danger is over"),
    ("sets: {danger: absent}", "sets: {danger: over}"),
)
DIFFERENT = "rule: assess and review by different agencies"
NO_AGREED = (
    ("then: {ruled: agreed}", "then: {ruled: placed}"),
    (TEXT[TEXT.index("  agreed:\n") : TEXT.index("  placed:\n")], ""),
    ("safeguards:", "moves: {agreed: placed}\nsafeguards:"),
    ("  one_hand: {rule: assess and place by the same person, source: [act]}\n", ""),
    (f"  other_agency: {{{DIFFERENT}, source: [act]}}\n", ""),
    ("  child_present: {rule: place with child, source: [act]}\n", ""),
)
ONCE_A_MINUTE = """
protocol: referral
title: {en: Referral, ru: Направление, kk: Бағыттау}
valid_from: 2026-01-01
initial: reported
states:
  reported:
    title: {en: Reported, ru: Сообщено, kk: Хабарланды}
    held_by: officer
    after: {1 minute: reported}
    activities:
      place:
        {title: {en: Place, ru: Разместить, kk: Орналастыру}, by: officer, to: placed}
  placed:
    {title: {en: Placed, ru: Размещён, kk: Орналасты}, final: true, outcome: protected}
"""

STRAND = """
      {name}:
        title: {{en: Part, ru: Часть, kk: Бөлік}}
        initial: asked
        states:
          asked:
            title: {{en: Asked, ru: Спрошено, kk: Сұралды}}
            activities:
              ask_{name}:
                {{title: {{en: Ask, ru: Спросить, kk: Сұрау}}, by: worker, to: heard}}
          heard: {{title: {{en: Heard, ru: Узнали, kk: Естілді}}, final: true}}"""
PLAN = """
protocol: plan
title: {{en: Plan, ru: План, kk: Жоспар}}
initial: work
states:
  work:
    title: {{en: Work, ru: Работа, kk: Жұмыс}}
    held_by: worker
    done: over
    {kind}:{parts}
  over: {{title: {{en: Over, ru: Конец, kk: Соңы}}, final: true, outcome: protected}}
"""


def plan_of(*names, kind="parallel"):
    """Return a handbook whose protocol ``plan`` has these parts, beside each other."""
    parts = "".join(STRAND.format(name=name) for name in names)
    return handbook(plan=PLAN.format(kind=kind, parts=parts))


def reasons(store, new):
    """Return why each case stays; carried out, nothing moves."""
    plan = store.plan_migration(new)
    assert plan.carry_out().moved == ()
    for each in plan.cases:
        assert not each.moves
        assert all(each.said(language) for language in ("en", "ru", "kk"))
    return [(each.code, each.name, each.event) for each in plan.cases]


@pytest.fixture
def store(open_store):
    return open_store(actors=CROWD.get, clock=Clock())


def test_a_fact_has_a_value_that_the_new_version_does_not_know(store):
    live(store, 1)
    facts = FILES["handbook.yaml"].replace("[present, absent]", "[present, over]")
    new = handbook(handbook=facts, referral=edited(TEXT, *GONE))
    assert reasons(store, new) == [("fact", "danger", None)]


def test_the_new_handbook_lacks_the_region(store):
    live(store, 1)
    files = {name: text for name, text in FILES.items() if name != "regions/east.yaml"}
    new = read_texts({**files, "referral.yaml": edited(TEXT, ("2 hours", "3 hours"))})
    assert reasons(store, new.sound()) == [("region", "east", None)]


def test_the_new_handbook_lacks_a_protocol_of_which_a_case_was_opened(open_store):
    store = open_store(handbook=BOOK, actors=PEOPLE.get)
    desk = store.open_case("desk", region="west").reference
    store.do(desk, "call", by=AT_DESK)
    other = CARE.replace("protocol: care", "protocol: help")
    texts = {"help.yaml": other, "desk.yaml": DESK.replace("care", "help")}
    new = read_texts({**FILES, **texts}).sound()
    assert sorted(reasons(store, new)) == [
        ("own-protocol", "care", None),
        ("protocol", "care", None),
    ]


def test_it_would_be_over_by_the_move_alone(store):
    live(store, 5)
    new = handbook(referral=edited(TEXT, *NO_AGREED))
    assert reasons(store, new) == [("ends", "", None)]


def test_the_clock_owes_more_than_it_takes_at_once(open_store):
    clock = Clock()
    store = open_store(handbook=handbook(referral=ONCE_A_MINUTE), clock=clock)
    store.open_case("referral", region="east")
    clock.now += DAY
    new = handbook(referral=ONCE_A_MINUTE.replace("by: officer", "by: worker"))
    assert reasons(store, new) == [("due", "", None)]
    store.tick()
    store.tick()
    assert [each.moves for each in store.plan_migration(new).cases] == [True]


def test_nothing_says_where_a_case_would_stand_in_a_strand_that_is_new(open_store):
    store = open_store(handbook=plan_of("school", "health"))
    store.open_case("plan", region="east")
    new = plan_of("school", "health", "papers")
    assert reasons(store, new) == [("strand", "work.papers", None)]


def test_what_went_side_by_side_is_one_after_the_other_now(open_store):
    store = open_store(handbook=plan_of("school", "health"))
    store.open_case("plan", region="east")
    new = plan_of("school", "health", kind="initial: school\n    states")
    assert reasons(store, new) == [("together", "work.health.asked", None)]


def test_the_new_handbook_lacks_the_protocol_of_the_case(open_store):
    store = open_store(handbook=plan_of("school", "health"), actors=CROWD.get)
    store.open_case("plan", region="east")
    live(store, 1)
    new = handbook(referral=edited(TEXT, ("2 hours", "3 hours")))
    plan = store.plan_migration(new)
    found = [(each.protocol, each.code, each.name) for each in plan.staying]
    assert found == [("plan", "own-protocol", "plan")]
    assert len(plan.moving) == 1
    assert len(store.plan_migration(new, protocol="referral").cases) == 1
