"""A deputy acts in a role that was lent: what logs tell of it, and what they do not."""

from datetime import timedelta

import pytest

from katch_protocols.evidence.audits.answers import AuditAnswer
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.indicators.explained import explained
from katch_protocols.evidence.indicators.history import history_of
from katch_protocols.evidence.indicators.judging import judge
from katch_protocols.evidence.indicators.keeping import Keeping
from katch_protocols.evidence.indicators.telling import AskedTables
from katch_protocols.evidence.logs.reading import read_records
from katch_protocols.sentences.text import parse_safeguard
from tests.cases.harbour import NOW, actor, begin, book
from tests.evidence.logs import COLUMNS, audited, case_rows, found

BEHALF = COLUMNS.model_copy(update={"behalf": "for"})
ASSESS, SEND, ACKNOWLEDGE, HEAR, RULE, PLACE = range(6)


def deputised(place, **cells):
    """Return the rows of a case in which a deputy stands in for w7 at one step."""
    return [
        {**row, "for": "w7", **cells} if n == place else {**row, "for": ""}
        for n, row in enumerate(case_rows())
    ]


def test_of_a_log_that_tells_no_loans_it_cannot_be_told_whether_the_role_was_lent():
    case = audited(deputised(SEND, person="d1"), columns=BEHALF)
    assert found(case) == []
    assert case.answers["people"] is AuditAnswer.CANNOT_TELL
    assert case.unsure == ("loan",)


@pytest.mark.parametrize(
    ("place", "cells", "expected"),
    [
        (SEND, {"role": "carer"}, ("role", "send")),
        (SEND, {"agency": "shelter"}, ("agency", "send")),
        (ASSESS, {"trained": ""}, ("qualification", "assess")),
        # Both the deputy and whoever lent the role have acted.
        (RULE, {"person": "d1", "for": "w1"}, ("separation", "hearing.rule_on")),
        (RULE, {"person": "w1", "for": "w9"}, ("separation", "hearing.rule_on")),
        (PLACE, {"person": "d1", "for": "w1"}, ("binding", "place")),
    ],
)
def test_whatever_else_is_asked_of_a_deputy_is_judged(place, cells, expected):
    assert found(audited(deputised(place, **cells), columns=BEHALF)) == [expected]


@pytest.mark.parametrize("hours", [1, 30])
def test_a_log_of_live_cases_tells_whether_a_loan_was_over(hours):
    """The record is changed by hand: a live case would have refused."""
    case = begin()
    case.stand_in(
        by=actor("u1", "officer"),
        deputy="d1",
        role="officer",
        until=NOW + timedelta(hours=2),
        at=NOW,
    )
    case.do(
        "assess",
        by=actor("d1", "chief"),
        records={"danger": "absent"},
        at=NOW + timedelta(hours=1),
    )
    record = case.snapshot()
    record["events"][-1]["at"] = (NOW + timedelta(hours=hours)).isoformat()
    reading = read_records([record], book(), now=NOW + timedelta(days=1, hours=6))
    (judged,) = audit_log(reading).cases
    codes = {code for code, _ in found(judged)}
    assert ("role" in codes) == (hours > 2)
    assert "loan" not in judged.unsure


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # Both u1, who lent the role, and d1 have assessed; only d1 was there.
        ("assess and end_danger by different people", Keeping.BROKEN),
        ("assess and end_danger by the same person", Keeping.BROKEN),
        # For which agency u1 has assessed is not told, but d1 did for the police.
        ("assess and end_danger by different agencies", Keeping.BROKEN),
    ],
)
def test_an_indicator_heeds_who_lent_a_role(rule, expected):
    case = begin()
    lender, hour = actor("u1", "officer"), timedelta(hours=1)
    case.stand_in(by=lender, deputy="d1", role="officer", until=NOW + 2 * hour, at=NOW)
    danger = {"danger": "present"}
    case.do("assess", by=actor("d1", "chief"), records=danger, at=NOW + hour)
    worker = actor("w1", "worker")
    case.do("end_danger", by=lender, together_with=[worker], at=NOW + 3 * hour)
    until = NOW + 4 * hour
    assert judge(parse_safeguard(rule), history_of(case.view()), until) is expected
    reading = read_records([case.snapshot()], book(), now=until)
    (told,) = explained(reading, AskedTables(book()).of)
    assert judge(parse_safeguard(rule), told, until) is expected
