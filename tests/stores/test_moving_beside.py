"""A plan is made while others work, and names that change places go along."""

from datetime import timedelta

import pytest
from sqlalchemy import delete as delete_from

from katch_protocols.errors import StoreError
from katch_protocols.stores.carrying_over import _Moving
from katch_protocols.stores.tables import cases, events, open_rows
from tests.cases.harbour import handbook
from tests.stores.conftest import BOTH, PEOPLE
from tests.stores.test_migration import edited
from tests.stores.test_steps import Clock

TEXT = """
protocol: referral
title: {en: Referral, ru: Направление, kk: Бағыттау}
valid_from: 2026-01-01
initial: help
states:
  help:
    title: {en: Help, ru: Помощь, kk: Көмек}
    parallel:
      health:
        initial: open
        states:
          open:
            title: {en: Ill, ru: Болеет, kk: Ауру}
            held_by: worker
            within: 2 hours
            activities:
              heal: {title: {en: Heal, ru: Лечить, kk: Емдеу}, by: worker, to: well}
          well: {title: {en: Well, ru: Здоров, kk: Сау}, final: true}
      law:
        initial: open
        states:
          open:
            title: {en: Pending, ru: В суде, kk: Сотта}
            held_by: officer
            within: 3 hours
            activities:
              close: {title: {en: Close, ru: Закрыть, kk: Жабу}, by: officer, to: shut}
          shut: {title: {en: Shut, ru: Закрыто, kk: Жабық}, final: true}
    done: over
  over: {title: {en: Over, ru: Конец, kk: Соңы}, final: true, outcome: protected}
"""
SWAPPED = edited(TEXT, ("health:", "first:"), ("law:", "health:"), ("first:", "law:"))
SWAPPED += "moves: {help.health.open: help.law.open, help.law.open: help.health.open}\n"
LONGER = handbook(referral=edited(TEXT, ("within: 2 hours", "within: 5 hours")))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(open_store, clock):
    book = handbook(referral=TEXT)
    return open_store(handbook=book, actors=PEOPLE.get, clock=clock)


def opened(store, number):
    return sorted(
        store.open_case("referral", region="east").reference for _ in range(number)
    )


@BOTH
def test_names_that_change_places_keep_who_was_told(store, clock):
    (reference,) = opened(store, 1)
    clock.now += timedelta(hours=2, minutes=30)
    assert [each.name for each in store.tick().told] == ["help.health.open"]
    clock.now += timedelta(hours=30)
    store.tick()
    done = store.plan_migration(handbook(referral=SWAPPED)).carry_out()
    assert (done.moved, done.failed) == ((reference,), ())
    found = [(work.name, work.held_by, work.told) for work in store.work()]
    assert found == [("help.law.open", "worker", 2), ("help.health.open", "officer", 2)]
    assert store.tick().told == ()
    assert store.verify()


def erase(store, reference):
    store.erase(reference, by="u1", ground="retention", running=True)


def delete(store, reference):
    with store._steps.writing() as tx:
        for table in (open_rows, events, cases):
            tx.execute(delete_from(table).where(table.c.reference == reference))


def end(store, reference):
    store.do(reference, "heal", by="u2")
    assert store.do(reference, "close", by="u1").states == ("over",)


def meanwhile(monkeypatch, doing):
    """Do something once, between the list of running cases and a look at the first."""
    planned = _Moving._planned

    def looked(moving, reference, protocol):
        monkeypatch.setattr(_Moving, "_planned", planned)
        doing(moving, reference)
        return planned(moving, reference, protocol)

    monkeypatch.setattr(_Moving, "_planned", looked)


@pytest.mark.parametrize("doing", [erase, delete, end])
def test_a_case_that_goes_while_the_plan_is_made_is_not_in_it(
    store, monkeypatch, doing
):
    _, *others = opened(store, 3)
    meanwhile(monkeypatch, lambda _, reference: doing(store, reference))
    plan = store.plan_migration(LONGER)
    assert [(each.reference, each.code) for each in plan.cases] == [
        (each, "") for each in others
    ]


def test_two_plans_at_once_list_a_case_once(store, monkeypatch):
    running = opened(store, 3)
    moved = []

    def other(*_):
        moved.extend(store.plan_migration(LONGER).carry_out().moved)

    meanwhile(monkeypatch, other)
    assert store.plan_migration(LONGER).cases == ()
    assert sorted(moved) == running
    assert store.verify()


def gone(*_):
    raise StoreError("unreachable")


def test_a_database_that_went_away_is_no_fault_of_a_case(store, monkeypatch):
    opened(store, 2)
    meanwhile(monkeypatch, lambda _, __: monkeypatch.setattr(store._steps, "now", gone))
    with pytest.raises(StoreError, match="reached"):
        store.plan_migration(LONGER)


def test_what_cannot_be_moved_now_is_told_without_trying_each(store, monkeypatch):
    running = opened(store, 3)
    plan, tried = store.plan_migration(LONGER), []

    def held(*given):
        tried.append(given)
        raise StoreError("unreachable")

    with monkeypatch.context() as patch:
        patch.setattr(type(store._steps.database), "held", held)
        done = plan.carry_out()
    assert [(each.reference, each.code) for each in done.failed] == [
        (each, "unreachable") for each in running
    ]
    assert len(tried) == 1
    assert sorted(plan.carry_out().moved) == running
