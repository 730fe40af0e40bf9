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
from tests.making import make_handbook, make_protocol
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


@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_activity_records_elsewhere_is_refused(peer, engine):
    """A step of the table states what its activity records there, and nothing else."""
    visit = {"to": "second"}, {"to": "third", "records": ("risk",)}, {"to": "end"}
    names = ("first", "second", "third")
    states = {
        name: {"activities": {"visit": act}}
        for name, act in zip(names, visit, strict=True)
    }
    plain = {"states": {**states, "end": {"final": True}}, "facts": {"risk": ("low",)}}
    handbook = make_handbook(make_protocol(plain))
    protocol = handbook.protocols["case"]
    table = kp.compile(protocol, handbook=handbook)
    written = kp.export(protocol, to=engine, handbook=handbook)
    found = disagreements(peer, engine, written.text, table, seed=0)
    assert next(found, None) is None


@pytest.mark.parametrize("notation", ENGINES)
def test_such_a_refusal_is_no_condition_of_others_when_it_comes_in_again(notation):
    protocol = kp.handbook().protocols["acml_identification_and_support"]
    text = kp.export(protocol, to=notation).text
    begun = kp.import_protocol(text.encode(), notation=notation, name="acml")
    assert not [each for each in begun.unread if each.what.startswith("follow_up:")]


def _run_inside() -> Handbook:
    """An activity has the name of a state in which another protocol runs."""
    end = {"end": {"final": True}}
    inner = {"a": {"activities": {"depart": {"to": "end"}}}, **end}
    outer = {
        "home": {"activities": {"travel": {"to": "travel"}}},
        "travel": {"runs": "inner", "then": {"end": "end"}},
        **end,
    }
    own = make_protocol({"states": outer})
    return make_handbook(own, make_protocol({"states": inner}, name="inner"))


def _completed() -> Handbook:
    """An activity is called what interpreters call it when a state is complete."""
    inner = {"a": {"activities": {"leave": {"to": "work.b"}}}, "b": {"final": True}}
    work = {"states": inner, "done": "end", "activities": {"done": {"to": "aside"}}}
    aside = {"activities": {"back": {"to": "work"}}}
    states = {"work": work, "aside": aside, "end": {"final": True}}
    return make_handbook(make_protocol({"states": states}))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("made", [_run_inside, _completed])
def test_an_activity_is_not_heard_where_another_begins_with_its_name(
    peer, engine, made
):
    handbook = made()
    protocol = handbook.protocols["case"]
    table = kp.compile(protocol, handbook=handbook)
    written = kp.export(protocol, to=engine, handbook=handbook)
    for seed in range(4):
        found = disagreements(peer, engine, written.text, table, seed=seed)
        assert next(found, None) is None
