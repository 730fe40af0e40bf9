"""The machine, the table and the interpreter agree on every step of random walks."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, note, reject, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError, ProtocolError
from katch_protocols.machines.build import to_machine
from katch_protocols.machines.case_model import CaseModel, active
from katch_protocols.machines.machine import MoveRefusedError, ProtocolMachine
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.case_step import find_row
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Table
from tests.interpreter import Configuration, Interpreter, Move, UnendingError
from tests.shipped import reading
from tests.strategies import make_world, worlds

STEPS = 12
"""How long a walk is."""

REAL = reading().sound()
"""The handbook that ministries own."""


class Three:
    """One case in the table, in the machine and in the interpreter."""

    def __init__(self, table: Table, interpreter: Interpreter) -> None:
        self.table, self.interpreter = table, interpreter
        self.now = interpreter.start()
        self.word = table.initial
        self.machine = to_machine(table.chart)
        self.case = self.machine.model

    def compare(self) -> dict[Move, Configuration | None]:
        """All three stand in one place and allow the same; return where moves lead."""
        assert _seen(self.machine, self.case) == self.now
        states = self.table.configuration(self.word).states
        assert set(states) == self.now.active
        moves = self.interpreter.possible(self.now)
        allowed = set(self.machine.possible(self.case))
        assert allowed == {move.activity for move in moves}
        ends = {move: _taken(self.interpreter, self.now, move) for move in moves}
        rows = {row.activity for row in self.table.possible(self.word)}
        assert rows == {move.activity for move in moves if ends[move] is not None}
        return ends

    def step(self, move: Move, end: Configuration | None) -> None:
        """Take one move in all three; none takes one that could never end."""
        if end is None:
            with pytest.raises(MoveRefusedError, match="never end"):
                self.case.trigger(move.activity, records=dict(move.records))
            return
        self.case.trigger(move.activity, records=dict(move.records))
        row = find_row(self.table, self.word, move.activity, dict(move.records))
        self.now, self.word = end, row.after(self.word)


def _seen(machine: ProtocolMachine, case: CaseModel) -> Configuration:
    """Say the case of a machine as the interpreter says a configuration."""
    nodes = active(machine.chart, case.state)
    return Configuration(
        frozenset(machine.chart.nodes[node].name for node in nodes),
        tuple(sorted(case.facts.items())),
        frozenset(case.documents),
        frozenset(name for name in case.happened if "(" not in name),
        tuple(sorted((k, frozenset(v)) for k, v in case.history.items())),
        frozenset(
            name.removeprefix("opened(").removesuffix(")")
            for name in case.happened
            if "(" in name
        ),
    )


def _taken(
    interpreter: Interpreter, now: Configuration, move: Move
) -> Configuration | None:
    try:
        return interpreter.step(now, move)
    except UnendingError:
        return None


def _walk(handbook: Handbook, name: str, data: st.DataObject) -> None:
    """Take random steps of one case in all three, and compare them after each."""
    try:
        table = compile_chart(chart(handbook.protocols[name], handbook))
    except BoundError:
        reject()
    _go(table, Interpreter(handbook.protocols[name], handbook), data)


def _go(table: Table, interpreter: Interpreter, data: st.DataObject) -> None:
    try:
        three = Three(table, interpreter)
    except UnendingError:
        with pytest.raises(ProtocolError, match="endless-settling"):
            to_machine(table.chart)
        return
    ends = three.compare()
    for _ in range(STEPS):
        if not ends:
            return
        move = data.draw(st.sampled_from(list(ends)))
        note(f"{move} at {three.case}")
        three.step(move, ends[move])
        ends = three.compare()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.data())
def test_all_three_agree_on_walks_of_random_protocols(world, data) -> None:
    _walk(make_world(world), "first", data)


@cache
def _real(name: str) -> tuple[Table, Interpreter]:
    """Read a protocol once for all its walks; neither reader remembers any."""
    protocol = REAL.protocols[name]
    return compile_chart(chart(protocol, REAL)), Interpreter(protocol, REAL)


@pytest.mark.parametrize("name", sorted(REAL.protocols))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_all_three_agree_on_walks_of_the_real_protocols(name, data) -> None:
    _go(*_real(name), data)
