"""The machines of others run every case as the table does, or the report says where."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from tests.exchange.peers import Peer, open_peer
from tests.exchange.peers_machines import disagreements, prepare_machines
from tests.strategies import handbooks

ENGINES = ("scxml", "xstate")
SHIPPED = tuple(kp.handbook().protocols)
WALKS = 1


@pytest.fixture(scope="module")
def peer(npm: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    folder = tmp_path_factory.mktemp("machines")
    yield from open_peer(prepare_machines(npm, folder), "machines.js")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("protocol", SHIPPED)
def test_every_shipped_protocol_walks_alike(peer, engine, protocol):
    protocol = kp.handbook().protocols[protocol]
    table = kp.compile(protocol)
    written = kp.export(protocol, to=engine)
    for seed in range(WALKS):
        found = disagreements(peer, engine, written.text, table, seed=seed, steps=25)
        assert next(found, None) is None


@pytest.mark.parametrize("engine", ENGINES)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(handbook=handbooks(), seed=st.integers(0, 99))
def test_every_protocol_walks_alike_or_the_report_says_where(
    peer, engine, handbook: Handbook, seed
):
    protocol = handbook.protocols["first"]
    try:
        table = kp.compile(protocol)
    except BoundError:
        return
    if table.endless:
        return
    written = kp.export(protocol, to=engine)
    told = {loss.name for loss in written.losses} & {"resumed-from-inside"}
    if not told:
        found = disagreements(peer, engine, written.text, table, seed=seed)
        assert next(found, None) is None
