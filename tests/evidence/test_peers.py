"""Peers say of the same net which logs fit, and at what cost the others are explained.

pm4py is licensed under the AGPL, r4pm under MIT and Apache: they judge here, where they
are installed, and nothing of ours needs them.
"""

import warnings
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.model.logs import LogColumns, NamedInLog
from katch_protocols.model.names import NameKind
from katch_protocols.semantics.titles import Titles
from tests.evidence.logs import at, read
from tests.exchange.heavy import heavy_module
from tests.exchange.nets import SPACE, TooManyMarkingsError, read_net, without_memory
from tests.strategies import worlds

heavy_module()

pytestmark = pytest.mark.filterwarnings("ignore")

MOVE = 10_000
"""What pm4py counts for a move of the log alone, or of the net alone."""
LARGEST = 60


def walked(table, random):
    """Return the activities of a case that goes to an end, or so far; then spoilt."""
    word, found = table.initial, []
    while len(found) < 10 and not table.is_final(word):
        rows = [row for row in table.possible(word) if not row.timed]
        if not rows:
            break
        row = random.choice(rows)
        found.append(row.activity)
        word = row.after(word)
    for _ in range(random.choice((0, 1, 1, 2))):
        if found:
            place = random.randrange(len(found))
            if random.random() < 0.5:
                del found[place]
            else:
                found.insert(random.randrange(len(found)), found[place])
    return found


def ours(words, handbook):
    """Return of each case how many edits it needs, and whether it has ended."""
    rows = [
        {"case": f"c-{case}", "event": event, "at": at(number), "n": str(number)}
        for case, word in enumerate(words)
        for number, event in enumerate(word)
    ]
    columns = LogColumns(case="case", activity="event", at="at", number="n")
    region = next(iter(handbook.regions), None)
    reading = read(
        rows, home=handbook, region=region, columns=columns, records={}, protocol=FIRST
    )
    audit = audit_log(reading)
    found = []
    for case in range(len(words)):
        each = audit.explain(f"c-{case}")
        found.append((each.explanation.edits, each.outcome is not None))
    return found


FIRST = NamedInLog(name="first")


def by_pm4py(path, words):
    """Return how many moves each trace needs to come from the source to the sink."""
    pm4py = pytest.importorskip("pm4py", reason="make test-exchange installs it")
    from pm4py.objects.log.obj import Event, EventLog, Trace  # noqa: PLC0415 - a peer

    log = EventLog()
    for word in words:
        trace = Trace()
        for event in word:
            trace.append(Event({"concept:name": event}))
        log.append(trace)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net = pm4py.read_pnml(str(path))
        found = pm4py.conformance_diagnostics_alignments(log, *net)
    return [each["cost"] // MOVE for each in found]


def by_r4pm(path, words):
    """Return the same; a move that shows nothing costs nothing."""
    pytest.importorskip("r4pm", reason="only where it is installed")
    from r4pm.bindings.conformance.case_centric.alignments import (  # noqa: PLC0415 - a peer
        align_trace,
    )
    from r4pm.petri_net import import_pnml  # noqa: PLC0415 - a peer

    net = import_pnml(str(path))
    return [align_trace(net, word)["cost"] for word in words]


def net_of(protocol, handbook):
    """Return a table, its net as PNML and what that shows; ``None``: not for peers."""
    if chart(protocol, handbook).problems:
        return None
    try:
        table = kp.compile(protocol, handbook=handbook)
    except BoundError:
        return None
    if any(row.timed for row in table.rows) or table.completions:
        return None
    text = kp.export(protocol, to="pnml", handbook=handbook).text
    net = read_net(text)
    try:
        # Peers align no log with a net whose end cannot be reached.
        if len(net.transitions) > LARGEST or not net.is_sound:
            return None
    except TooManyMarkingsError:
        return None
    return table, text, shown(text)


def shown(text):
    """Return what the transitions of a net are called."""
    every = ET.fromstring(text).iter(f"{SPACE}transition")  # noqa: S314 - our own
    return {each.findtext(f"{SPACE}name/{SPACE}text") for each in every}


@pytest.mark.parametrize("peer", [by_pm4py, by_r4pm])
def test_verdicts_and_costs_are_those_of_a_peer(peer, tmp_path):
    judged = {"fits": 0, "goes on": 0, "equal": 0}

    @settings(
        max_examples=800,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(worlds(), st.randoms(use_true_random=False))
    def judge(world, random):
        handbook = without_memory(world)
        protocol = handbook.protocols["first"]
        found = net_of(protocol, handbook)
        if found is None:
            return
        table, text, labels = found
        path = tmp_path / "net.pnml"
        path.write_text(text, encoding="utf-8")
        known = chart(protocol, handbook)
        said = Titles(known, handbook, "en")
        titles = {n: said.title(NameKind.ACTIVITY, n) for n in known.activities}
        same = list(titles.values())
        if not {*same} <= labels or len({*same}) < len(same):
            return
        words = [walked(table, random) for _ in range(12)]
        words = [word for word in words if word]
        named = [[titles[event] for event in word] for word in words]
        for word, (edits, ended), moves in zip(
            words, ours(words, handbook), peer(path, named), strict=True
        ):
            told = word, edits, ended, moves
            # A case that goes on lacks nothing at its end; the net asks for the sink.
            assert edits <= moves, told
            assert not ended or edits == moves, told
            judged["fits"] += edits == 0 and ended
            judged["goes on"] += not ended
            judged["equal"] += ended and edits > 0

    judge()
    assert judged["fits"] > 30
    assert judged["equal"] > 10
