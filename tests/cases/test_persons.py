"""One person has one token, and capitals make no second person of it."""

from datetime import timedelta
from itertools import permutations

from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW, actor, begin, handbook
from tests.cases.test_separation import (
    CHILD,
    OFFICER,
    WORKER,
    acknowledged,
    agreed,
    heard,
    refused,
)


def test_capitals_make_no_second_person():
    """``U2`` and ``u2`` are one person, however a directory happens to write them."""
    case = heard(by=WORKER)
    shouting = actor("U2", "worker")
    assert refused(case, "rule_on", by=shouting).needs == (Need.SEPARATION,)
    until = NOW + timedelta(days=1)
    case.stand_in(by=shouting, deputy="U9", role="worker", until=until, at=NOW)
    deputy = actor("u9", "carer", agency="office")
    assert refused(case, "rule_on", by=deputy).needs == (Need.SEPARATION,)
    twice = actor("C1", "worker", "child")
    found = refused(acknowledged(), "hear", by=twice, together_with=[CHILD])
    assert found.needs == (Need.PARTNER, Need.SURPLUS_PARTNER)


PANEL = """
protocol: panel
title: {en: Panel, ru: Комиссия, kk: Комиссия}
initial: open
states:
  open:
    title: {en: Open, ru: Открыто, kk: Ашық}
    held_by: worker
    activities:
      meet:
        title: {en: Meet, ru: Собраться, kk: Жиналу}
        by: chief
        together_with: [worker, officer, judge, carer, child]
        to: closed
  closed: {title: {en: Done, ru: Готово, kk: Дайын}, final: true, outcome: protected}
"""


def test_everybody_finds_the_one_role_that_leaves_a_role_for_the_others():
    case = open_case(panel(), reference="case-1", region="east", at=NOW)
    members = [
        actor("u3", "worker", "judge", "carer"),
        actor("u4", "worker", "judge"),
        actor("u5", "worker", agency="office"),
        actor("u1", "officer"),
        CHILD,
    ]
    for chosen in permutations(members):
        words = {"by": actor("u9", "chief"), "together_with": chosen, "at": NOW}
        assert case.why_not("meet", **words) is None
    event = case.do("meet", **words)
    assert [(role, token) for role, token, _ in event.together_with] == [
        ("worker", "u5"),
        ("officer", "u1"),
        ("judge", "u4"),
        ("carer", "u3"),
        ("child", "c1"),
    ]
    case.verify()


def test_a_crowd_without_a_child_is_told_that_the_child_is_missing():
    """However many are present, and however many roles each could take."""
    case = open_case(panel(), reference="case-1", region="east", at=NOW)
    crowd = [actor(f"w{n}", "worker", "judge", "carer") for n in range(200)]
    crowd += [actor(f"o{n}", "officer") for n in range(200)]
    chief = actor("u9", "chief")
    found = case.why_not("meet", by=chief, together_with=crowd)
    assert found.needs == (Need.PARTNER, Need.SURPLUS_PARTNER)
    assert found.unmet[0].facts == {"roles": "child"}


def panel():
    return handbook(panel=PANEL).protocols["panel"]


def test_capitals_part_nobody_from_their_own_duty_or_loan():
    case = agreed(assessed_by=WORKER)
    shouting = actor("U2", "worker")
    event = case.do("place", by=shouting, together_with=[CHILD], at=NOW)
    assert event.by == "U2"
    other = begin()
    other.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    until = NOW + timedelta(days=1)
    other.stand_in(by=WORKER, deputy="U8", role="worker", until=until, at=NOW)
    deputy = actor("u8", "carer", agency="office")
    assert other.do("send", by=deputy, at=NOW).on_behalf_of == "u2"
    for each in (case, other):
        each.verify()
