"""Every run of the plain engine in these tests is looked at for Little's law."""

import pytest

from katch_protocols.evidence.simulations import choosing
from katch_protocols.evidence.simulations.engine.store import STATUS
from tests.evidence.simulations.littles_law import seconds_waited


@pytest.fixture(autouse=True)
def _every_run_obeys_littles_law(monkeypatch):
    plain = choosing.run

    def run(plan, seed, number, logs):
        store = plain(plan, seed, number, logs)
        if not store.n[STATUS]:  # it came to its end
            seconds_waited(plan, store)
        return store

    monkeypatch.setattr(choosing, "run", run)
