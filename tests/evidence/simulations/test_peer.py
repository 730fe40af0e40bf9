"""Another simulator, case by case: the same draws, the same queues, the same ends."""

import pytest

from katch_protocols.evidence.simulations.engine.store import RECORD_WIDTH, Kind
from tests.evidence.simulations.peer import TANDEM, Peer, Times
from tests.evidence.simulations.queues import runs_of, scenario


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
