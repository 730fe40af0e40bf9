"""Logs that others published are read whole, and judged as pm4py judges them.

``KATCH_LOGS`` names a folder of them, since they are not ours to ship: those of the
Process Discovery Contest of 2019 (``pdc/train_N.xes``, ``pdc/truth_N.xes``) and of 2025
(``pdc2025`` with ``models``, ``base_logs`` and ``ground_truth``), BPI 2012
(``bpic2012.xes.gz``) and a hundred traffic fines (``roadtraffic100traces.xes``).

The contest published no nets of 2019: pm4py mines a net of each training log, which by
its promise fits all of it, and that net becomes a protocol. Of 2025 it published 96
nets, and of each a thousand pairs of traces: the truth is which of the two fits better.
``KATCH_PAIRS`` says how many pairs of each net are judged.
"""

import os
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise, product
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.logs.reading import read_log
from katch_protocols.evidence.logs.xes import read_xes
from katch_protocols.model.logs import LogColumns, LogMapping, NamedInLog
from tests.evidence.logs import at, read
from tests.exchange.heavy import heavy_module

heavy_module()
LOGS = Path(os.environ.get("KATCH_LOGS", ""))
if not os.environ.get("KATCH_LOGS"):
    pytest.skip("KATCH_LOGS names no folder of published logs", allow_module_level=True)
import pm4py  # noqa: E402 - only where it is asked for
from pm4py.objects.log.obj import Event, EventLog, Trace  # noqa: E402 - as above
from pm4py.objects.petri_net.semantics import ClassicSemantics  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")

ENDS = tuple(f"end {number}" for number in range(40))
"""What is logged when a case is over: so much that to leave it out of an explanation
needs more edits than to do whatever is missing until then."""
MOST = 1_000
"""A net with more sets of markings is no test of this size."""
PAIRS = int(os.environ.get("KATCH_PAIRS", "50"))
LOOKED_AT = 30
MOVE = 10_000
"""What pm4py counts for a move of the log alone, or of the net alone."""


def traces(path):
    """Return the words of a log, with what it says of each: whether it fits."""
    found = {}
    wanted = ("case:concept:name", "case:pdc:isPos", "concept:name")
    for row in read_xes(path, wanted):
        case, label, event = (row.cells.get(key) for key in wanted)
        found.setdefault(case, (label, []))[1].append(event)
    return list(found.values())


def as_log(words):
    log = EventLog()
    for number, word in enumerate(words):
        trace = Trace(attributes={"concept:name": str(number)})
        for event in word:
            trace.append(Event({"concept:name": event}))
        log.append(trace)
    return log


def closed(net, markings):
    """Return all markings that silent transitions lead to; None: too many."""
    steps, seen, todo = ClassicSemantics(), set(markings), list(markings)
    while todo and len(seen) <= MOST:
        here = todo.pop()
        silent = [t for t in steps.enabled_transitions(net, here) if t.label is None]
        after = {steps.weak_execute(step, net, here) for step in silent} - seen
        seen |= after
        todo += after
    return None if todo else frozenset(seen)


def reached(net, markings):
    """Return by label the markings that one step leads to."""
    steps, found = ClassicSemantics(), {}
    for marking in markings:
        for step in steps.enabled_transitions(net, marking):
            if step.label is not None:
                after = steps.weak_execute(step, net, marking)
                found.setdefault(step.label, set()).add(after)
    return found


def automaton(net, initial, final):
    """Return the moves between sets of markings, and which may end; None: too many."""
    first = closed(net, [initial])
    numbers, moves, todo = {first: 0}, {}, [first]
    while todo:
        here = todo.pop()
        if here is None or len(numbers) > MOST:
            return None
        for label, markings in reached(net, here).items():
            after = closed(net, markings)
            if after not in numbers:
                numbers[after] = len(numbers)
                todo.append(after)
            moves[numbers[here], label] = numbers[after]
    return moves, {number for each, number in numbers.items() if final in each}


def protocol_of(found, folder):
    """Write it as a protocol; its last activities tell that a case is over."""
    moves, ends = found
    labels = sorted({label for _, label in moves})
    ids = {label: f"act_{n}" for n, label in enumerate([*labels, *ENDS])}
    by_state = {f"s{here}": [] for here in (0, *moves.values())}
    for (here, label), after in moves.items():
        by_state[f"s{here}"].append((label, f"s{after}"))
    closing = [*(f"e{number}" for number, _ in enumerate(ENDS[1:])), "over"]
    for here in ends:
        by_state[f"s{here}"].append((ENDS[0], closing[0]))
    for end, (here, after) in zip(ENDS[1:], pairwise(closing), strict=True):
        by_state[here] = [(end, after)]
    lines = ["protocol: mined", "title: mined", "initial: s0", "states:"]
    for here, leading in by_state.items():
        lines += [f"  {here}:", f"    title: {here}", "    held_by: somebody"]
        lines += ["    activities:"]
        for label, there in leading:
            lines += [
                f"      {ids[label]}: {{title: {label}, by: somebody, to: {there}}}"
            ]
    lines += ["  over: {title: Over, final: true}"]
    (folder / "handbook.yaml").write_text("handbook: mined\ntitle: mined\n")
    (folder / "agencies.yaml").write_text(
        "agencies:\n  office: {title: Office, kind: service, level: national}\n"
    )
    (folder / "roles.yaml").write_text(
        "roles:\n  somebody: {title: Somebody, agency: office}\n"
    )
    (folder / "mined.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return kp.read(folder), ids


def edits(words, handbook, ids):
    """Return of each word how many edits our audit needs to explain it."""
    rows = [
        {
            "case": f"c-{case}",
            "event": ids.get(event, event),
            "at": at(number),
            "n": str(number),
        }
        for case, word in enumerate(words)
        for number, event in enumerate([*word, *ENDS])
    ]
    columns = LogColumns(case="case", activity="event", at="at", number="n")
    reading = read(
        rows,
        home=handbook,
        region=None,
        columns=columns,
        records={},
        protocol=NamedInLog(name="mined"),
    )
    told = {row["case"]: row["edits"] for row in audit_log(reading).verdicts()}
    return [told[reading.hashing.case(f"c-{n}")] for n in range(len(words))]


@pytest.mark.parametrize("number", range(2, 11))
def test_the_contest_of_2019(number, tmp_path):
    if not (LOGS / "pdc").is_dir():
        pytest.skip("KATCH_LOGS has no folder 'pdc' of the contest")
    training = [word for _, word in traces(LOGS / f"pdc/train_{number}.xes")]
    net = pm4py.discover_petri_net_inductive(as_log(training))
    found = automaton(*net)
    if found is None:
        pytest.skip(f"the mined net has more than {MOST} markings")
    handbook, ids = protocol_of(found, tmp_path)
    assert edits(training[:200], handbook, ids) == [0] * 200
    truth = traces(LOGS / f"pdc/truth_{number}.xes")
    words = [word for _, word in truth if {*word} <= {*ids}][:LOOKED_AT]
    ours = edits(words, handbook, ids)
    told = pm4py.conformance_diagnostics_alignments(as_log(words), *net)
    decided = [
        (cost, each["cost"] // MOVE)
        for cost, each in zip(ours, told, strict=True)
        if cost is not None
    ]
    assert [our for our, _ in decided] == [their for _, their in decided]
    # What takes too many explanations is not decided, and says so.
    assert len(decided) >= LOOKED_AT - 3


def shortest(found):
    """Return how many activities the shortest word of a net has."""
    moves, ends = found
    reached, steps = {0}, 0
    while not reached & ends:
        reached = {after for (here, _), after in moves.items() if here in reached}
        steps += 1
    return steps


@pytest.mark.parametrize(
    "name", [f"pdc2025_{''.join(each)}" for each in product("01", "012", *["01"] * 4)]
)
def test_the_contest_of_2025(name, tmp_path):
    home = LOGS / "pdc2025"
    if not home.is_dir():
        pytest.skip("KATCH_LOGS has no folder 'pdc2025' of the contest")
    found = automaton(*pm4py.read_pnml(str(home / f"models/{name}.pnml")))
    handbook, ids = protocol_of(found, tmp_path)
    truth = traces(home / f"ground_truth/{name}.xes")[:PAIRS]
    tested = [word for _, word in truth]
    base = [word for _, word in traces(home / f"base_logs/{name}.xes")[:PAIRS]]
    least = shortest(found)

    def fitness(word, cost):
        """Say how well a trace fits: 1 with no edit, 0 with as many as there can be."""
        return 1 - cost / (len(word) + least)

    costs = edits([*tested, *base], handbook, ids)
    decided = [
        (label == "true", fitness(word, cost) > fitness(other, cost_of_other))
        for (label, word), other, cost, cost_of_other in zip(
            truth, base, costs[: len(truth)], costs[len(truth) :], strict=True
        )
        if cost is not None and cost_of_other is not None
    ]
    assert [published for published, _ in decided] == [our for _, our in decided]
    # What needs more edits than are looked for is not decided, and says so.
    assert len(decided) >= 0.9 * len(truth)


@pytest.mark.parametrize("name", ["bpic2012.xes.gz", "roadtraffic100traces.xes"])
def test_real_logs_are_read_whole_with_their_times(name, tmp_path):
    table = pm4py.read_xes(str(LOGS / name))
    if "lifecycle:transition" in table:
        done = table["lifecycle:transition"].isna()
        done |= table["lifecycle:transition"].str.lower() == "complete"
        table = table[done]
    keys = ["case:concept:name", "concept:name", "time:timestamp", "org:resource"]
    table = table[keys].drop_duplicates()
    labels = sorted(table["concept:name"].unique())
    flower = ({(0, label): 0 for label in labels}, {0})
    handbook, ids = protocol_of(flower, tmp_path)
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="mined"),
        read=(str(LOGS / name),),
        timezone="UTC",
        activities={label: ids[label] for label in labels},
    )
    reading = read_log(
        mapping, handbook, tmp_path, now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert (reading.events, len(reading.cases)) == (
        len(table),
        table["case:concept:name"].nunique(),
    )
    theirs = table.groupby("case:concept:name")["time:timestamp"]
    ours = [tuple(sorted(each.at for each in case.events)) for case in reading.cases]
    assert Counter(ours) == Counter(
        tuple(sorted(round(at.timestamp() * 1e6) for at in times))
        for _, times in theirs
    )
