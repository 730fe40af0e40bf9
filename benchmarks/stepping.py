"""One step of one case, against a bare method call and against ``transitions``."""

import sys
from collections.abc import Iterator

from transitions import Machine
from transitions.extensions.nesting import HierarchicalMachine

from benchmarks.handbooks import chain, strands
from benchmarks.lines import Line
from benchmarks.measuring import seconds
from katch_protocols.files.read import read_texts
from katch_protocols.semantics.case_step import step
from katch_protocols.semantics.table import Table
from katch_protocols.verbs.compile import compile

__all__ = ["lines"]

_LOOPS = 2_000


class _Bare:
    """What no engine can do without: one method call, one look-up in a dict."""

    def __init__(self) -> None:
        self.state = "s0"
        self.moves = {("s0", "do_0"): "s0", ("s0", "do_1"): "s1"}

    def do(self, activity: str) -> None:
        self.state = self.moves[self.state, activity]


def lines() -> Iterator[Line]:
    """Yield the step of a flat protocol and of one with four strands."""
    table = _table(chain(20))
    ours = _step_seconds(table, "do_0")
    bare = _Bare()

    def floor() -> None:
        bare.do("do_0")

    yield Line.ratio("a step", ours, seconds(floor, loops=_LOOPS), under=3)
    yield Line.faster("a step, flat, to transitions", ours, _flat(), over=20)
    table = _table(strands(4, 5))
    ours = _step_seconds(table, "do_0_0")
    yield Line.faster("a step, four strands, to transitions", ours, _nested(), over=50)
    size = f"{table.layout.width} bits, {sys.getsizeof(table.initial)} bytes"
    one = isinstance(table.initial, int)
    yield Line("the state of a case", size, "-", "one integer", "one integer", one)


def _table(texts: dict[str, str]) -> Table:
    return compile(read_texts(texts).sound().protocols["measured"])


def _step_seconds(table: Table, activity: str) -> float:
    word = table.initial

    def ours() -> None:
        step(table, word, activity)

    return seconds(ours, loops=_LOOPS)


def _flat() -> float:
    names = [f"s{number}" for number in range(20)]
    moves = [[f"go{n}", f"s{n}", f"s{n + 1}"] for n in range(19)]
    machine = Machine(
        states=names, transitions=moves, initial="s0", auto_transitions=False
    )

    def peer() -> None:
        machine.go0()
        machine.set_state("s0")

    def back() -> None:
        machine.set_state("s0")

    return seconds(peer, loops=200) - seconds(back, loops=200)


def _nested() -> float:
    children = [
        {
            "name": f"strand{strand}",
            "initial": "s0",
            "children": [f"s{number}" for number in range(5)],
            "transitions": [
                [f"go{strand}x{n}", f"s{n}", f"s{(n + 1) % 5}"] for n in range(5)
            ],
        }
        for strand in range(4)
    ]
    states = [{"name": "work", "parallel": children}, "closed"]
    machine = HierarchicalMachine(states=states, initial="work", auto_transitions=False)

    def round_trip() -> None:
        for number in range(5):
            machine.trigger(f"go0x{number}")

    return seconds(round_trip, loops=20) / 5
