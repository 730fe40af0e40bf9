"""Another simulator, case by case: the same draws, the same queues, the same ends."""

import pytest
from msgspec.structs import replace

from katch_protocols.evidence.simulations.engine.loop import run
from katch_protocols.evidence.simulations.engine.store import (
    RECORD_WIDTH,
    TASKS,
    Kind,
)
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.working_time import DAY
from tests.evidence.simulations.peer import TANDEM, Peer, Times
from tests.evidence.simulations.plan_peer import PlanPeer
from tests.evidence.simulations.queues import runs_of, scenario
from tests.evidence.simulations.test_live_cases import shipped


@pytest.mark.parametrize(("rate", "people"), [("6", "5"), ("18", "9")])
def test_every_case_is_opened_and_ended_at_the_same_second(
    rate: str, people: str
) -> None:
    asked = scenario(TANDEM.replace("RATE", rate).replace("PEOPLE", people))
    made, runs = runs_of(asked)
    store, times = runs.once(2), Times()
    for at in range(0, len(store.record), RECORD_WIDTH):
        kind, number, opened, _, _, _, when, _ = store.record[at : at + RECORD_WIDTH]
        if kind == Kind.OPENED:
            times[number] = (opened, None)
        elif kind == Kind.ENDED:
            times[number] = (opened, when)
    assert len(times) > 2_000
    assert Peer(made, 4, 2).run() == times


def test_by_another_clock_the_shipped_scenario_tells_the_same() -> None:
    book, asked = shipped()
    often = asked.arrivals.model_copy(update={"thousandths": 100_000})
    plan = planned(asked.model_copy(update={"arrivals": often}), book).plan
    plan = replace(plan, horizon=90 * DAY, months=[30 * DAY, 90 * DAY])
    ours, other = run(plan, 7, 3, 0), PlanPeer(plan, 7, 3).run()
    assert ours.n[TASKS] > 400
    assert other.record == ours.record
    assert other.monthly == ours.monthly
