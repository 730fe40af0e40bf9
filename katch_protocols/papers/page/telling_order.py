"""In which order the steps of a case are told: as people would live it.

A search returns any shortest way. Where steps of strands side by side can be taken in
more than one order, it may tell that help beside the case is over before anybody has
decided anything in the case itself.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from katch_protocols.charts.chart import Chart
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row, Table

__all__ = ["Path", "TellingOrder"]

Path = tuple[Row, ...]
"""The steps of a case from its start, as rows of the protocol's table."""

_MOST_LOST = 1_000
"""After so many beginnings that lead nowhere the way stays as it was found."""

Rank = tuple[bool, bool, int]


class TellingOrder(Struct, frozen=True, dict=True):
    """Tells the steps of cases in order; ``table`` is the protocol's own."""

    chart: Chart
    table: Table

    def told(self, path: Path, is_end: Callable[[int], bool]) -> Path:
        """Return the same steps in the first order, by ``rank``, that leads to an end.

        Args:
            path: Steps that lead to an end in the order in which they are.
            is_end: Whether a word is one where the steps are to lead.
        """
        ranked = sorted(range(len(path)), key=lambda at: (self.rank(path[at]), at))
        search = _OrderSearch(self.table, path)
        rows: list[Row] = []
        turns = [_Turn(self.table.initial, (1 << len(path)) - 1, iter(ranked))]
        while turns:
            turn = turns[-1]
            if not turn.left and is_end(turn.word):
                return tuple(rows)
            step = search.step(turn)
            if step is not None:
                row, word, left = step
                rows.append(row)
                turns.append(_Turn(word, left, iter(ranked)))
                continue
            if turn.left:
                search.lost.add((turn.word, turn.left))
            turns.pop()
            del rows[-1:]
        return path

    def rank(self, row: Row) -> Rank:
        """Return how late a step is told: the least first, where the case is free.

        The clock moves as late as it can: a search lets thirty days pass before anybody
        is helped. How a case beside this one ended is told after what people do in this
        one, and that in the order of the protocol's phases.
        """
        phases, phase = self._phases, self.chart.nodes[row.node].phase
        return row.timed, _tells_an_end(row), phases.get(phase, len(phases))

    @cached_property
    def _phases(self) -> Mapping[Id | None, int]:
        """The place of each phase; what is in none of them comes last."""
        return {name: at for at, name in enumerate(self.chart.protocol.phases)}


class _Turn(Struct, frozen=True):
    """A place on the way: the word there, the steps that are left, as bits, to try."""

    word: int
    left: int
    tried: Iterator[int]


class _OrderSearch(Struct, frozen=True):
    """Tries the steps of a path in another order; from ``lost`` no way leads on."""

    table: Table
    path: Path
    lost: set[tuple[int, int]] = field(default_factory=set)

    def step(self, turn: _Turn) -> tuple[Row, int, int] | None:
        """Return the next step that may lead on, the word after it and what is left."""
        for at in turn.tried if len(self.lost) <= _MOST_LOST else ():
            if not turn.left >> at & 1:
                continue
            row = _same_step(self.table, self.path[at], turn.word)
            if row is not None:
                after = row.after(turn.word), turn.left & ~(1 << at)
                if after not in self.lost:
                    return row, *after
        return None


def _tells_an_end(row: Row) -> bool:
    """Tell whether a step is that a case which was opened beside has ended."""
    if row.entry is None:
        return False
    parted = (name.partition(".") for name in row.entry.act.raci.told_by)
    return any(end and end != TAKEN_UP for _, _, end in parted)


def _same_step(table: Table, step: Row, word: int) -> Row | None:
    """Return the row by which the same step goes elsewhere in a case."""
    rows = table.by_step[step.activity, step.records]
    return next((row for row in rows if row.applies(word)), None)
