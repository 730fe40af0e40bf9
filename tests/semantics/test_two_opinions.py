"""The table and the interpreter are two readings of one page; they never disagree."""

from collections import deque
from collections.abc import Iterator

from hypothesis import HealthCheck, given, note, reject, settings

from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Row, Table
from tests.interpreter import Configuration, Interpreter, Move, UnendingError
from tests.strategies import make_world, worlds

VISITED = 40
"""How many configurations of one protocol are compared."""


class Both:
    """One protocol, read twice."""

    def __init__(self, handbook: Handbook) -> None:
        protocol = handbook.protocols["first"]
        self.interpreter = Interpreter(protocol, handbook)
        drawn = chart(protocol, handbook)
        assert drawn.problems == ()
        try:
            self.table: Table = compile_chart(drawn)
        except BoundError:
            reject()

    def compare(self, word: int, now: Configuration) -> None:
        """Both see the same states, facts, papers, events and memory."""
        seen = self.table.configuration(word)
        assert set(seen.states) == now.active
        assert dict(seen.facts).items() <= dict(now.facts).items()
        assert set(seen.documents) == now.documents & set(self.table.layout.documents)
        opened = {f"opened({name})" for name in now.opened}
        assert set(seen.happened) == now.happened | opened
        assert _kept(self.table, word) == dict(_remembered(self.table, now))
        assert self.table.is_final(word) == self.interpreter.complete(now)

    def moves(self, rows: list[Row]) -> list[Move]:
        """Say rows as moves."""
        return [
            Move(row.activity, self.table.chart.nodes[row.node].name, row.records)
            for row in rows
        ]

    def steps(
        self, word: int, now: Configuration
    ) -> Iterator[tuple[Row, Configuration]]:
        """Take every step that one of them allows; the other must allow it too."""
        rows = list(self.table.possible(word))
        moves = self.moves(rows)
        ends: dict[Move, Configuration] = {}
        for move in self.interpreter.possible(now):
            try:
                ends[move] = self.interpreter.step(now, move)
            except UnendingError:
                endless = [row for row in self.table.endless if row.applies(word)]
                assert move in self.moves(endless)
        note(f"at {self.table.configuration(word)}")
        assert sorted(moves, key=str) == sorted(ends, key=str)
        for row, move in zip(rows, moves, strict=True):
            note(f"after {move}")
            self.compare(row.after(word), ends[move])
            yield row, ends[move]


def _kept(table: Table, word: int) -> dict[str, str]:
    """Return where each region that may be resumed was left, if it is not active."""
    active = set(table.active(word))
    fields = (
        table.fields[table.layout.regions[node]]
        for node in sorted(table.layout.kept)
        if node not in active
    )
    return {field.name: field.value(word) for field in fields if field.code(word)}


def _remembered(table: Table, now: Configuration) -> Iterator[tuple[str, str]]:
    """Return the same from the snapshots of the interpreter."""
    for resumed, inside in now.history:
        for path in sorted(inside):
            region = path.rpartition(".")[0]
            node = table.chart.nodes[table.chart.by_name[region]]
            if node.kind.is_region and (region == resumed or region in inside):
                yield region, path


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_the_table_and_the_interpreter_agree_after_every_step(world) -> None:
    try:
        both = Both(make_world(world))
    except BoundError:
        reject()  # deep history in every strand: too many ways to go, and said so
    try:
        first = both.interpreter.start()
    except UnendingError:
        assert any(row.activity == "" for row in both.table.endless)
        return
    both.compare(both.table.initial, first)
    waiting = deque([(both.table.initial, first)])
    visited = {both.table.initial}
    while waiting and len(visited) < VISITED:
        word, now = waiting.popleft()
        for row, after in both.steps(word, now):
            if row.after(word) not in visited:
                visited.add(row.after(word))
                waiting.append((row.after(word), after))
