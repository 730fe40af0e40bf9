"""Nothing moves to a version that is not in force; what could move is told its day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

import katch_protocols as kp
from katch_protocols.errors import ActivityRefusedError
from tests.cases.harbour import FILES, NOW, handbook
from tests.stores.test_migration import CROWD, MOVED, OLD, OWN_AGENCY, edited, live
from tests.stores.test_steps import Clock

DAYS = [None, date(2026, 3, 1), date(2026, 4, 2), date(2026, 9, 30)]
SPANS = [
    (since, until)
    for since in DAYS
    for until in DAYS
    if since is None or until is None or since <= until
]
ZONE = ZoneInfo("Asia/Almaty")


def version(since, until):
    """Return the new version, in force on these days."""
    days = {"valid_from": since, "valid_to": until}
    said = [f"{key}: {day}" for key, day in days.items() if day is not None]
    edit = ("valid_from: 2026-01-01", "\n".join(said) or "note: {en: Undated}")
    return handbook(referral=edited(FILES["referral.yaml"], *MOVED, edit))


def midnight(day):
    return datetime.combine(day, time(), ZONE)


def instants(since, until):
    """Return what lies around the days, not before the cases were opened."""
    found = {NOW, NOW + timedelta(days=20)}
    for each in (since, until and until + timedelta(days=1)):
        if each is not None:
            found |= {midnight(each) - timedelta(microseconds=1), midnight(each)}
    return sorted(at for at in found if at >= NOW)


def may_open(book, at):
    try:
        kp.open_case(
            book.protocols["referral"],
            reference="case-1",
            region="east",
            at=at,
            handbook=book,
        )
    except ActivityRefusedError:
        return False
    return True


@pytest.mark.parametrize(("since", "until"), SPANS)
def test_a_case_moves_on_the_days_on_which_one_may_be_opened(open_store, since, until):
    book = version(since, until)
    for at in instants(since, until):
        clock = Clock()
        store = open_store(url="sqlite://", handbook=OLD, actors=CROWD.get, clock=clock)
        moving, broken = live(store, 5), live(store, 5, OWN_AGENCY)
        clock.now = at
        plan = store.plan_migration(book)
        said = {each.reference: (each.code, each.name) for each in plan.cases}
        # What would stay anyhow tells why, whatever the day.
        assert said.pop(broken) == ("sentence", "other_agency")
        done = plan.carry_out()
        if may_open(book, at):
            assert said == {moving: ("", "")}
            assert done.moved == (moving,)
        else:
            is_early = since is not None and at < midnight(since)
            told = ("not-yet", str(since)) if is_early else ("no-longer", str(until))
            assert said == {moving: told}
            assert done.moved == ()
            (found,) = (each for each in plan.staying if each.reference == moving)
            for language in ("en", "ru", "kk"):
                assert told[1] in found.said(language)
        assert store.verify()
        store.close()


def test_a_plan_that_is_carried_out_a_day_too_late_moves_nothing(open_store):
    clock = Clock()
    store = open_store(handbook=OLD, actors=CROWD.get, clock=clock)
    reference = live(store, 5)
    plan = store.plan_migration(version(None, NOW.date()))
    assert [each.reference for each in plan.moving] == [reference]
    clock.now += timedelta(days=1)
    done = plan.carry_out()
    assert [(each.reference, each.code) for each in done.stayed] == [
        (reference, "no-longer")
    ]
