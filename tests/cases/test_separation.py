"""Faults that other engines are known for, shut out here.

Each test names what went wrong elsewhere: separation of duty that is lost in a
sub-process, two duties bound to one person with nobody left, an excluded person who
gets in another way, the owner taken for whoever asked.
"""

from datetime import timedelta

import pytest

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import FILES, NOW, actor, begin, book, handbook

WORKER = actor("u2", "worker")
OFFICER = actor("u1", "officer")
CHILD = actor("c1", "child")
CARER = actor("u3", "carer")
JUDGE = actor("u5", "judge")


def refused(case, activity, **words):
    with pytest.raises(ActivityRefusedError) as caught:
        case.do(activity, **{"at": NOW, **words})
    return caught.value.refusal


def heard(by=WORKER, assessed_by=WORKER):
    case = acknowledged(assessed_by)
    case.do("hear", by=by, together_with=[CHILD], at=NOW)
    return case


def acknowledged(assessed_by=WORKER):
    case = begin()
    case.do("assess", by=assessed_by, at=NOW, records={"danger": "absent"})
    case.do("send", by=WORKER, at=NOW)
    case.do("acknowledge_send", by=CARER, at=NOW)
    return case


def agreed(**words):
    case = heard(**words)
    case.do("rule_on", by=JUDGE, at=NOW)
    return case


def test_separation_is_not_lost_in_a_protocol_that_runs_inside():
    """Only ``hearing`` says that who hears does not rule; it runs inside another."""
    case = heard(by=WORKER)
    found = refused(case, "rule_on", by=WORKER)
    assert found.needs == (Need.SEPARATION,)
    assert found.unmet[0].facts == {
        "safeguard": "hearer_does_not_rule",
        "other": "hearing.hear",
    }
    assert (
        "Whoever did «Hear the child» may not do this as well (hearer_does_not_rule)."
        in str(found)
    )
    assert case.do("rule_on", by=actor("u8", "worker"), at=NOW).by == "u8"


def test_separation_holds_in_a_protocol_two_levels_deep():
    outer = """
protocol: outer
title: {en: Outer, ru: Внешний, kk: Сыртқы}
initial: inside
states:
  inside: {held_by: worker, runs: referral, then: {placed: over, forgotten: over}}
  over: {title: {en: End, ru: Конец, kk: Соңы}, final: true, outcome: protected}
"""
    protocol = handbook(outer=outer).protocols["outer"]
    case = open_case(protocol, reference="case-2", region="east", at=NOW)
    case.do("assess", by=WORKER, at=NOW, records={"danger": "absent"})
    case.do("send", by=WORKER, at=NOW)
    case.do("acknowledge_send", by=CARER, at=NOW)
    case.do("hear", by=WORKER, together_with=[CHILD], at=NOW)
    found = refused(case, "rule_on", by=WORKER)
    assert found.unmet[0].facts["other"] == "inside.hearing.hear"
    assert found.needs == (Need.SEPARATION,)


def test_separation_asks_who_acted_not_who_owns_the_case():
    """The worker holds the case throughout, yet it is the officer who heard."""
    case = heard(by=OFFICER)
    both = actor("u1", "officer", "judge", agency="police")
    assert refused(case, "rule_on", by=both).needs == (Need.SEPARATION,)
    assert case.do("rule_on", by=WORKER, at=NOW).by == "u2"


def test_an_excluded_person_gets_in_by_no_other_role():
    """Exclusion beats inclusion: a second role that may rule does not help."""
    case = heard(by=WORKER)
    many = actor("u2", "judge", "worker", "chief")
    assert refused(case, "rule_on", by=many).needs == (Need.SEPARATION,)
    assert refused(case, "rule_on", by=many, role="judge").needs == (Need.SEPARATION,)


def test_an_excluded_person_gets_in_by_no_deputy_and_as_no_deputy():
    case = heard(by=WORKER)
    until = NOW + timedelta(days=1)
    case.stand_in(by=JUDGE, deputy="u2", role="judge", until=until, at=NOW)
    lent = actor("u2", "worker")
    assert refused(case, "rule_on", by=lent).needs == (Need.SEPARATION,)
    excluded = actor("u2", "worker")
    case.stand_in(by=excluded, deputy="u9", role="worker", until=until, at=NOW)
    deputy = actor("u9", "carer", agency="office")
    assert refused(case, "rule_on", by=deputy).needs == (Need.SEPARATION,)


def test_duties_bound_to_one_person_wait_for_that_person():
    case = agreed(assessed_by=WORKER)
    found = refused(case, "place", by=OFFICER, together_with=[CHILD])
    assert found.needs == (Need.BINDING,)
    assert found.unmet[0].facts["other"] == "assess"
    assert [each.role for each in found.could] == ["worker", "officer"]
    assert case.do("place", by=WORKER, together_with=[CHILD], at=NOW).by == "u2"


def test_duties_bound_to_one_person_say_when_nobody_is_left():
    """Two people assessed, each once: nobody is left who did both."""
    again = """
protocol: again
title: {en: Again, ru: Снова, kk: Қайта}
initial: open
states:
  open:
    title: {en: Open, ru: Открыто, kk: Ашық}
    held_by: worker
    activities:
      look: {title: {en: Look, ru: Смотреть, kk: Қарау}, by: [worker, officer]}
      close: {title: {en: Close, ru: Закрыть, kk: Жабу}, by: worker, to: closed}
  closed: {title: {en: Done, ru: Готово, kk: Дайын}, final: true, outcome: protected}
safeguards:
  one_hand: {rule: look and close by the same person, source: [act]}
"""
    protocol = handbook(again=again).protocols["again"]
    case = open_case(protocol, reference="case-3", region="east", at=NOW)
    case.do("look", by=WORKER, at=NOW)
    case.do("look", by=OFFICER, at=NOW)
    found = refused(case, "close", by=WORKER)
    assert found.needs == (Need.BINDING,)
    assert found.could == ()
    assert str(found).endswith("Nobody could act here now.")


def test_different_agencies_are_asked_for_by_agency():
    case = agreed(assessed_by=OFFICER)
    police = actor("u7", "judge", agency="police")
    found = refused(case, "review", by=police, reason="yearly")
    assert found.needs == (Need.AGENCY_SEPARATION,)
    assert [(each.role, each.agencies) for each in found.could] == [
        ("judge", ("office",))
    ]
    assert case.do("review", by=JUDGE, at=NOW, reason="yearly").agency == "office"


def test_only_those_who_are_named_do_it():
    text = FILES["referral.yaml"].replace(
        "only office does send", "only chief does send"
    )
    protocol = handbook(referral=text).protocols["referral"]
    case = open_case(protocol, reference="case-4", region="east", at=NOW)
    case.do("assess", by=WORKER, at=NOW, records={"danger": "absent"})
    found = refused(case, "send", by=WORKER)
    assert found.needs == (Need.ONLY,)
    assert found.could == ()


def test_a_role_that_a_sentence_asks_for_must_take_part():
    case = agreed()
    found = refused(case, "place", by=WORKER)
    assert found.needs == (Need.PARTNER,)
    assert found.unmet[0].facts == {"roles": "child"}


def test_a_waived_sentence_is_set_aside_until_its_day_and_the_log_says_so():
    text = FILES["referral.yaml"] + (
        "waivers:\n  one_hand: {reason: {en: Few people, ru: Мало людей, kk: Адам аз},"
        " by: office, until: 2026-03-18}\n"
    )
    protocol = handbook(referral=text).protocols["referral"]

    def placed(at):
        case = open_case(protocol, reference="case-5", region="east", at=NOW)
        case.do("assess", by=WORKER, at=NOW, records={"danger": "absent"})
        case.do("send", by=WORKER, at=NOW)
        case.do("acknowledge_send", by=CARER, at=NOW)
        case.do("hear", by=WORKER, together_with=[CHILD], at=NOW)
        case.do("rule_on", by=JUDGE, at=NOW)
        return case.do("place", by=OFFICER, together_with=[CHILD], at=at)

    # The last day of the waiver ends at 19:00 UTC, midnight in Almaty.
    last = NOW.replace(hour=18, minute=59)
    assert placed(last).deed.waived == ("one_hand",)
    with pytest.raises(ActivityRefusedError):
        placed(NOW.replace(hour=19, minute=0))


def test_where_and_unless_limit_a_sentence():
    strict = """
protocol: strict
title: {en: Strict, ru: Строго, kk: Қатаң}
initial: open
states:
  open:
    title: {en: Open, ru: Открыто, kk: Ашық}
    held_by: worker
    activities:
      look:
        title: {en: Look, ru: Смотреть, kk: Қарау}
        by: [worker, officer]
        records: [danger]
      change: {title: {en: Change, ru: Сменить, kk: Ауыстыру}, by: [officer]}
      swap: {title: {en: Swap, ru: Обменять, kk: Алмастыру}, by: [officer]}
      close:
        title: {en: Close, ru: Закрыть, kk: Жабу}
        by: [worker, officer]
        to: closed
  closed: {title: {en: Done, ru: Готово, kk: Дайын}, final: true, outcome: protected}
safeguards:
  apart:
    rule:
      close and look by different people where danger is present unless change / swap
    source: [act]
"""
    protocol = handbook(strict=strict).protocols["strict"]

    def looked(danger):
        case = open_case(protocol, reference="case-6", region="east", at=NOW)
        case.do("look", by=WORKER, at=NOW, records={"danger": danger})
        return case

    assert looked("absent").do("close", by=WORKER, at=NOW).by == "u2"
    case = looked("present")
    assert refused(case, "close", by=WORKER).needs == (Need.SEPARATION,)
    case.do("change", by=OFFICER, at=NOW)
    assert case.do("close", by=WORKER, at=NOW).by == "u2"
    other = looked("present")
    other.do("swap", by=OFFICER, at=NOW)
    assert other.do("close", by=WORKER, at=NOW).by == "u2"


def test_a_deputy_acts_for_a_time_and_the_log_says_for_whom():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    until = NOW + timedelta(days=1)
    event = case.stand_in(by=WORKER, deputy="u8", role="worker", until=until, at=NOW)
    assert (event.kind, event.by, event.deed.deputy) == ("stand_in", "u2", "u8")
    deputy = actor("u8", "carer", agency="office")
    late = refused(case, "send", by=deputy, at=until)
    assert late.needs == (Need.ROLE,)
    just = until - timedelta(seconds=1)
    assert case.do("send", by=deputy, at=just).on_behalf_of == "u2"


def test_a_deputy_of_an_agency_that_does_not_hold_the_role_is_refused():
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    until = NOW + timedelta(days=1)
    case.stand_in(by=WORKER, deputy="u1", role="worker", until=until, at=NOW)
    assert refused(case, "send", by=OFFICER).needs == (Need.AGENCY,)


def test_nobody_lends_a_role_that_is_not_their_own():
    case = begin()
    until = NOW + timedelta(days=1)
    words = {"role": "worker", "until": until, "at": NOW}
    with pytest.raises(ActivityRefusedError) as caught:
        case.stand_in(by=OFFICER, deputy="u8", **words)
    assert caught.value.refusal.needs == (Need.ROLE,)
    case.stand_in(by=WORKER, deputy="u8", **words)
    borrowed = actor("u8", "carer", agency="office")
    with pytest.raises(ActivityRefusedError) as caught:
        case.stand_in(by=borrowed, deputy="u9", **words)
    assert caught.value.refusal.needs == (Need.ROLE,)


def test_a_handbook_has_one_plan_for_all_its_cases():
    protocol = book().protocols["referral"]
    assert compiled_case(protocol, book()) is compiled_case(protocol, book())
