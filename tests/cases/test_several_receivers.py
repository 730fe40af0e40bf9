"""A live handover to several receivers: in any order, told on a decline, restored."""

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.errors import ActivityRefusedError, RecordError
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import FILES, NOW, actor, handbook

BOOK = handbook(
    referral=FILES["referral.yaml"].replace("to: carer,", "to: [carer, chief],")
)
WORKER, CARER, CHIEF = (
    actor(f"u{number}", role)
    for number, role in enumerate(("worker", "carer", "chief"), start=2)
)


@pytest.fixture
def case() -> Case:
    """A case that waits for a carer and for the chief of police."""
    protocol = BOOK.protocols["referral"]
    found = open_case(protocol, reference="case-1", region="east", at=NOW)
    found.do("assess", by=WORKER, at=NOW, records={"danger": "absent"})
    found.do("send", by=WORKER, at=NOW)
    return found


def _states(case: Case) -> list[str]:
    return case.snapshot()["now"]["states"]


def test_each_acknowledges_in_any_order(case: Case) -> None:
    assert case.possible(CHIEF) == ("acknowledge_send_chief", "decline_send_chief")
    case.do("acknowledge_send_chief", by=CHIEF, at=NOW)
    assert case.possible(CHIEF) == ()
    assert "awaiting_send" in _states(case)
    case.do("acknowledge_send_carer", by=CARER, at=NOW)
    assert _states(case) == ["hearing", "hearing.called"]


def test_nobody_acknowledges_for_another_and_nobody_twice(case: Case) -> None:
    with pytest.raises(ActivityRefusedError) as caught:
        case.do("acknowledge_send_carer", by=CHIEF, at=NOW)
    assert caught.value.refusal.needs == (Need.ROLE,)
    case.do("acknowledge_send_chief", by=CHIEF, at=NOW)
    for again in ("acknowledge_send_chief", "decline_send_chief"):
        refusal = case.why_not(again, by=CHIEF)
        assert refusal is not None
        assert refusal.needs == (Need.STATE,)


def test_one_clock_runs_for_all_until_the_last_has_acknowledged(case: Case) -> None:
    first = [(due.state, due.at) for due in case.due(NOW)]
    assert first == [("awaiting_send", NOW + timedelta(days=1))]
    case.do("acknowledge_send_chief", by=CHIEF, at=NOW + timedelta(hours=5))
    later = NOW + timedelta(hours=5)
    assert [(due.state, due.at) for due in case.due(later)] == first


def test_the_first_decline_ends_the_waiting_and_tells_who_had_acknowledged(
    case: Case,
) -> None:
    said = case.do("acknowledge_send_chief", by=CHIEF, at=NOW)
    declined = case.do("decline_send_carer", by=CARER, at=NOW)
    assert (said.acknowledged, declined.acknowledged) == ((), ("chief",))
    assert _states(case) == ["assessed"]


def test_a_decline_before_any_acknowledgement_tells_of_none(case: Case) -> None:
    assert case.do("decline_send_carer", by=CARER, at=NOW).acknowledged == ()


def test_the_record_tells_it_too_and_a_forged_one_is_refused(case: Case) -> None:
    case.do("acknowledge_send_chief", by=CHIEF, at=NOW)
    case.do("decline_send_carer", by=CARER, at=NOW)
    case.verify()
    record = case.snapshot()
    assert record["events"][-1]["acknowledged"] == ["chief"]
    again = Case.restore(BOOK.protocols["referral"], record)
    assert again.events[-1].acknowledged == ("chief",)
    record["events"][-1]["acknowledged"] = ["carer"]
    with pytest.raises(RecordError) as caught:
        Case.restore(BOOK.protocols["referral"], record)
    assert caught.value.code == "shape"
