"""An audit beside pm4py and r4pm, where somebody put them in: the same net and log.

``python -m benchmarks peers``. pm4py is under the AGPL, so nothing of ours installs it:
``pip install "pm4py>=2.7,<3" "r4pm[polars]"`` in an environment that is kept apart.
A peer is asked about order alone, of some cases that are all different (``peer_logs``),
and must say the same. Seconds of a replay are those of an event. Then some cases are
spoilt; explained are those that have ended: of a case that goes on we ask nothing more,
and a peer what its end lacks.
"""

import warnings
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from benchmarks.explaining import OPENED, SPOILT, logged, spoilt
from benchmarks.lines import Line
from benchmarks.measuring import once, seconds
from benchmarks.peer_logs import PeerLog, PeerNet, shown
from katch_protocols.evidence.audits.explaining import Explainer
from katch_protocols.evidence.audits.explanation import Explanation
from katch_protocols.evidence.audits.screening import screen
from katch_protocols.evidence.automaton.case_tables import case_tables
from katch_protocols.evidence.automaton.following import Engine, fits
from katch_protocols.evidence.logs.events import LogCase
from katch_protocols.files.read import read_handbook
from katch_protocols.semantics.table import Records

__all__ = ["lines"]

_HANDBOOK = Path(__file__).parents[1] / "protocols"
_PROTOCOLS = ("identification_child_tip", "child_papers", "change_of_place")
_REPLAYED, _EXPLAINED, _ALIGNED = 100, 300, 5
"""So many cases pm4py replays, each explains, pm4py aligns."""
_MOVE = 10_000
"""What pm4py counts for a move of the log alone, or of the net alone."""
_NAME = "concept:name"
_QUIET = {"show_progress_bar": False}

_Words = Sequence[Sequence[str]]


def lines() -> Iterator[Line]:
    """Yield our audit beside each peer that is there; nothing where pm4py is not."""
    if find_spec("pm4py") is None:
        print("pm4py is not installed: nothing is measured beside it or r4pm.")
        return
    if find_spec("r4pm") is None:
        print("r4pm is not installed: nothing is measured beside it.")
    book = read_handbook(_HANDBOOK)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in _PROTOCOLS:
            log = PeerLog(book, name)
            yield from _replayed(log)
            yield from _explained(log)


def _replayed(log: PeerLog) -> Iterator[Line]:
    """Yield the audit of all cases, and their order alone, beside pm4py's replay."""
    cases, until = log.cases, log.until
    span = int(cases.opened.min()), until
    tables = case_tables(log.compiled, log.classes, cases.kinds, span)
    if tables is None:
        message = f"{log.protocol} has too large a table"
        raise ValueError(message)

    def whole() -> NDArray[np.bool_]:
        return screen(cases, until, Engine.COMPILED).kept

    def order() -> NDArray[np.int64]:
        return fits(tables, cases.starts, cases.steps, Engine.COMPILED)

    _agree("an audit", whole().tolist(), [True] * len(cases))
    words = [_names(each) for each in log.different[:_REPLAYED]]
    peer = _Pm4py(log.net)
    found, took = once(lambda: peer.replayed(words))
    _agree("a replay", found, [True] * len(words))
    theirs = took / sum(map(len, words))
    full, alone = (seconds(work, runs=5) / len(cases.steps) for work in (whole, order))
    name = f"{log.protocol}, {log.net.places} places"
    yield Line.faster(f"{name}: full audit, pm4py's replay", full, theirs, over=5_000)
    yield Line.faster(f"{name}: order, pm4py's replay", alone, theirs, over=5_000)


def _explained(log: PeerLog) -> Iterator[Line]:
    """Yield exact explanations of cases of which some are spoilt, beside alignments."""
    explainer = Explainer(log.compiled, (), OPENED)
    steps, cases = _ended(log, explainer)
    words = [_names(each) for each in steps]

    def ours(most: int) -> list[int | None]:
        found = explainer.explain_all(cases[:most], compiled=True)
        return [each.edits for each in found]

    edits = ours(_EXPLAINED)
    _agree("the definition", [explainer.explain(each).edits for each in cases], edits)
    name = f"{log.protocol}, {log.net.places} places: explained exactly"
    peer, some, few = _Pm4py(log.net), words[:_REPLAYED], words[:_ALIGNED]
    _agree("a replay", peer.replayed(some), [each == 0 for each in edits[:_REPLAYED]])
    found, theirs = once(lambda: peer.aligned(few))
    _agree("an alignment of pm4py", found, edits[:_ALIGNED])
    mine = seconds(lambda: ours(_ALIGNED), runs=5)
    yield Line.faster(f"{name}, pm4py's alignments", mine, theirs, over=10)
    if find_spec("r4pm") is not None:
        other = _R4pm(log.net, words)
        costs, theirs = once(other.costs)
        _agree("an alignment of r4pm", [costs[tuple(each)] for each in words], edits)
        mine = seconds(lambda: ours(_EXPLAINED), runs=5)
        yield Line.faster(f"{name}, r4pm's alignments", mine, theirs, over=10)


def _ended(
    log: PeerLog, explainer: Explainer
) -> tuple[list[list[tuple[str, Records]]], list[LogCase]]:
    """Return cases of which some are spoilt, and that have ended; first their steps."""
    random = Random(4)  # noqa: S311 - a log that is made up
    every, cases = [], list[LogCase]()
    for number, steps in enumerate(log.different):
        told = steps
        if random.random() < SPOILT:
            told = spoilt(steps, random)
        case = replace(logged(log.compiled, number, told), facts={})
        if _ends(log, explainer.explain(case)):
            every.append(told)
            cases.append(case)
        if len(cases) == _EXPLAINED:
            break
    return every, cases


def _ends(log: PeerLog, found: Explanation) -> bool:
    word = found.word
    for move in found.moves:
        if move.row is not None:
            word = move.row.after(word)
    return log.compiled.table.is_final(word)


def _names(steps: Sequence[tuple[str, Records]]) -> list[str]:
    return [shown(*each) for each in steps]


def _agree(what: str, theirs: Sequence[object], ours: Sequence[object]) -> None:
    for number, (one, other) in enumerate(zip(theirs, ours, strict=True)):
        if one != other:
            message = f"{what} says {one!r} of case {number}, and we say {other!r}"
            raise AssertionError(message)


class _Pm4py:
    """pm4py, with a net."""

    def __init__(self, net: PeerNet) -> None:
        objects = import_module("pm4py.objects.petri_net.obj")
        add = import_module("pm4py.objects.petri_net.utils.petri_utils")
        kind, marking = objects.PetriNet, objects.Marking
        made = kind("measured")
        places = [kind.Place(f"p{number}") for number in range(net.places)]
        end = kind.Place("end")
        made.places.update([*places, end])
        arcs = [(places[start], name, places[to]) for start, name, to in net.arcs]
        ends = [(places[each], None, end) for each in net.final]
        for number, (start, name, to) in enumerate([*arcs, *ends]):
            transition = kind.Transition(f"t{number}", name)
            made.transitions.add(transition)
            add.add_arc_from_to(start, transition, made)
            add.add_arc_from_to(transition, to, made)
        self.net = made, marking({places[0]: 1}), marking({end: 1})

    def replayed(self, words: _Words) -> list[bool]:
        """Return of each case whether it fits."""
        replay = import_module("pm4py.algo.conformance.tokenreplay.algorithm")
        found = replay.apply(_event_log(words), *self.net, parameters=_QUIET)
        return [each["trace_is_fit"] for each in found]

    def aligned(self, words: _Words) -> list[int]:
        """Return of each case how many moves it needs."""
        align = import_module("pm4py.algo.conformance.alignments.petri_net.algorithm")
        found = align.apply_log(_event_log(words), *self.net, parameters=_QUIET)
        return [each["cost"] // _MOVE for each in found]


def _event_log(words: _Words) -> Any:  # noqa: ANN401 - a peer's
    objects = import_module("pm4py.objects.log.obj")
    traces = [
        objects.Trace([objects.Event({_NAME: each}) for each in word]) for word in words
    ]
    return objects.EventLog(traces)


class _R4pm:
    """r4pm, with a net and a log.

    It aligns, and does not replay: it refuses nets with two transitions of one name.
    """

    def __init__(self, net: PeerNet, words: _Words) -> None:
        peer = import_module("r4pm")
        self.net = import_module("r4pm.petri_net").from_pm4py(*_Pm4py(net).net)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "log.xes"
            path.write_text(_xes(words), encoding="utf-8")
            log = peer.import_item("EventLog", str(path))
        self.log = peer.convert_item(log, "EventLogActivityProjection")

    def costs(self) -> dict[tuple[str, ...], int]:
        """Return how many moves each case needs; those that are alike count once."""
        room = import_module("r4pm.bindings.conformance.case_centric.alignments")
        return {
            tuple(each["activities"]): each["result"]["Ok"]["cost"]
            for each in room.align_variants(self.net, self.log)
        }


def _xes(words: _Words) -> str:
    return "".join(
        [
            '<log xes.version="1.0">',
            *chain.from_iterable(map(_trace, words)),
            "</log>",
        ]
    )


def _trace(word: Sequence[str]) -> Iterator[str]:
    yield "<trace>"
    for name in word:
        yield f'<event><string key="{_NAME}" value={quoteattr(name)}/></event>'
    yield "</trace>"
