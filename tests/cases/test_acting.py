"""Who may act does; nobody else, and nothing is silent."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from katch_protocols.cases.request import Actor
from katch_protocols.errors import (
    ActivityRefusedError,
    ConflictError,
    InstantError,
    OpaqueError,
    UnknownNameError,
)
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, begin, book

OFFICER = actor("u1", "officer")
WORKER = actor("u2", "worker")
CHILD = actor("c1", "child")
LATER = NOW + timedelta(hours=1)


def refused(case, activity, **words):
    with pytest.raises(ActivityRefusedError) as caught:
        case.do(activity, **{"at": LATER, **words})
    assert caught.value.refusal is not None
    return caught.value.refusal


def assessed(danger="absent", by=WORKER):
    case = begin()
    case.do("assess", by=by, at=NOW, records={"danger": danger})
    return case


def test_what_is_done_is_in_the_log_with_everything_that_matters():
    case = begin()
    event = case.do("assess", by=OFFICER, at=NOW, records={"danger": "present"})
    assert (event.activity, event.by, event.role, event.agency) == (
        "assess",
        "u1",
        "officer",
        "police",
    )
    assert (event.at, event.records) == (NOW, {"danger": "present"})
    assert case.now.states == ("assessed",)
    assert case.now.facts["danger"] == "present"
    assert case.version == 1


def test_an_instant_in_another_time_zone_is_kept_in_utc():
    east = timezone(timedelta(hours=5))
    case = begin(at=datetime(2026, 3, 18, 11, 0, tzinfo=east))
    assert case.opened == NOW
    assert case.opened.tzinfo is UTC


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(InstantError):
        begin(at=NOW.replace(tzinfo=None))
    with pytest.raises(InstantError):
        begin().do("assess", by=OFFICER, at=NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    "token", ["", "880101300123", "+7 701 555 01 01", "a@b.kz", "Анна", "two words"]
)
def test_a_token_that_could_say_who_somebody_is_is_refused_and_not_repeated(token):
    with pytest.raises(OpaqueError) as caught:
        Actor(token, roles=["officer"], agency="police", region="east")
    assert token == "" or token not in str(caught.value)
    with pytest.raises(OpaqueError):
        open_case(book().protocols["referral"], reference=token, region="east", at=NOW)


def test_what_is_possible_depends_on_who_asks():
    case = assessed()
    assert case.possible() == ("end_danger", "send")
    assert case.possible(by=WORKER) == ("send",)
    assert case.possible(by=OFFICER) == ("end_danger",)
    assert case.possible(by=CHILD) == ()


def test_somebody_without_the_role_is_refused_and_told_who_could():
    found = refused(assessed(), "send", by=OFFICER)
    assert found.needs == (Need.ROLE,)
    assert [(each.role, each.agencies) for each in found.could] == [
        ("worker", ("office",))
    ]
    assert found.say("en") == (
        "Refused: «Send to care». It needs the role «Worker». "
        "Who could act: «Worker», «Office»."
    )
    assert found.say("ru") == (
        "Отказано: «Передать под опеку». Нужна роль: «Работник». "
        "Кто мог бы действовать: «Работник», «Отдел»."
    )
    assert found.say("kk") == (
        "Рұқсат жоқ: «Қамқорлыққа беру». Мына рөл керек: «Қызметкер». "
        "Кім әрекет ете алады: «Қызметкер», «Бөлім»."
    )


def test_a_lane_is_more_than_a_label():
    """A role alone is not enough: the agency must hold it in the region."""
    stranger = actor("u9", "worker", agency="shelter")
    assert refused(assessed(), "send", by=stranger).needs == (Need.AGENCY,)


def test_an_actor_of_another_region_is_refused_one_of_the_country_is_not():
    away = actor("u9", "worker", region="west")
    assert refused(assessed(), "send", by=away).needs == (Need.REGION,)
    everywhere = actor("u9", "worker", region=None)
    assert assessed().do("send", by=everywhere, at=LATER).by == "u9"


def test_a_training_that_is_needed_must_be_there():
    untrained = actor("u9", "officer", trained=False)
    found = refused(begin(), "assess", by=untrained, records={"danger": "absent"})
    assert found.needs == (Need.QUALIFICATION,)
    assert "It needs the training «Interviewing»." in str(found)


def test_every_unmet_condition_is_named_at_once():
    found = refused(
        begin(),
        "assess",
        by=actor("u9", "child", trained=False),
        together_with=[actor("u9", "worker")],
        at=NOW - timedelta(minutes=1),
        expected_version=4,
    )
    assert found.needs == (
        Need.VERSION,
        Need.TIME,
        Need.FACTS,
        Need.ROLE,
        Need.QUALIFICATION,
        Need.SURPLUS_PARTNER,
    )


def test_a_state_a_condition_and_a_document_are_told_apart():
    assert refused(begin(), "send", by=WORKER).needs == (Need.STATE,)
    found = refused(assessed("present"), "send", by=WORKER)
    assert found.needs == (Need.WHEN,)
    assert found.unmet[0].facts["condition"] == "«Danger» is «Absent»"
    assert found.unmet[0].facts["condition.ru"] == ("значение «Опасность» — «Absent»")


def test_everybody_who_must_take_part_is_there():
    case = assessed("present")
    alone = refused(case, "end_danger", by=OFFICER)
    assert alone.needs == (Need.PARTNER,)
    assert alone.unmet[0].facts == {"roles": "worker"}
    crowd = refused(case, "end_danger", by=OFFICER, together_with=[WORKER, CHILD])
    assert crowd.needs == (Need.SURPLUS_PARTNER,)
    both = actor("u1", "officer", "worker")
    twice = refused(case, "end_danger", by=OFFICER, together_with=[both])
    assert twice.needs == (Need.PARTNER, Need.SURPLUS_PARTNER)
    event = case.do("end_danger", by=OFFICER, together_with=[WORKER], at=LATER)
    assert event.together_with == (("worker", "u2", "office"),)


def test_facts_that_are_missing_or_surplus_are_named():
    assert refused(begin(), "assess", by=OFFICER).needs == (Need.FACTS,)
    found = refused(assessed(), "send", by=WORKER, records={"danger": "absent"})
    assert found.needs == (Need.SURPLUS_FACTS,)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"activity": "asses"}, "The nearest is 'assess'."),
        ({"activity": ""}, "What was given is not the name of any activity."),
        ({"records": {"dangr": "absent"}}, "The nearest is 'danger'."),
        ({"records": {"danger": "absnt"}}, "The nearest is 'absent'."),
        ({"role": "oficer"}, "The nearest is 'officer'."),
        ({"state": "asessed"}, "The nearest is 'assessed'."),
    ],
)
def test_an_unknown_name_is_an_error_that_offers_the_nearest(words, said):
    asked = {"by": OFFICER, "at": NOW, "records": {"danger": "absent"}, **words}
    with pytest.raises(UnknownNameError) as caught:
        begin().do(asked.pop("activity", "assess"), **asked)
    assert said in str(caught.value)


def test_an_unknown_region_is_an_error():
    with pytest.raises(UnknownNameError, match="The nearest is 'east'"):
        begin("eas")
    with pytest.raises(UnknownNameError):
        begin(None)


def test_a_role_of_the_acknowledging_side_follows_the_calendar():
    """The carer is of the office until the first of April, then of the shelter."""
    case = assessed()
    case.do("send", by=WORKER, at=NOW)
    ours = actor("u3", "carer")
    theirs = actor("u4", "carer", agency="shelter")
    eve = datetime(2026, 3, 31, 18, 59, tzinfo=UTC)
    assert case.possible(by=ours, at=eve) == ("acknowledge_send", "decline_send")
    assert case.possible(by=theirs, at=eve) == ()
    midnight = datetime(2026, 3, 31, 19, 0, tzinfo=UTC)
    assert case.possible(by=ours, at=midnight) == ()
    assert case.possible(by=theirs, at=midnight) == ("acknowledge_send", "decline_send")


def test_a_role_that_nobody_holds_is_said_to_be_held_by_nobody():
    case = begin("west")
    west = actor("u2", "worker", region="west")
    case.do("assess", by=west, at=NOW, records={"danger": "absent"})
    case.do("send", by=west, at=NOW)
    found = refused(case, "acknowledge_send", by=actor("u3", "carer", region="west"))
    assert found.needs == (Need.HOLDER,)
    assert str(found) == (
        "Refused: «Acknowledge: Send to care». Nobody holds «Carer» in «West». "
        "Nobody could act here now."
    )


def test_nothing_is_possible_after_the_end():
    case = assessed()
    case.advance(NOW + timedelta(days=30))
    assert case.is_complete
    assert case.outcome == "adverse"
    found = refused(case, "send", by=WORKER, at=NOW + timedelta(days=31))
    assert found.needs == (Need.ENDED,)
    assert case.possible() == ()


def test_time_never_runs_backwards():
    case = assessed()
    found = refused(case, "send", by=WORKER, at=NOW - timedelta(seconds=1))
    assert found.needs == (Need.TIME,)


def test_an_earlier_version_is_a_conflict():
    case = begin()
    words = {"by": OFFICER, "at": NOW, "records": {"danger": "absent"}}
    case.do("assess", expected_version=0, **words)
    with pytest.raises(ConflictError) as caught:
        case.do("send", by=WORKER, at=NOW, expected_version=0)
    assert caught.value.refusal.needs == (Need.VERSION,)
    assert "it is at version 1, not 0" in str(caught.value)
    assert case.version == 1


def test_the_same_key_does_nothing_twice():
    case = begin()
    words = {"by": OFFICER, "records": {"danger": "absent"}, "key": "request-1"}
    first = case.do("assess", at=NOW, expected_version=0, **words)
    again = case.do("assess", at=LATER, expected_version=0, **words)
    assert again is first
    assert case.version == 1
    with pytest.raises(ConflictError) as caught:
        case.do("send", by=WORKER, at=LATER, key="request-1")
    assert caught.value.refusal.needs == (Need.KEY,)
    with pytest.raises(OpaqueError):
        case.do("send", by=WORKER, at=LATER, key="what the child said")


def test_a_protocol_that_is_not_in_force_opens_no_case():
    with pytest.raises(ActivityRefusedError) as caught:
        begin(at=datetime(2025, 12, 31, 18, 59, tzinfo=UTC))
    assert caught.value.refusal.needs == (Need.OPENING,)
    assert begin(at=datetime(2025, 12, 31, 19, 0, tzinfo=UTC)).version == 0


def test_a_reason_is_one_of_the_codes():
    case = assessed(by=OFFICER)
    case.do("send", by=WORKER, at=NOW)
    case.do("acknowledge_send", by=actor("u3", "carer"), at=NOW)
    case.do("hear", by=WORKER, together_with=[CHILD], at=NOW)
    case.do("rule_on", by=actor("u5", "judge"), at=NOW)
    judge = actor("u6", "judge")
    assert refused(case, "review", by=judge).needs == (Need.REASON,)
    with pytest.raises(UnknownNameError, match="yearly"):
        case.do("review", by=judge, at=NOW, reason="yerly")
    assert case.do("review", by=judge, at=NOW, reason="yearly").reason == "yearly"
    found = refused(case, "place", by=OFFICER, together_with=[CHILD], reason="yearly")
    assert found.needs == (Need.SURPLUS_REASON,)
