"""Which clocks run in each configuration of a stage, and which times are still kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

import numpy as np
from msgspec import Struct, field

from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.futures import Flags
from katch_protocols.proofs.timing.clocks import Clock, Start, covers
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.semantics.arrays import Places, Words, alike, numbered
from katch_protocols.semantics.configurations import Configurations
from katch_protocols.semantics.cubes import Cube

__all__ = ["Running", "RunningClocks"]

_PART = 64
"""How many bits a part of a word has."""


class Running(Struct, frozen=True):
    """What runs in a configuration: (position of the start, span); what is kept.

    ``alike`` are those that are over before the limit of the question is, for it covers
    theirs: each with the time below which its start must stand. ``held`` are the
    positions of the starts that are kept.
    """

    due: tuple[tuple[int, int], ...]
    alike: tuple[tuple[int, int], ...]
    kept: tuple[bool, ...]
    held: tuple[int, ...]


class _UsedStart(Struct, frozen=True):
    """A start, and what tells whether it is still used.

    ``nodes`` are those that it belongs to; ``above`` what may be resumed at or around
    one of them.
    """

    start: Start
    nodes: frozenset[int]
    above: frozenset[int]


class RunningClocks(Struct, dict=True):
    """What runs where; ``limit`` is that of the question, where it has one."""

    stage: Stage
    limit: Duration | None = None
    _found: dict[tuple[int, frozenset[str]], Running] = field(default_factory=dict)
    _at: dict[int, Running] = field(default_factory=dict)

    def at(self, place: int) -> Running:
        """Return what runs in a configuration; of alike ones the same object."""
        found = self._at.get(place)
        if found is None:
            kind = self._kinds[place]
            found = self._at[place] = (
                self._found_at(place) if kind < 0 else self.of_kinds[kind]
            )
        return found

    def _found_at(self, place: int) -> Running:
        key = self._looked_at.word(place), self.stage.happened(place)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._find_running(*key)
        return found

    @cached_property
    def together(self) -> Mapping[int, frozenset[int]]:
        """The starts that come with the event of the question, where that matters.

        By configuration: whatever step with the event leads to it.
        """
        stage, clocks = self.stage, self.stage.clocks
        matter = frozenset(self._mattering)
        found: dict[int, frozenset[int]] = {}
        for _, step in stage.beginnings if matter else ():
            if step is None:
                found[0] = matter
                continue
            row, letters = stage.base(step.row), stage.product.read[step.row]
            begun = clocks.restarted(row, stage.happening(letters))
            here = matter & (begun - clocks.loosened(row))
            found[step.target] = here & found.get(step.target, here)
        return found

    @property
    def _mattering(self) -> Iterator[int]:
        """Yield the starts of clocks that the limit covers only if begun with it."""
        for clock in self.stage.clocks.clocks:
            if [*self._alike([(0, clock)])] == [(0, 0)]:
                yield self._starts[clock.start]
                yield self._starts[clock.spare]

    @cached_property
    def of_kinds(self) -> list[Running]:
        """What runs in the configurations of each kind in which something is owed."""
        return [self._found_at(place) for place in self._numbered[1]]

    @property
    def kinds(self) -> Places:
        """A number for each configuration in which something is owed; -1 elsewhere.

        In those of one number the same runs.
        """
        return self._numbered[0]

    @cached_property
    def _kinds(self) -> list[int]:
        kinds: list[int] = self.kinds.tolist()
        return kinds

    @cached_property
    def _numbered(self) -> tuple[Places, list[int]]:
        """The kinds, and the first configuration of each."""
        owing = np.flatnonzero(self.stage.owed)
        first, words = numbered(self._looked_at.words[owing])
        different = Configurations(
            self._looked_at.table, self._looked_at.words[owing[first]]
        )
        _, same = numbered(_packed([*self._telling(different)], len(first)))
        marks = len(self.stage.memory.marks)
        told = same[words] * marks + self.stage.marks[owing]
        first, numbers = alike(told, (int(same.max(initial=0)) + 1) * marks)
        kinds = np.full(len(self.stage.owed), -1, np.int64)
        kinds[owing] = numbers
        return kinds, owing[first].tolist()

    def _telling(self, seen: Configurations) -> Iterator[Flags]:
        """Yield what tells apart what runs, and what is kept, for each configuration.

        What has happened tells the rest.
        """
        active = cache(lambda node: self._active(seen, node))
        for clock in self.stage.clocks.clocks:
            yield (
                active(clock.node)
                if clock.watched is None
                else _among(seen, clock.watched.cubes)
            )
        for place in self._places:
            if place.start.event is None:
                lasts = [active(node) for node in place.nodes]
                held = [~active(node) for node in place.above]
                yield np.logical_or.reduce([*lasts, *held])

    def _active(self, seen: Configurations, node: int) -> Flags:
        """Return in which configurations a node is active."""
        layout, nodes = seen.table.layout, seen.table.chart.nodes
        mask = match = 0
        while node:
            parent = nodes[node].parent
            if nodes[parent].kind.is_region:
                if node not in layout.codes:
                    return np.zeros(len(seen), np.bool_)
                here = layout.fields[layout.regions[parent]]
                mask |= here.mask
                match |= layout.codes[node] << here.shift
            node = parent
        return _among(seen, [(mask, match)])

    @cached_property
    def _looked_at(self) -> Configurations:
        """The bits of each configuration that tell what runs there."""
        layout = self.stage.table.layout
        mask = self.stage.clocks.cone()
        for node in layout.kept:
            mask |= layout.fields[layout.regions[node]].mask
        return self.stage.explored.looked_at(mask)

    @cached_property
    def _places(self) -> list[_UsedStart]:
        """Each start with what tells whether it is used."""
        above, resumed = self.stage.chart.ancestors, self.stage.table.layout.resumed
        found = []
        for start in self.stage.clocks.starts:
            nodes = frozenset(self.stage.clocks.nodes_of(start))
            around = nodes.union(*map(above, nodes))
            found.append(_UsedStart(start, nodes, around & resumed))
        return found

    @cached_property
    def _starts(self) -> dict[Start, int]:
        """The position of each start."""
        return {start: at for at, start in enumerate(self.stage.clocks.starts)}

    def _find_running(self, word: int, happened: frozenset[str]) -> Running:
        active = frozenset({0, *self.stage.table.active(word)})
        running = [
            (self._starts[clock.counted(happened)], clock)
            for clock in self.stage.clocks.clocks
            if clock.runs(word, active)
        ]
        kept = tuple(
            place.start.event in happened
            if place.start.event is not None
            # What it began may still run, or be taken up again.
            else not active.isdisjoint(place.nodes) or not place.above <= active
            for place in self._places
        )
        return Running(
            tuple((at, clock.most) for at, clock in running),
            tuple(self._alike(running)),
            kept,
            tuple(at for at, is_kept in enumerate(kept) if is_kept),
        )

    def _alike(self, running: Sequence[tuple[int, Clock]]) -> Iterator[tuple[int, int]]:
        if self.limit is None:
            return
        for at, clock in running:
            if covers(self.limit, clock.limit):
                yield at, 1
            elif covers(self.limit, clock.limit, together=True):
                yield at, 0


def _among(seen: Configurations, cubes: Iterable[Cube]) -> Flags:
    """Return which configurations lie in one of some cubes."""
    found = np.zeros(len(seen), np.bool_)
    for mask, match in cubes:
        found[seen.where(mask, match)] = True
    return found


def _packed(flags: Sequence[Flags], count: int) -> Words:
    """Return for each of so many places all flags that stand there, as words."""
    rows = max(1, -(-len(flags) // _PART)) * _PART
    bits = np.zeros((count, rows), np.bool_)
    for at, each in enumerate(flags):
        bits[:, at] = each
    return np.packbits(bits, axis=1).view(np.uint64)
