"""What is simulated, a live case allows; what is proved, no simulated case breaks."""

from collections import Counter
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.cases.deadlines import running_alone
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.request import Actor
from katch_protocols.cases.state import CaseState
from katch_protocols.evidence.simulations.bounds import bounds_if_kept
from katch_protocols.evidence.simulations.engine.store import RECORD_WIDTH, Kind
from katch_protocols.evidence.simulations.events import (
    SimulatedCase,
    SimulatedEvent,
    told_cases,
)
from katch_protocols.evidence.simulations.planning import Planned, planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from katch_protocols.files.read_scenario import read_scenario
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Run, Scenario
from katch_protocols.verbs.live_cases import open_case
from tests.evidence.simulations.heavy import heavy

ROOT = Path(__file__).parents[3]


@cache
def shipped() -> tuple[Handbook, Scenario]:
    book = read_handbook(ROOT / "protocols")
    file = ROOT / "scenarios" / "turkistan.yaml"
    found = read_scenario(file.read_bytes(), file.name, book)
    assert found.scenario is not None, list(map(str, found.findings))
    return book, found.scenario


class Replay:
    """Does in live cases what simulated ones did; a refusal is raised."""

    def __init__(self, book: Handbook, region: str | None) -> None:
        self.book, self.region = book, region
        self.cases: dict[str, Case] = {}

    def follow(self, told: SimulatedCase) -> int:
        protocol = self.book.protocols[told.protocol]
        if told.opener is None:
            case = open_case(
                protocol, reference=told.reference, region=self.region, at=told.opened
            )
        else:
            opened = [
                each
                for event in self.cases[told.opener].events
                for each in event.opened
                if each.protocol == told.protocol and each.is_new
            ]
            case = open_case(protocol, at=told.opened, opened_by=opened[-1])
        self.cases[told.reference] = case
        for event in told.events:
            self.do(case, event)
        return len(told.events)

    def lived(self, told: SimulatedCase, end: datetime) -> Case:
        """Return a case after all of it, to an end: the clock did as much, no more."""
        self.follow(told)
        case = self.cases[told.reference]
        case.advance(end - timedelta(microseconds=1))
        assert [(event.activity, event.at) for event in case.events] == [
            (event.activity, event.at) for event in told.events
        ]
        return case

    def do(self, case: Case, event: SimulatedEvent) -> None:
        if event.timed:
            case.advance(event.at)  # it takes all that are due by then
            now = [each for each in case.events if each.at == event.at]
            assert event.activity in [each.activity for each in now]
        elif event.doer is None:
            case.signal(event.activity, at=event.at, records=event.records)
        else:
            asked = case.form(event.activity, at=event.at)
            reason = asked.reasons[0].name if asked.reasons else None
            elsewhere = asked.regions[0].name if asked.regions else None
            case.do(
                event.activity,
                by=self.actor(event.doer),
                at=event.at,
                together_with=[self.actor(each) for each in event.together_with],
                records=event.records,
                reason=reason,
                opens_in=elsewhere,
            )

    def actor(self, doer: tuple[str, str, str | None]) -> Actor:
        role, token, agency = doer
        trained = self.book.qualifications
        return Actor(
            token, roles={role}, agency=agency, region=self.region, qualified=trained
        )


def replay(scenario: Scenario, book: Handbook, runs: int) -> int:
    made, steps = planned(scenario, book), 0
    for number in range(runs):
        store = Runs("today", scenario, made).once(number, logs=True)
        follower = Replay(book, scenario.region)
        for told in told_cases(made, number, store):
            steps += follower.follow(told)
    return steps


def test_every_simulated_step_is_allowed_in_a_live_case() -> None:
    book, scenario = shipped()
    short = scenario.model_copy(update={"run": Run(years=1, seed=7)})
    assert replay(short, book, 1) > 300


@heavy
@pytest.mark.parametrize(
    "protocol", ["child_pathway", "referral_and_assistance", "justice_child_sensitive"]
)
def test_so_it_is_of_other_protocols(protocol: str) -> None:
    book, scenario = shipped()
    choices = {
        name: each for name, each in scenario.choices.items() if name == "missing"
    }
    other = scenario.model_copy(
        update={
            "protocols": (protocol,),
            "run": Run(years=3, seed=2),
            "values": {},
            "choices": choices,
            "waits": {},
            "happens": {},
        }
    )
    assert replay(other, book, 3) > 1_000


@heavy
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(
    "protocol", ["identification_child_tip", "referral_and_assistance"]
)
def test_no_case_that_keeps_every_deadline_takes_longer_than_is_proved(
    protocol: str, last: bool
) -> None:
    book, scenario = shipped()
    many = scenario.arrivals.model_copy(update={"thousandths": 1_000_000})
    asked = scenario.model_copy(
        update={
            "protocols": (protocol,),
            "arrivals": many,
            "run": Run(years=3, seed=3, runs=2),
        }
    )
    found = bounds_if_kept(asked, book, last=last)
    assert all(each.holds for each in found), found
    reached = [each for each in found if each.cases]
    assert reached
    if last:
        assert any(each.longest == each.proved for each in reached), reached


class Watch(Replay):
    """Notes each deadline that a live case calls broken, once for what began it."""

    def __init__(self, book: Handbook, region: str | None) -> None:
        super().__init__(book, region)
        self.broken: set[tuple[str, str, str, int]] = set()

    def do(self, case: Case, event: SimulatedEvent) -> None:
        state, before = case.view(), case.version
        self.look(state, event.at)
        super().do(case, event)
        # The clock may move a case on several times at one instant.
        for each in case.events[before:]:
            self.look(state, each.at)
            self.follow_step(state, each)

    def follow_step(self, state: CaseState, event: CaseEvent) -> None:
        row = event.deed.row
        if row is not None and state.clock is not None:
            state.clock.take(row, state.word, (event.at, len(state.log)))
        state.log.append(event)
        if row is not None:
            state.word = row.after(state.word)

    def look(self, state: CaseState, at: datetime) -> None:
        rules = state.compiled.clocks.duties
        lasting = {each.duty.activity for each in rules if each.duty.lasting}
        for due in running_alone(state):
            if at > due.at and not due.every and due.state != TAKEN_UP:
                # What lasts over several states is not owed anew with each of them.
                place = "" if due.activity in lasting else due.state
                name = due.activity or due.state
                self.broken.add((state.reference, name, place, due.began))


def end_of(made: Planned, book: Handbook) -> datetime:
    """Return when the runs of a plan end."""
    first = datetime.combine(made.time.begins, time(), ZoneInfo(book.timezone))
    return first + timedelta(seconds=made.plan.horizon)


def late_in_both(
    made: Planned, asked: Scenario, book: Handbook
) -> tuple[Counter[str], Counter[str]]:
    """Return how often each deadline is broken in a run, and in live cases like it."""
    store = Runs("today", asked, made).once(0, logs=True)
    told: Counter[str] = Counter()
    for at in range(0, len(store.record), RECORD_WIDTH):
        kind, _, _, what, _, kept, _, _ = store.record[at : at + RECORD_WIDTH]
        if kind == Kind.CLOCK and not kept:
            told[made.names.clocks[what][1]] += 1
        elif kind == Kind.DUTY and not kept:
            told[made.names.duties[what][1]] += 1
    watch = Watch(book, asked.region)
    for each in told_cases(made, 0, store):
        watch.follow(each)
    for case in watch.cases.values():
        watch.look(case.view(), end_of(made, book))
    return told, Counter(name for _, name, _, _ in watch.broken)


def test_whatever_is_late_is_late_in_a_live_case_and_nothing_else() -> None:
    book, scenario = shipped()
    often = scenario.happens["note_absence"].model_copy(update={"share": 4_000})
    asked = scenario.model_copy(
        update={
            "protocols": ("referral_and_assistance",),
            "values": {
                name: each
                for name, each in scenario.values.items()
                if name not in {"danger", "companion"}
            },
            "happens": {"note_absence": often},
            "run": Run(years=1, seed=7),
        }
    )
    told, late = late_in_both(planned(asked, book), asked, book)
    assert sum(late.values()) > 50
    assert told == late
