"""Two tables side by side: what one case could do under both, and under one only.

Both tables take the same steps, breadth first, as long as both allow them. A step is an
activity with the values that the actor states, or the clock's; that a case is complete
is told as a step of its own. Rows of one step exclude one another, so two tables allow
the same cases exactly when no pair of configurations is found in which they differ.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.budget import keep, look
from katch_protocols.charts.chart import NodeKind
from katch_protocols.model.states import Outcome
from katch_protocols.semantics.arrays import Places, Words, inside, split
from katch_protocols.semantics.configurations import keyed
from katch_protocols.semantics.explore import among
from katch_protocols.semantics.guards import Guards
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "DEFAULT_PAIRS",
    "End",
    "Only",
    "SharedEvent",
    "SideBySide",
    "event_of",
    "side_by_side",
]

DEFAULT_PAIRS = 200_000
"""How many pairs of configurations are looked at unless the caller says otherwise."""


class SharedEvent(Struct, frozen=True):
    """A step as both tables know it; ``records`` are sorted by the fact."""

    activity: str
    records: tuple[tuple[str, str], ...]


def event_of(row: Row) -> SharedEvent:
    """Return the step that a row takes."""
    return SharedEvent(row.activity, tuple(sorted(row.records)))


class End(Struct, frozen=True):
    """The case is complete, with an outcome."""

    outcome: Outcome | None


class Only(Struct, frozen=True):
    """Something that one table allows after ``before`` and the other does not."""

    before: tuple[SharedEvent, ...]
    last: SharedEvent | End


class SideBySide(Struct, frozen=True):
    """What was found: for each activity the first case that only one table allows.

    ``exhausted``: every pair was looked at, so what was not found does not exist.
    """

    first: tuple[Only, ...]
    second: tuple[Only, ...]
    pairs: int
    exhausted: bool


def side_by_side(
    first: Table, second: Table, *, limit: int = DEFAULT_PAIRS
) -> SideBySide:
    """Compare two tables up to about ``limit`` pairs of configurations.

    Tables that say the same bit by bit are not explored: ``pairs`` is 0.
    """
    if _said(first) == _said(second):
        return SideBySide((), (), 0, exhausted=True)
    return _PairSearch(_Side(first), _Side(second), limit).run()


def _said(table: Table) -> object:
    """Return all that a table says of cases, whatever things are called."""
    nodes, codes = table.chart.nodes, table.layout.codes
    rows = [
        (row.activity, row.records, row.mask, row.match, row.clear, row.set)
        for row in table.rows
    ]
    ends = {
        codes[child]: nodes[child].outcome
        for child in nodes[0].children
        if nodes[child].kind is NodeKind.FINAL
    }
    return table.initial, rows, ends


class _Side:
    """One table, ready to be asked for many words at once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.parts = max(1, -(-table.layout.width // 64))
        self.guards = Guards.of(self.table, self.parts)
        rows = self.table.rows
        self.events = tuple(map(event_of, rows))
        self.writes = [
            (split(~row.clear, self.parts), split(row.set, self.parts)) for row in rows
        ]
        self.ends = dict(self._ends())

    @property
    def start(self) -> Words:
        return split(self.table.initial, self.parts)[None, :]

    def _ends(self) -> Iterator[tuple[Outcome | None, list[tuple[Words, Words]]]]:
        """Yield each outcome with the cubes in which a case is complete with it."""
        layout, nodes = self.table.layout, self.table.chart.nodes
        found: dict[Outcome | None, list[tuple[Words, Words]]] = {}
        for child in nodes[0].children:
            if nodes[child].kind is NodeKind.FINAL:
                place = layout.fields[layout.regions[0]]
                match = layout.codes[child] << place.shift
                cube = split(place.mask, self.parts), split(match, self.parts)
                found.setdefault(nodes[child].outcome, []).append(cube)
        yield from found.items()

    def steps(
        self, words: Words
    ) -> Mapping[SharedEvent, tuple[NDArray[np.bool_], Words]]:
        """Return for each event where it is possible, and what it leads to there."""
        found: dict[SharedEvent, tuple[NDArray[np.bool_], Words]] = {}
        origins, rows = self.guards.hits(words)
        if not len(rows):
            return found  # to split nothing gives one part, not none
        order = np.argsort(rows, kind="stable")
        applied, first = np.unique(rows[order], return_index=True)
        for row, places in zip(
            applied.tolist(), np.split(origins[order], first[1:]), strict=True
        ):
            event = self.events[row]
            look(len(found) * words.nbytes)
            if event not in found:
                found[event] = np.zeros(len(words), np.bool_), np.zeros_like(words)
            possible, after = found[event]
            # Of rows that overlap, which is a finding, the first counts.
            fresh = places[~possible[places]]
            keep, put = self.writes[row]
            possible[fresh] = True
            after[fresh] = words[fresh] & keep | put
        return found

    def complete(self, words: Words) -> Mapping[Outcome | None, NDArray[np.bool_]]:
        """Return for each outcome where a case is complete with it."""
        return {
            outcome: np.logical_or.reduce(
                [inside(words, mask, match) for mask, match in cubes]
            )
            for outcome, cubes in self.ends.items()
        }


class _Level(Struct):
    """Pairs found together: the words of each side, whence and by what they came."""

    first: Words
    second: Words
    parents: Places
    via: tuple[SharedEvent | None, ...]


class _PairSearch:
    """Breadth-first search over pairs of words that the same steps lead to."""

    def __init__(self, first: _Side, second: _Side, limit: int) -> None:
        self.sides = first, second
        self.limit = limit
        self.levels: list[_Level] = []
        self.found: tuple[dict[object, Only], dict[object, Only]] = {}, {}

    def run(self) -> SideBySide:
        one, other = self.sides
        level = _Level(one.start, other.start, np.array([-1]), (None,))
        seen = keyed(np.hstack([level.first, level.second]))
        while len(level.first) and len(seen) <= self.limit:
            self.levels.append(level)
            following = self._following(level)
            keys = keyed(np.hstack([following.first, following.second]))
            _, unique = np.unique(keys, return_index=True)
            new = np.sort(unique[~among(keys[unique], seen)])
            level = _Level(
                following.first[new],
                following.second[new],
                following.parents[new],
                tuple(following.via[place] for place in new.tolist()),
            )
            seen = np.sort(np.concatenate([seen, keys[new]]), kind="stable")
        first, second = (tuple(found.values()) for found in self.found)
        pairs = sum(len(each.first) for each in self.levels)
        return SideBySide(first, second, pairs, exhausted=not len(level.first))

    def _following(self, level: _Level) -> _Level:
        """Return the pairs after every common step, and note what is not common."""
        one, other = self.sides
        keep(2 * level.first.nbytes + 2 * level.second.nbytes + 24 * len(level.first))
        self._compare_ends(level)
        firsts, seconds = one.steps(level.first), other.steps(level.second)
        nowhere = np.zeros(len(level.first), np.bool_), level.first[:0]
        found: list[tuple[Words, Words, Places, SharedEvent]] = []
        for event in sorted({*firsts, *seconds}, key=_order):
            look(sum(one.nbytes + other.nbytes for one, other, *_ in found))
            can, after = firsts.get(event, nowhere)
            may, beyond = seconds.get(event, nowhere)
            self._note(0, event, can & ~may)
            self._note(1, event, may & ~can)
            places = np.flatnonzero(can & may)
            if len(places):
                found.append((after[places], beyond[places], places, event))
        return _joined(level, found)

    def _compare_ends(self, level: _Level) -> None:
        one, other = self.sides
        firsts, seconds = one.complete(level.first), other.complete(level.second)
        nowhere = np.zeros(len(level.first), np.bool_)
        for outcome in sorted({*firsts, *seconds}, key=str):
            can = firsts.get(outcome, nowhere)
            may = seconds.get(outcome, nowhere)
            self._note(0, End(outcome), can & ~may)
            self._note(1, End(outcome), may & ~can)

    def _note(
        self, side: int, last: SharedEvent | End, where: NDArray[np.bool_]
    ) -> None:
        """Keep the first case in which only one side allows an activity or an end."""
        key = last.activity if isinstance(last, SharedEvent) else last
        if key not in self.found[side] and where.any():
            place = int(np.flatnonzero(where)[0])
            self.found[side][key] = Only(self._path(place), last)

    def _path(self, place: int) -> tuple[SharedEvent, ...]:
        """Return the steps to a pair of the last level."""
        steps: list[SharedEvent] = []
        for level in reversed(self.levels):
            via = level.via[place]
            if via is not None:
                steps.append(via)
            place = int(level.parents[place])
        return tuple(reversed(steps))


def _order(event: SharedEvent) -> tuple[str, tuple[tuple[str, str], ...]]:
    return event.activity, event.records


def _joined(
    level: _Level, found: list[tuple[Words, Words, Places, SharedEvent]]
) -> _Level:
    """Put what every event leads to in one level."""
    if not found:
        return _Level(level.first[:0], level.second[:0], level.parents[:0], ())
    firsts, seconds, parents, events = zip(*found, strict=True)
    via = [event for event, places in zip(events, parents, strict=True) for _ in places]
    return _Level(
        np.concatenate(firsts),
        np.concatenate(seconds),
        np.concatenate(parents),
        tuple(via),
    )
