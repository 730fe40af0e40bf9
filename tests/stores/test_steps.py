"""A case in a store: acts, keys, versions, time, and what is read."""

from datetime import UTC, datetime, timedelta

import pytest

import katch_protocols as kp
from katch_protocols.errors import (
    InstantError,
    OpaqueError,
    StoredCaseError,
    StoreError,
    UnknownCaseError,
    UnknownNameError,
)
from katch_protocols.refusals import Need
from katch_protocols.stores import kept_cases
from tests.cases.harbour import FILES, NOW, actor, book, handbook
from tests.stores.conftest import BOTH, PEOPLE

pytestmark = BOTH

SAFE = {"danger": "absent"}
DAY = timedelta(days=1)


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(open_store, clock):
    return open_store(clock=clock)


@pytest.fixture
def case(store):
    return store.open_case("referral", region="east", by="u1", key="open-1")


def assess(store, case, **words):
    given = {"by": "u1", "records": SAFE, **words}
    return store.do(case.reference, "assess", **given)


def test_an_act_is_stored_and_read_again_by_another_process(store, case, open_store):
    done = assess(store, case, key="k-1", expected_version=0)
    assert (done.reference, done.version, done.repeated) == (case.reference, 1, False)
    assert (done.event.by, done.event.role, done.states) == (
        "u1",
        "officer",
        ("assessed",),
    )
    again = open_store().case(case.reference)
    assert again.events[0].to_json(0) == done.event.to_json(0)
    assert again.head == store.case(case.reference).head
    assert (again.opener, again.now.states) == ("u1", ("assessed",))
    again.verify()


def test_a_reference_says_nothing_and_a_salt_stands_before_each_hash(store, case):
    other = store.open_case("referral", region="east", by="u1")
    assert case.reference != other.reference
    assert len(case.reference) == 19
    assert len(case.salt) == 16
    assert case.salt != other.salt


def test_who_opens_is_written_and_asked_for_no_right(store):
    opened = store.open_case("referral", region="east", by="registry-9")
    assert opened.opener == "registry-9"
    stranger = kp.Actor("u9", roles=[], agency=None, region=None)
    assert store.open_case("referral", region="east", by=stranger).opener == "u9"
    assert store.open_case("referral", region="east").opener is None


def test_a_case_begins_with_what_is_known(store):
    opened = store.open_case("referral", region="east", facts={"danger": "present"})
    assert opened.now.facts["danger"] == "present"
    with pytest.raises(UnknownNameError):
        store.open_case("referral", region="east", facts={"danger": "gone"})


def test_the_same_key_opens_one_case(store, case, open_store):
    for each in (store, open_store()):
        again = each.open_case("referral", region="east", by="u1", key="open-1")
        assert again.reference == case.reference
    for words in (
        {"region": "west", "by": "u1"},
        {"region": "east", "by": "u2"},
        {"region": "east"},
        {"region": "east", "by": "u1", "facts": SAFE},
    ):
        with pytest.raises(kp.ConflictError) as caught:
            store.open_case("referral", key="open-1", **words)
        assert caught.value.refusal.needs == (Need.KEY,)
    with pytest.raises(kp.ConflictError):
        store.open_case("hearing", region="east", by="u1", key="open-1")
    assert len(store.cases()) == 1


def test_the_same_key_acts_once_whatever_time_and_version(
    store, case, clock, open_store
):
    first = assess(store, case, key="k-1", expected_version=0)
    clock.now += DAY
    again = assess(store, case, key="k-1", expected_version=0, at=NOW - DAY)
    assert (again.repeated, again.version) == (True, 1)
    assert again.event.to_json(0) == first.event.to_json(0)
    assert assess(open_store(), case, key="k-1").repeated
    with pytest.raises(kp.ConflictError):
        assess(store, case, key="k-1", by="u2")
    with pytest.raises(kp.ConflictError):
        assess(store, case, key="k-1", records={"danger": "present"})


def test_a_refusal_uses_no_key_up(store, case):
    with pytest.raises(kp.ActivityRefusedError):
        assess(store, case, key="k-1", by=actor("u9", "carer"))
    assert not assess(store, case, key="k-1").repeated


def test_a_key_belongs_to_its_case(store, case):
    other = store.open_case("referral", region="east")
    assert not assess(store, case, key="k-1").repeated
    assert not assess(store, other, key="k-1").repeated


def test_a_stale_version_is_a_conflict_with_the_current_one(store, case):
    assess(store, case)
    with pytest.raises(kp.ConflictError) as caught:
        store.do(case.reference, "send", by="u2", expected_version=0)
    (unmet,) = (u for u in caught.value.refusal.unmet if u.need is Need.VERSION)
    assert unmet.facts["version"] == "1"


def test_owed_steps_of_the_clock_come_first_and_stay_though_the_act_is_refused(
    store, case, clock, open_store
):
    assess(store, case)
    clock.now += 40 * DAY
    with pytest.raises(kp.ActivityRefusedError) as caught:
        store.do(case.reference, "send", by="u2", key="k-9")
    assert caught.value.refusal.needs == (Need.ENDED,)
    seen = open_store().case(case.reference)
    assert [e.activity for e in seen.events] == ["assess", "clock(assessed, 30 days)"]
    assert seen.events[1].at == NOW + 30 * DAY
    assert store.work() == ()
    (line,) = store.cases(ended=True)
    assert (line.ended_at, line.outcome) == (NOW + 30 * DAY, "adverse")


def test_a_clock_that_goes_back_refuses_nobody(store, case, clock):
    clock.now += DAY
    assess(store, case)
    clock.now -= 2 * DAY
    done = store.do(case.reference, "end_danger", by="u1", together_with=["u2"])
    assert done.event.at == NOW + DAY


def test_an_instant_that_is_given_is_for_late_entries(store, case, clock):
    clock.now += DAY
    assert assess(store, case, at=NOW + timedelta(hours=3)).event.at.hour == 9
    with pytest.raises(kp.ActivityRefusedError) as caught:
        store.do(case.reference, "send", by="u2", at=NOW)
    assert caught.value.refusal.needs == (Need.TIME,)
    with pytest.raises(InstantError) as late:
        store.do(case.reference, "send", by="u2", at=clock.now + timedelta(seconds=61))
    assert late.value.code == "ahead"
    store.do(case.reference, "send", by="u2", at=clock.now + timedelta(seconds=60))
    with pytest.raises(InstantError):
        store.do(case.reference, "send", by="u2", at=datetime(2026, 4, 1))  # noqa: DTZ001
    with pytest.raises(TypeError, match="`at`"):
        store.do(case.reference, "send", by="u2", at="now")


def test_a_loan_and_a_signal_have_keys_too(store, case):
    until = NOW + DAY
    lend = {"by": "u1", "deputy": "u8", "role": "officer", "until": until}
    first = store.stand_in(case.reference, key="k-1", **lend)
    again = store.stand_in(case.reference, key="k-1", **lend)
    assert (first.repeated, again.repeated, again.version) == (False, True, 1)
    deputy = actor("u8", "chief")
    assert assess(store, case, by=deputy).event.on_behalf_of == "u1"
    with pytest.raises(kp.ActivityRefusedError):
        store.signal(case.reference, "assess", key="k-2")


def test_the_directory_of_the_host_is_asked_before_a_case_is_held(open_store):
    asked = []

    def people(token):
        asked.append(store.case(opened.reference).version)
        return PEOPLE.get(token)

    store = open_store(actors=people)
    opened = store.open_case("referral", region="east")
    assess(store, opened)
    assert asked == [0]


def test_whom_the_directory_does_not_know_is_nobody(store, case, open_store):
    with pytest.raises(UnknownNameError) as caught:
        assess(store, case, by="u77")
    assert "u77" not in str(caught.value)
    with pytest.raises(OpaqueError):
        assess(store, case, by="+7 701 555 01 01")
    with pytest.raises(TypeError, match="`by` must be an Actor"):
        assess(open_store(actors=None), case, by="u1")
    with pytest.raises(TypeError, match="`by` must be an Actor"):
        assess(open_store(actors=lambda token: token), case, by="u1")
    with pytest.raises(UnknownNameError):
        assess(open_store(actors=lambda _: PEOPLE["u2"]), case, by="u1")


def test_a_case_that_is_not_there_answers_like_one_that_cannot_be(store):
    for reference in ("no-such-case", "Aigerim, 12", "+7 701 555 01 01"):
        for ask in (store.case, store.verify):
            with pytest.raises(UnknownCaseError) as caught:
                ask(reference)
            assert str(caught.value) == "There is no such case."
        with pytest.raises(UnknownCaseError):
            store.do(reference, "assess", by="u1")
    with pytest.raises(TypeError, match="`reference`"):
        store.case(7)


def test_a_case_of_a_store_is_only_read(case):
    for name in ("do", "signal", "stand_in", "tell", "advance"):
        with pytest.raises(StoredCaseError, match=r"store\."):
            getattr(case, name)("assess", by=PEOPLE["u1"])
    assert isinstance(case, kp.Case)
    assert case.possible(by=PEOPLE["u1"]) == ("assess",)
    assert case.form("assess", by=PEOPLE["u1"]).refusal is None


def test_what_is_read_stays_as_it_was_read(store, case):
    before = store.case(case.reference)
    assess(store, case)
    assert (before.version, store.case(case.reference).version) == (0, 1)


def test_a_wrong_type_names_the_argument_and_holds_nothing(store, case):
    with pytest.raises(TypeError, match="`protocol`"):
        store.open_case(7)
    with pytest.raises(TypeError, match="`together_with"):
        store.do(case.reference, "assess", by="u1", together_with="u2")
    with pytest.raises(TypeError, match="`records"):
        assess(store, case, records=[])
    with pytest.raises(TypeError, match="`limit`"):
        store.work(limit=0)
    with pytest.raises(TypeError, match="`held_by`"):
        store.work(held_by=3)
    with pytest.raises(UnknownNameError):
        store.open_case("refferal", region="east")
    assert store.case(case.reference).version == 0


def test_a_protocol_that_is_not_in_force_is_not_opened(store):
    with pytest.raises(kp.ActivityRefusedError) as caught:
        store.open_case("referral", region="east", at=NOW.replace(year=2025))
    assert caught.value.refusal.needs == (Need.OPENING,)
    assert store.cases() == ()


def test_open_work_comes_by_due_instant_and_in_pages(store, clock):
    for hour in (3, 1, 2):
        clock.now = NOW + timedelta(hours=hour)
        store.open_case("referral", region="east")
    store.open_case("hearing", region="west")
    found = store.work()
    due = [work.due_at for work in found]
    assert due[:3] == [NOW + timedelta(hours=each) for each in (3, 4, 5)]
    assert (due[3], found[3].name, found[3].region) == (None, "called", "west")
    pages, after = [], None
    while page := store.work(after=after, limit=1):
        pages += page
        after = page[-1].cursor
    assert tuple(pages) == found
    assert store.work(held_by="officer") == found[:3]
    assert store.work(held_by="officer", region="west") == ()
    assert store.work(region="west") == found[3:]
    assert store.work(protocol="referral", state="reported") == found[:3]
    assert store.work(before=NOW + timedelta(hours=4)) == found[:1]
    with pytest.raises(StoreError) as caught:
        store.work(protocol="referral")
    assert caught.value.code == "filters"
    for page in (store.work, store.cases):
        for wrong in ("nowhere", "a/b", "a/b/c/d"):
            with pytest.raises(StoreError) as caught:
                page(after=wrong)
            assert caught.value.code == "cursor"


def test_cases_are_listed_by_their_opening(store, clock):
    made = []
    for hour in range(3):
        clock.now = NOW + timedelta(hours=hour)
        made.append(store.open_case("referral", region="east").reference)
    assert [line.reference for line in store.cases()] == made
    first = store.cases(limit=2)
    rest = store.cases(after=first[-1].cursor)
    assert [line.reference for line in (*first, *rest)] == made
    assert store.cases(region="west") == ()
    assert store.cases(ended=True) == ()
    assert len(store.cases(ended=None, protocol="referral", region="east")) == 3


def test_what_is_kept_serves_only_while_nobody_else_has_written(
    store, case, open_store, clock
):
    other = open_store(clock=clock)
    assess(store, case)
    other.do(case.reference, "end_danger", by="u1", together_with=["u2"])
    assert store.case(case.reference).version == 2
    done = store.do(case.reference, "send", by="u2", expected_version=2)
    assert (done.version, other.case(case.reference).version) == (3, 3)


def test_a_process_keeps_the_last_cases_and_for_a_while(store, case, monkeypatch):
    assess(store, case)
    state = store.case(case.reference).view()
    kept = kept_cases.KeptCases()
    monkeypatch.setattr(kept_cases, "KEPT_CASES", 1)
    kept.put(state)
    assert kept.look(case.reference, state.head) is not None
    assert kept.take(case.reference, b"another") is None
    kept.put(state)
    monkeypatch.setattr(kept_cases, "KEPT_SECONDS", -1)
    assert kept.take(case.reference, state.head) is None


def test_the_clock_of_the_database_is_asked_without_another(open_store):
    store = open_store(clock=None)
    before = datetime.now(UTC)
    opened = store.open_case("referral", region="east")
    assert before <= opened.opened <= datetime.now(UTC)


def test_a_store_of_another_handbook_reads_a_case_by_its_own_text(case, open_store):
    moved = FILES["referral.yaml"].replace("to: assessed", "to: agreed", 1)
    other = open_store(handbook=handbook(referral=moved), clock=Clock())
    assert kp.pin(book().protocols["referral"]) == case.pin
    done = assess(other, case)
    assert done.states == ("assessed",)  # as the case was opened
    fresh = other.open_case("referral", region="east")
    assert fresh.pin != case.pin
    assert assess(other, fresh).states == ("agreed",)
    third = open_store(handbook=None)
    assert third.case(fresh.reference).now.states == ("agreed",)
    assert third.case(case.reference).now.states == ("assessed",)
    with pytest.raises(UnknownNameError):
        third.open_case("referral", region="east")
