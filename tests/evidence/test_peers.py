"""pm4py says of the same net which logs fit, and at what cost the others are explained.

pm4py is licensed under the AGPL: it judges here, and nothing of ours needs it.
"""

import warnings

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
from tests.exchange.nets import read_net, without_memory
from tests.strategies import worlds

heavy_module()
import pm4py  # noqa: E402 - only where it is asked for
from pm4py.objects.log.obj import Event, EventLog, Trace  # noqa: E402 - as above

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
    for _ in range(random.choice((0, 0, 1, 2))):
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


def theirs(net, words, titles):
    """Return how many moves each trace needs to come from the source to the sink."""
    log = EventLog()
    for word in words:
        trace = Trace()
        for event in word:
            trace.append(Event({"concept:name": titles[event]}))
        log.append(trace)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pm4py.conformance_diagnostics_alignments(log, *net)
    return [each["cost"] // MOVE for each in found]


def net_of(protocol, handbook, path):
    """Return a net that pm4py aligns logs with, and its table; else ``None``."""
    if chart(protocol, handbook).problems:
        return None
    try:
        table = kp.compile(protocol, handbook=handbook)
    except BoundError:
        return None
    if any(row.timed for row in table.rows) or table.completions:
        return None
    text = kp.export(protocol, to="pnml", handbook=handbook).text
    path.write_text(text, "utf-8")
    net = pm4py.read_pnml(str(path))
    if len(net[0].transitions) > LARGEST or not read_net(text).is_sound:
        # pm4py aligns no log with a net whose end cannot be reached.
        return None
    return table, net


def test_verdicts_and_costs_are_those_of_pm4py(tmp_path):
    judged = {"fits": 0, "goes on": 0, "equal": 0}

    @settings(
        max_examples=400,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(worlds(), st.randoms(use_true_random=False))
    def judge(world, random):
        handbook = without_memory(world)
        protocol = handbook.protocols["first"]
        found = net_of(protocol, handbook, tmp_path / "net.pnml")
        if found is None:
            return
        table, net = found
        labels = {each.label for each in net[0].transitions}
        known = chart(protocol, handbook)
        said = Titles(known, handbook, "en")
        titles = {n: said.title(NameKind.ACTIVITY, n) for n in known.activities}
        same = list(titles.values())
        if not {*same} <= labels or len({*same}) < len(same):
            return
        words = [walked(table, random) for _ in range(12)]
        words = [word for word in words if word]
        for word, (edits, ended), moves in zip(
            words, ours(words, handbook), theirs(net, words, titles), strict=True
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
