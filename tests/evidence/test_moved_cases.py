"""Cases that moved to another version: nobody is blamed for that, and none is lost."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import katch_protocols as kp
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError, KatchError, ProtocolError
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.moved_records import as_moved
from katch_protocols.evidence.logs.records import case_of_record
from katch_protocols.model.indicators import Indicator
from katch_protocols.model.measures import NumberOfCases, NumberOfTimes
from katch_protocols.model.noun import Label
from katch_protocols.proofs.proof_session import most_configurations
from tests.cases.harbour import actor, handbook
from tests.interpreter import UnendingError
from tests.stores.test_migration import APART, CROWD, MOVED, PARK, PARKED, TEXT, live
from tests.stores.test_migration import edited as changed
from tests.stores.test_moving_laws import CASES, copied, lines, lived, other
from tests.stores.test_same_as_memory import NARROW, opened
from tests.stores.test_steps import Clock
from tests.stores.walks import next_step, people
from tests.strategies import small_handbooks

pytest.importorskip("sqlalchemy", reason="an extra")

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MEASURES = (
    "number of cases",
    "number of cases with assess",
    "number of times review",
    "number of cases with send where danger is absent",
    "share of cases with opened that have assess within 1 day",
    "share of cases with assess that have place",
    "share of cases that end in placed",
    "share of cases with assess that keep send requires assess",
    "median time from opened to review",
)
INDICATORS = "indicators:\n" + "".join(
    f"  i{n}: {{title: {{en: A, ru: Б, kk: В}}, measure: {each}, serves: volume}}\n"
    for n, each in enumerate(MEASURES)
)
PARKING = changed(TEXT, (APART, ""), ("\n  placed:\n", PARK))
OLD = handbook(referral=PARKING, indicators=INDICATORS)
NEW = handbook(referral=changed(TEXT, *MOVED), indicators=INDICATORS)
TAKEN = ("take", "u2", {})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with kp.open_store(url, OLD, actors=CROWD.get, clock=clock) as found:
        yield found


@pytest.fixture
def cases(store, clock):
    """Open cases at every place; one was where the new version has no state."""
    found = [live(store, steps) for steps in range(7)]
    found.append(live(store, 5, PARKED, TAKEN))
    clock.now += HOUR
    return found


def carry_out(store, count=8):
    done = store.plan_migration(NEW).carry_out()
    assert (len(done.moved), done.stayed, done.failed) == (count, (), ())


def counted(source, book, until):
    found = kp.measure(source, book, until=until)
    return {name: each.atoms for name, each in found.tallies.items()}, found.flaws


def test_a_lawful_case_that_moved_departs_in_nothing(store, cases, clock) -> None:
    """What it did before has other names now: as steps of now they would be surplus."""
    before = sum(len(store.case(each).events) for each in cases)
    carry_out(store)
    found = kp.audit(store, NEW, now=clock.now + HOUR)
    assert list(found.findings) == []
    told = found.to_json()
    assert (told["cases"], told["events"]) == (8, 0)
    assert told["left_out"] == {"moved": before}
    # Nor is it said that all was kept: what was before it is not judged.
    assert {each.answers["safeguards"] for each in found.judged} == {"cannot_tell"}


def test_what_was_not_done_since_the_move_is_found(store, cases, clock) -> None:
    """The case is told to care, and nobody there answers."""
    carry_out(store)
    reference = cases[1]
    store.do(reference, "send", by="u2", key="late")
    clock.now += 5 * DAY
    found = kp.audit(store, NEW, now=clock.now).explain(reference)
    assert [(each.code, each.name) for each in found.findings] == [
        ("overdue", "awaiting_send")
    ]


def test_a_role_that_was_lent_before_the_move_may_be_played_after_it(
    tmp_path, clock
) -> None:
    """A loan that was over by then is of the past, as the step before it is."""
    people_here = {**CROWD, "u9": actor("u9", "officer", agency="office")}
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with kp.open_store(url, OLD, actors=people_here.get, clock=clock) as store:
        reference = live(store, 1)
        for lender, span in (("u5", HOUR / 2), ("u2", 2 * DAY)):
            words = {"deputy": "u9", "role": "worker", "until": clock.now + span}
            store.stand_in(reference, by=lender, **words)
        clock.now += HOUR
        store.plan_migration(NEW).carry_out()
        assert store.do(reference, "send", by="u9").event.on_behalf_of == "u2"
        found = kp.audit(store, NEW, now=clock.now + HOUR)
    case = found.explain(reference)
    assert (list(found.findings), case.answers["people"]) == ([], "open")
    told = found.to_json()
    assert (told["events"], told["left_out"]) == (2, {"moved": 2})


def test_whether_a_case_that_moved_was_taken_up_in_time_is_not_told(store) -> None:
    """That may have been before: what was done since says nothing of it."""
    live(store, 2)
    carry_out(store, 1)
    (record,) = lines(store).values()
    pin, compiled = record["pin"], compiled_case(NEW.protocols["referral"], NEW)
    case = case_of_record(record, compiled, Hashing(b"synthetic"))
    for due in (None, case.opened):
        told = as_moved(replace(case, due=due), record, 2, {pin: None}.get)
        assert (told.due, told.is_due_told, told.seen) == (None, due is None, False)


def test_a_clock_that_ran_before_the_move_goes_on(store, clock) -> None:
    """The text of now asks for an answer within a working day of the same start."""
    reference = live(store, 1)
    clock.now += HOUR
    carry_out(store, 1)
    for later, told in ((20 * HOUR, []), (DAY, [("overdue", "weighed")])):
        found = kp.audit(store, NEW, now=clock.now + later).explain(reference)
        assert [(each.code, each.name) for each in found.findings] == told
        assert found.answers["time"] == ("broken" if told else "open")


def test_what_the_clock_does_is_counted_from_before_the_move(store, clock) -> None:
    """Thirty days after it was assessed nobody remembers it, though nobody asked."""
    live(store, 1)
    clock.now += 10 * DAY
    longer = changed(PARKING, ("within: 2 hours", "within: 3 hours"))
    new = handbook(referral=longer, indicators=INDICATORS)
    assert len(store.plan_migration(new).carry_out().moved) == 1
    for day, ended in ((29, 0), (31, 1)):
        now = clock.now + (day - 10) * DAY
        told, _ = counted(store, new, now)
        assert sum(each.cases for each in told["i6"].values()) == ended


def test_before_the_move_a_case_is_held_against_the_text_of_then(
    store, cases, clock
) -> None:
    clock.now += DAY
    carry_out(store)
    found = kp.audit(store, NEW, now=clock.now + HOUR, on=date(2026, 3, 18))
    # One was not assessed that day.
    assert [(each.code, each.name) for each in found.findings] == [
        ("overdue", "reported")
    ]
    assert (found.count, found.to_json()["left_out"]) == (8, {})
    assert found.explain(cases[6]).answers["order"] == "open"
    # On the day before none was open.
    found = kp.audit(store, NEW, now=clock.now + HOUR, on=date(2026, 3, 17))
    assert (found.count, found.to_json()["left_out"]["cases-outside"]) == (0, 8)


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("is_exported", [False, True])
def test_indicators_count_a_case_as_if_it_had_not_moved(
    store, clock, tmp_path, *, is_exported: bool
) -> None:
    now = clock.now + HOUR
    before = counted(store, OLD, now)
    assert all(before[0].values())
    assert before[1] == ()
    carry_out(store)
    source = store
    if is_exported:
        source = tmp_path / "cases.jsonl"
        store.export(source)
    assert counted(source, NEW, now) == before


def test_a_case_by_itself_tells_that_it_was_opened_and_what_came_since(
    store, cases, clock
) -> None:
    carry_out(store)
    store.do(cases[5], "review", by="u6", reason="yearly", key="after")
    live_cases = [store.case(each) for each in cases]
    told, _ = counted(live_cases, NEW, clock.now + HOUR)
    sums = [
        (
            sum(each.cases for each in told[f"i{n}"].values()),
            sum(each.untold for each in told[f"i{n}"].values()),
        )
        for n in range(len(MEASURES))
    ]
    # Of 8 opened cases nobody knows how they stand in a share; assessed ones are lost.
    assert sums == [
        *[(8, 0), (0, 0), (1, 0), (0, 0)],
        *[(0, 8), (0, 0), (0, 8), (0, 0), (0, 8)],
    ]


@pytest.mark.usefixtures("cases")
def test_where_nobody_knows_what_was_meant_it_is_said(store, clock, tmp_path) -> None:
    carry_out(store)
    kept = tmp_path / "cases.jsonl"
    store.export(kept)
    texts = kept.read_text(encoding="utf-8").splitlines(keepends=True)
    kept.write_text("".join(each for each in texts if '"files"' not in each))
    told, flaws = counted(kept, NEW, clock.now + HOUR)
    assert sum(each.cases for each in told["i0"].values()) == 8
    assert told["i1"] == {}
    assert [(each.key, each.facts["reason"]) for each in flaws] == [
        ("log-left-out", "moved")
    ]


@pytest.mark.parametrize("is_exported", [False, True])
def test_of_a_case_that_was_erased_it_is_said_that_it_counts_nowhere(
    store, cases, clock, tmp_path, *, is_exported: bool
) -> None:
    words = {"by": "dpo-1", "ground": "asked", "running": True}
    store.erase(cases[3], **words)
    source = store
    if is_exported:
        source = tmp_path / "cases.jsonl"
        store.export(source)
    told, flaws = counted(source, OLD, clock.now + HOUR)
    assert sum(each.cases for each in told["i0"].values()) == 7
    assert [dict(each.facts) for each in flaws] == [
        {"reason": "cases-erased", "count": "1"}
    ]
    if not is_exported:
        found = kp.audit(store, OLD, now=clock.now + HOUR)
        assert (found.count, found.to_json()["left_out"]) == (7, {"cases-erased": 1})


def go_on(store, reference, book, chance):
    """Let a case go on for some random steps under the version that it moved to."""
    clock, crowd = store._steps.clock, people(book)
    for number in range(chance.randrange(5)):
        clock.now += timedelta(hours=chance.choice((0, 1, 30, 400)))
        case = copied(store, reference, book)
        case.advance(clock.now)
        step = next_step(case, crowd, chance)
        if step is None:
            return
        do = getattr(store, step.verb)
        do(reference, step.name, **step.words, key=f"more-{number}")


def overdue(store, reference, book, now):
    """Return what a live case says to be overdue, by the duty or the state."""
    case = copied(store, reference, book)
    case.advance(now)
    if case.is_complete:
        return set()
    return {each.activity or each.state for each in case.overdue(now)}


def measured(book):
    """Return a handbook that counts each activity of its protocol, and every case."""
    asked = {"every": NumberOfCases()}
    for at, name in enumerate(chart(book.protocols["first"], book).activities):
        asked[f"cases{at}"] = NumberOfCases(cases=(name,))
        asked[f"times{at}"] = NumberOfTimes(event=name)
    found = {
        name: Indicator(id=name, title=Label.of(en="I"), measure=each, serves="volume")
        for name, each in asked.items()
    }
    return book.model_copy(update={"indicators": found})


def plain_counts(book, known, records):
    """Count by hand: of the activities that both versions have, by their names."""
    own = [each for each in records.values() if each["protocol"] == "first"]
    for at, name in enumerate(chart(book.protocols["first"], book).activities):
        if name in known:
            often = [
                sum(
                    event["activity"] == name
                    and event["kind"] in {"activity", "signal"}
                    for event in each["events"]
                )
                for each in own
            ]
            yield f"cases{at}", sum(map(bool, often))
            yield f"times{at}", sum(often)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_handbooks(), st.integers(0, 2**32 - 1))
def test_random_cases_that_moved_are_blamed_for_nothing_and_all_counted(book, seed):
    chance = Random(seed)  # noqa: S311 - drawn again from its seed
    if most_configurations(chart(book.protocols["first"], book)) > NARROW:
        reject()
    try:
        new = other(book, chance)
    except (UnendingError, KatchError, ValueError):
        reject()
    with opened(book, "sqlite://", Clock()) as store:
        try:
            for _ in range(CASES):
                lived(store, book, chance)
        except (UnendingError, BoundError, ProtocolError):
            reject()
        done = store.plan_migration(new, protocol="first").carry_out()
        for reference in done.moved:
            go_on(store, reference, new, chance)
        now = store._steps.clock.now + HOUR
        found = kp.audit(store, new, now=now)
        for reference in done.moved:
            told = {(f.code, f.name) for f in found.explain(reference).findings}
            assert {code for code, _ in told} <= {"late", "overdue"}
            due = overdue(store, reference, new, now)
            assert {name for code, name in told if code == "overdue"} <= due
            # What was late before, and is due again since then, is called so once.
            assert due <= {name for _, name in told}
        known = chart(book.protocols["first"], book).activities
        counts = kp.measure(store, measured(new), until=now)
        told = Counter(
            {
                name: sum(each.cases for each in tally.atoms.values())
                for name, tally in counts.tallies.items()
            }
        )
        for name, number in plain_counts(new, known, lines(store)):
            assert told[name] == number, name
