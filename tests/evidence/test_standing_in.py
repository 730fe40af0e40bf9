"""A deputy acts in a role that was lent: what logs tell of it, and what they do not."""

from datetime import timedelta

import pytest

from katch_protocols.evidence.audits.answers import AuditAnswer
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.logs.reading import read_records
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
