"""One person has one token, and capitals make no second person of it."""

from datetime import timedelta

from katch_protocols.findings import Need
from tests.cases.harbour import NOW, actor, begin
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
