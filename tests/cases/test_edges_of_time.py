"""At the edges of time a case is refused with a reason, or lives like any other."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.errors import ActivityRefusedError, InstantError, RecordError
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import FILES, NOW, begin, handbook
from tests.cases.test_arguments import OFFICER, PROTOCOL, assess, lend

FIRST = datetime.min.replace(tzinfo=timezone(timedelta(hours=12)))
LAST = datetime.max.replace(tzinfo=timezone(-timedelta(hours=12)))


@pytest.mark.parametrize("at", [FIRST, LAST, LAST.replace(tzinfo=UTC)])
def test_the_edge_of_time_is_a_refusal_with_a_reason_wherever_it_is_given(at):
    case = begin()
    record = json.loads(json.dumps(case.snapshot()))
    for ask in (
        lambda: assess(at=at),
        lambda: begin(at=at),
        lambda: case.possible(at=at),
        lambda: case.why_not("assess", at=at),
        lambda: case.due(at),
        lambda: case.overdue(at),
        lambda: case.advance(lambda: at),
        lambda: lend(case, until=at),
        lambda: lend(case, at=at),
    ):
        with pytest.raises(InstantError) as caught:
            ask()
        assert caught.value.code == "range"
        assert "outside the years 1970 to 2399" in str(caught.value)
    with pytest.raises(RecordError) as caught:
        Case.restore(PROTOCOL, {**record, "opened": at.isoformat()})
    assert caught.value.code == "shape"


@pytest.mark.parametrize("year", [1970, 2399])
def test_a_case_at_the_first_and_the_last_day_is_a_case_like_any_other(year):
    text = FILES["referral.yaml"].replace("valid_from: 2026-01-01\n", "")
    text = text.replace("30 days", "9999 months")
    text = text.replace("within: 2 hours", "within: 9999 working days")
    plain = FILES["handbook.yaml"].replace("holidays: KZ\n", "")
    plain = plain.replace("24 hours, tell", "9999 months, tell")
    protocol = handbook(referral=text, handbook=plain).protocols["referral"]
    at = datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    case = open_case(protocol, reference="case-1", region="east", at=at)
    assert [due.state for due in case.due(at)] == ["reported"]
    case.do("assess", by=OFFICER, at=at, records={"danger": "absent"})
    assert [due.state for due in case.due(at)] == ["assessed"]
    assert case.advance(at) == ()
    assert Case.restore(protocol, case.snapshot()).wakes_at == case.wakes_at


@pytest.mark.parametrize(
    ("since", "until", "opens"),
    [
        ("1000-01-01", "2999-12-31", True),
        ("1969-12-31", "2400-01-01", True),
        ("2990-01-01", None, False),
        (None, "1000-01-01", False),
    ],
)
def test_a_protocol_whose_days_are_at_the_edge_of_time_opens_or_says_why_not(
    since, until, opens
):
    days = f"valid_from: {since}\n" if since else ""
    days += f"valid_to: {until}\n" if until else ""
    text = FILES["referral.yaml"].replace("valid_from: 2026-01-01\n", days)
    east = FILES["regions/east.yaml"].replace("2026-04-01", since or "1000-01-02")
    book = handbook(referral=text, **{"regions/east": east})
    words = {"reference": "case-1", "region": "east", "at": NOW}
    if opens:
        case = open_case(book.protocols["referral"], **words)
        assert case.possible(by=OFFICER, at=NOW) == ("assess",)
        return
    with pytest.raises(ActivityRefusedError) as caught:
        open_case(book.protocols["referral"], **words)
    assert caught.value.refusal.needs == (Need.OPENING,)
