"""What happens by itself is told, never done; the log says who told it."""

from datetime import timedelta

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.errors import (
    ActivityRefusedError,
    ConflictError,
    OpaqueError,
    RecordError,
)
from katch_protocols.refusals import Need
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW
from tests.making import make_handbook, make_protocol

LATER = NOW + timedelta(hours=1)
OFFICER = Actor("u1", roles=["officer"], agency="police", region=None)
CARE = make_protocol(
    {
        "facts": {"age": ("*child", "adult"), "verdict": ("guilty", "free")},
        "states": {
            "heard": {
                "held_by": "officer",
                "activities": {
                    "close": {"to": "closed"},
                    "go_away": {"by": "nobody", "to": "gone"},
                },
            },
            "closed": {"final": True},
            "gone": {"held_by": "nurse", "activities": {"find": {"to": "heard"}}},
        },
        "activities": {
            "turns_eighteen": {
                "by": "nobody",
                "when": "age is child",
                "sets": {"age": "adult"},
            },
            "verdict_falls": {"by": "nobody", "records": ("verdict",)},
        },
    }
)
BOOK = make_handbook(CARE)


def begun() -> Case:
    return open_case(CARE, reference="case-1", at=NOW, handbook=BOOK)


def refused(case: Case, name: str, **words: object) -> tuple[Need, ...]:
    before = case.snapshot()
    with pytest.raises(ActivityRefusedError) as caught:
        case.signal(name, **{"at": LATER, **words})
    assert case.snapshot() == before
    return caught.value.refusal.needs


def test_a_signal_is_told_and_the_log_says_by_whom():
    case = begun()
    event = case.signal("turns_eighteen", at=NOW, by="registry-1", key="req-5")
    assert (event.kind, event.activity) == ("signal", "turns_eighteen")
    assert (event.by, event.role, event.agency) == ("registry-1", None, None)
    assert case.now.facts["age"] == "adult"
    case.verify()


def test_the_host_states_what_a_signal_records():
    case = begun()
    assert refused(case, "verdict_falls") == (Need.FACTS,)
    case.signal("verdict_falls", at=NOW, records={"verdict": "free"})
    assert case.now.facts["verdict"] == "free"


def test_nobody_does_a_signal_and_nobody_tells_an_activity():
    case = begun()
    with pytest.raises(ActivityRefusedError) as caught:
        case.do("turns_eighteen", by=OFFICER, at=NOW)
    assert caught.value.refusal.needs == (Need.SIGNAL,)
    assert refused(case, "close") == (Need.NO_SIGNAL,)
    assert case.possible() == case.possible(OFFICER) == ("close",)
    assert case.signals() == ("turns_eighteen", "verdict_falls", "go_away")


def test_a_signal_that_is_not_possible_is_refused_with_its_reason():
    case = begun()
    case.signal("turns_eighteen", at=NOW)
    assert refused(case, "turns_eighteen") == (Need.WHEN,)
    case.signal("go_away", at=NOW)
    assert refused(case, "go_away") == (Need.STATE,)
    case.do("find", by=OFFICER, at=NOW)
    case.do("close", by=OFFICER, at=NOW)
    assert refused(case, "go_away") == (Need.ENDED,)
    assert case.signals() == ()


def test_a_repetition_by_its_key_tells_nothing_twice():
    case = begun()
    first = case.signal("go_away", at=NOW, by="registry-1", key="req-5")
    again = case.signal("go_away", at=LATER, by="registry-1", key="req-5")
    assert again is first
    with pytest.raises(ConflictError):
        case.signal("turns_eighteen", at=LATER, by="registry-1", key="req-5")
    with pytest.raises(ConflictError):
        case.signal("go_away", at=LATER, by="registry-2", key="req-5")
    assert case.version == 1


def test_a_teller_is_opaque_like_everybody():
    with pytest.raises(OpaqueError):
        begun().signal("go_away", at=NOW, by="Registry of Births")


def test_a_record_with_signals_is_read_again_and_a_forged_one_is_not():
    case = begun()
    case.signal("go_away", at=NOW, by="registry-1", key="req-5")
    case.signal("verdict_falls", at=NOW, records={"verdict": "guilty"})
    record = case.snapshot()
    assert Case.restore(CARE, record, handbook=BOOK).snapshot() == record
    record["events"][1]["kind"] = "activity"
    with pytest.raises(RecordError):
        Case.restore(CARE, record, handbook=BOOK)
