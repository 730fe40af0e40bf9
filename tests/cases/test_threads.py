"""Many threads use one case: whatever is asked is whole, whatever is done is in order.

The interpreter is made to change threads a thousand times as often as it does.
"""

import copy
import itertools
import json
import pickle
import sys
import threading
from datetime import timedelta
from hashlib import sha256

import pytest

from katch_protocols.cases import record
from katch_protocols.cases.case import Case
from katch_protocols.cases.event import canonical
from katch_protocols.errors import KatchError
from tests.cases.harbour import NOW, actor, begin, book

PROTOCOL = book().protocols["referral"]
OFFICER = actor("u1", "officer")
WORKER = actor("u2", "worker")
CARER = actor("u3", "carer")
ASKED = 1_500
"""How often a question is asked; the two that a host stores or trusts, 10,000 times."""
STEPS = 24
READERS = 3


@pytest.fixture(autouse=True)
def _restless():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def together(*works):
    """Do several things at once; return what went wrong in any of them."""
    gate, wrong = threading.Barrier(len(works)), []

    def run(work):
        gate.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            wrong.append(repr(error))

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def passed_to_and_fro(case):
    """Move a case that was assessed, a step at a time: every clock begins anew."""
    for _ in range(STEPS // 2):
        case.do("send", by=WORKER, at=NOW)
        case.do("decline_send", by=CARER, at=NOW)


def asked_beside_a_writer(ask, times):
    """Ask so many times while somebody writes; return what went wrong."""
    asked, wrong = itertools.count(), []
    while next(asked) < times:
        case = begin()
        case.do("assess", by=WORKER, at=NOW, records={"danger": "absent"})
        working = threading.Event()

        def write(case=case, working=working):
            try:
                passed_to_and_fro(case)
            finally:
                working.set()

        def read(case=case, working=working):
            while not working.is_set() and next(asked) < times:
                ask(case)

        wrong += together(write, *[read] * READERS)
    return wrong


def whole(case):
    """Take a snapshot; its last hash is that of its last event, and its now follows."""
    record = case.snapshot()
    assert (
        record["head"] == sha256(canonical(record["events"][-1]).encode()).hexdigest()
    )
    sent = record["events"][-1]["activity"] == "send"
    assert record["now"]["states"] == ["awaiting_send" if sent else "assessed"]


def test_a_snapshot_beside_a_writer_is_never_torn():
    assert asked_beside_a_writer(whole, 10_000) == []


def test_a_snapshot_beside_a_writer_can_be_taken_up():
    def put_away_and_take_up(case):
        record = json.loads(json.dumps(case.snapshot()))
        assert Case.restore(PROTOCOL, record).snapshot() == record

    assert asked_beside_a_writer(put_away_and_take_up, ASKED // 10) == []


def test_a_record_that_is_verified_beside_a_writer_is_never_said_to_be_tampered_with():
    assert asked_beside_a_writer(Case.verify, 10_000) == []


def test_deadlines_that_are_asked_for_beside_a_writer_are_those_of_one_state():
    def one_deadline(case):
        (due,) = case.due(NOW)
        assert due.state in {"assessed", "awaiting_send"}
        assert case.wakes_at in {None, NOW + timedelta(days=30)}

    assert asked_beside_a_writer(one_deadline, ASKED) == []


def test_what_is_possible_beside_a_writer_is_what_one_state_allows():
    allowed = ("end_danger", "send"), ("acknowledge_send", "decline_send")

    def of_one_state(case):
        assert case.possible(at=NOW) in allowed
        assert case.possible(by=WORKER, at=NOW) in {("send",), ()}
        refusal = case.why_not("send", by=WORKER, at=NOW)
        assert refusal is None or refusal.needs == ("state",)

    assert asked_beside_a_writer(of_one_state, ASKED // 3) == []


def test_twenty_threads_with_one_clock_are_never_refused_for_the_time():
    """Each reads the clock when it is its turn, so nobody comes too late."""
    case, ticks = begin(), itertools.count()

    def clock():
        return NOW + timedelta(microseconds=next(ticks))

    def lend(number):
        for _ in range(25):
            words = {"deputy": f"d{number}", "until": NOW + timedelta(days=9)}
            case.stand_in(by=WORKER, role="worker", at=clock, **words)

    assert together(*[lambda n=n: lend(n) for n in range(20)]) == []
    assert case.version == 500
    instants = [event.at for event in case.events]
    assert instants == sorted(instants)
    case.verify()


def test_a_clock_that_goes_back_counts_as_the_last_instant():
    case = begin()
    case.do("assess", by=OFFICER, at=lambda: NOW, records={"danger": "absent"})
    earlier = NOW - timedelta(hours=1)
    assert case.do("send", by=WORKER, at=lambda: earlier).at == NOW
    with pytest.raises(KatchError):
        case.do("decline_send", by=CARER, at=earlier)


def test_a_clock_may_ask_the_case_itself():
    case = begin()

    def clock():
        return max(due.at for due in case.due(case.last)) - timedelta(minutes=1)

    at = NOW + timedelta(minutes=119)
    event = case.do("assess", by=OFFICER, at=clock, records={"danger": "absent"})
    assert event.at == at
    assert case.due(lambda: at) == case.due(at)
    assert case.advance(lambda: at) == ()


def test_whoever_goes_through_a_long_log_holds_up_nobody(monkeypatch):
    case = begin()
    case.do("assess", by=OFFICER, at=NOW, records={"danger": "absent"})
    began, go_on = threading.Event(), threading.Event()
    replay = record.replay

    def slow(*words):
        began.set()
        assert go_on.wait(10)
        replay(*words)

    monkeypatch.setattr(record, "replay", slow)
    wrong = []

    def verify():
        wrong.extend(together(case.verify))

    thread = threading.Thread(target=verify)
    thread.start()
    assert began.wait(10)
    assert case.do("send", by=WORKER, at=NOW).activity == "send"
    go_on.set()
    thread.join()
    assert wrong == []


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_case_is_not_copied_and_one_sentence_says_what_to_do(copied):
    with pytest.raises(TypeError) as caught:
        copied(begin())
    assert str(caught.value) == (
        "A case is neither copied nor pickled, so that it never has two logs: keep "
        "`case.snapshot()` and take it up with `Case.restore(protocol, record)`."
    )
