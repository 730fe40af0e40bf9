"""The machine, the table and the interpreter agree on every step of random walks."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, reject, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError, ProtocolError
from katch_protocols.machines.build import to_machine
from katch_protocols.machines.configurations import active
from katch_protocols.machines.machine import MoveRefusedError, ProtocolMachine
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Table
from tests.interpreter import Configuration, Interpreter, Move, UnendingError
from tests.strategies import make_world, worlds

STEPS = 12
"""How long a walk is."""


def _seen(machine: ProtocolMachine, case: Any) -> Configuration:
    """Say the case of a machine as the interpreter says a configuration."""
    nodes = active(machine.chart, case.state)
    return Configuration(
        frozenset(machine.chart.nodes[node].name for node in nodes),
        tuple(sorted(case.facts.items())),
        frozenset(case.documents),
        frozenset(case.happened),
        tuple(sorted((k, frozenset(v)) for k, v in case.history.items())),
    )


def _taken(interpreter: Interpreter, now: Configuration, move: Move) -> Any:
    try:
        return interpreter.step(now, move)
    except UnendingError:
        return None


def _compiled(handbook: Handbook) -> Table:
    protocol = handbook.protocols["first"]
    try:
        return compile_chart(chart(protocol, handbook))
    except BoundError:
        reject()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.data())
def test_table_machine_and_interpreter_agree_on_random_walks(world, data) -> None:
    handbook = make_world(world)
    table = _compiled(handbook)
    interpreter = Interpreter(handbook.protocols["first"], handbook)
    try:
        now = interpreter.start()
    except UnendingError:
        with pytest.raises(ProtocolError, match="endless-settling"):
            to_machine(table.chart)
        return
    machine, word = to_machine(table.chart), table.initial
    case = machine.model
    for _ in range(STEPS):
        assert _seen(machine, case) == now
        moves = interpreter.possible(now)
        assert set(machine.possible(case)) == {move.activity for move in moves}
        ends = {move: _taken(interpreter, now, move) for move in moves}
        rows = {row.activity for row in table.possible(word)}
        assert rows == {move.activity for move in moves if ends[move] is not None}
        if not moves:
            return
        move = data.draw(st.sampled_from(moves))
        note(f"{move} at {case}")
        if ends[move] is None:
            with pytest.raises(MoveRefusedError, match="never end"):
                case.trigger(move.activity, records=dict(move.records))
            continue
        case.trigger(move.activity, records=dict(move.records))
        row = next(
            row
            for row in table.possible(word)
            if (row.activity, row.records) == (move.activity, move.records)
        )
        now, word = ends[move], row.after(word)
        assert set(table.configuration(word).states) == now.active
