"""pm4py reads every net, and what its Woflan says of soundness is what we say."""

import random
import warnings

import pytest
from hypothesis import HealthCheck, given, settings

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from tests.exchange.heavy import heavy_module
from tests.exchange.nets import WOFLAN, read_net, without_memory
from tests.strategies import worlds

heavy_module()
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def shipped():
    return kp.handbook()


@pytest.fixture(scope="module")
def pm4py():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pm4py  # noqa: PLC0415 - it takes seconds, and warns
    return pm4py


def test_the_verdict_of_woflan_is_ours(pm4py, tmp_path):
    verdicts = []

    @settings(
        max_examples=200,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(worlds())
    def collect(world):
        handbook = without_memory(world)
        protocol = handbook.protocols["first"]
        if chart(protocol, handbook).problems:
            return
        try:
            kp.compile(protocol, handbook=handbook)
        except BoundError:
            return
        text = kp.export(protocol, to="pnml", handbook=handbook).text
        net = read_net(text)
        if len(text) < 60_000 and len(net.graph) < 500:
            verdicts.append((text, net.is_sound))

    collect()
    chance = random.Random(4)  # noqa: S311 - no secret
    # Woflan leaves many larger nets undecided.
    sound = sorted(
        (each for each in verdicts if each[1]), key=lambda each: len(each[0])
    )
    unsound = [each for each in verdicts if not each[1]]
    sample = [*sound[:6], *chance.sample(unsound, min(6, len(unsound)))]
    assert {verdict for _, verdict in sample} == {True, False}
    agreed = set()
    for text, verdict in sample:
        said = woflan(pm4py, tmp_path, text)
        assert said in (verdict, None)
        agreed.add(said)
    assert agreed >= {True, False}


def test_woflan_says_of_shipped_nets_what_every_marking_says(
    pm4py, shipped, tmp_path, capsys
):
    said = {name: set() for name in WOFLAN}
    for name, protocol in shipped.protocols.items():
        text = kp.export(protocol, to="pnml").text
        assert read_net(text).is_sound, name
        verdict = woflan(pm4py, tmp_path, text)
        assert verdict is not False, name
        said["sound" if verdict else "undecided"].add(name)
    with capsys.disabled():
        for verdict, names in said.items():
            print(f"\nWoflan: {verdict}: {', '.join(sorted(names))}", end="")  # noqa: T201 - for whoever runs it
    assert said == WOFLAN


def woflan(pm4py, folder, text):
    """Return the verdict of pm4py on the soundness of a net.

    ``None`` where it goes no further than a place that no S-component covers: it looks
    for those among a few invariants only, and a sound net need not have them.
    """
    (folder / "net.pnml").write_text(text, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pm4py.read_pnml(str(folder / "net.pnml"))
        said, told = pm4py.check_soundness(*found, print_diagnostics=False)
    messages = [
        text for each in told.values() if isinstance(each, list) for text in each
    ]
    last = str(messages[-1]) if messages else ""
    return None if not said and "not covered by an s-component" in last else said


def test_pm4py_reads_every_shipped_protocol(pm4py, shipped, tmp_path):
    for name, protocol in shipped.protocols.items():
        written = kp.export(protocol, to="pnml")
        written.save(tmp_path / written.file)
        net, first, last = pm4py.read_pnml(str(tmp_path / written.file))
        assert len(net.transitions) == written.text.count("<transition "), name
        assert [place.name for place in first] == ["source"]
        assert [place.name for place in last] == ["sink"]
