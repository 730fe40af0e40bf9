"""All cases: every configuration that any case can reach, breadth first.

Words are rows of a NumPy array of 64-bit parts, so a protocol may be wider than 64
bits. Each level applies every row of the table to the whole frontier at once.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from katch_protocols.budget import keep, look
from katch_protocols.semantics.arrays import (
    Effects,
    Places,
    Words,
    firsts,
    inside,
    parted,
    split,
)
from katch_protocols.semantics.compiled_search import (
    MOST_NOTED,
    CompiledSearch,
)
from katch_protocols.semantics.configurations import Configurations, keyed
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.first_levels import Few
from katch_protocols.semantics.guards import Guards
from katch_protocols.semantics.kernels import Loops, loops
from katch_protocols.semantics.sorting import ordered
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "DEFAULT_LIMIT",
    "Exploration",
    "Steps",
    "among",
    "explore",
]

DEFAULT_LIMIT = 5_000_000
"""How many configurations are explored unless the caller says otherwise."""


_EACH = 8
"""About how many steps a configuration takes by arrays."""

_MOST_SUCCESSORS = 10
"""How many successors a level may have for each configuration of the limit."""


class Steps(NamedTuple):
    """Every step between configurations, by row; those of one row by source.

    Shapes: all (steps,); ``sources`` and ``targets`` are indices of configurations.
    """

    sources: Places
    rows: Places
    targets: Places


class Exploration(Configurations, frozen=True, eq=False, dict=True):
    """Every configuration found, in the order of discovery (breadth first).

    Shapes: ``words`` (n, parts); ``parents`` (n,) the index of the predecessor, -1 for
    the first; ``via`` (n,) the row that led here; ``fired`` (rows,) whether each row
    applied anywhere. ``exhausted``: nothing was left out; else at
    least ``len(self)`` configurations exist.
    """

    parents: Places
    via: Places
    fired: NDArray[np.bool_]
    exhausted: bool
    guards: Guards | None = None
    stepped: Callable[[Places], Steps] | None = None
    """Finds the steps from some configurations for somebody who knows them.

    In any order.
    """
    noted: Steps | None = None
    """Every step, where they were noted on the way."""
    goal: int | None = None
    """The earliest configuration inside one of the cubes at which to stop."""

    def __len__(self) -> int:
        return len(self.parents)

    def applies_at(self, row: int) -> Places:
        """Return the configurations in which a row of the table applies, in order."""
        one = self.table.rows[row]
        cube = one.mask, one.match
        found = self._applies_at.get(cube)
        if found is None:
            found = self._applies_at[cube] = self.where(*cube)
        return found

    @cached_property
    def _applies_at(self) -> dict[Cube, Places]:
        """What ``applies_at`` has returned: steps of one proof, and rows, ask alike."""
        return {}

    @property
    def size(self) -> int:
        """How many bytes it fills."""
        arrays = self.words, self.parents, self.via, *(self.noted or ())
        return sum(each.nbytes for each in arrays)

    def is_within(self, limit: int) -> bool:
        """Tell whether another limit is sure to leave out nothing of it either."""
        most = len(self) * len(self.table.rows)
        steps = most if self.noted is None else len(self.noted.rows)
        is_enough = len(self) <= limit and steps <= _MOST_SUCCESSORS * limit
        return self.exhausted and is_enough

    def steps(self) -> Steps:
        """Return every step, of an exploration that was exhausted."""
        if self.noted is not None:
            return self.noted
        if len(self) > MOST_NOTED:
            return self._found_steps()
        return self._kept_steps

    @cached_property
    def _kept_steps(self) -> Steps:
        steps = self._found_steps()
        keep(sum(each.nbytes for each in steps))
        return steps

    def _found_steps(self) -> Steps:
        if self.stepped is not None:
            found = self.stepped(np.arange(len(self)))
            by_source = ordered(found.sources, len(self))
            order = by_source[ordered(found.rows[by_source], len(self.table.rows))]
            return Steps(*(each[order] for each in found))
        return self._steps_of(self.words)

    def steps_from(self, places: Places) -> Steps:
        """Return the steps from some configurations, of one exhausted; in any order."""
        if self.stepped is not None and "_kept_steps" not in self.__dict__:
            return self.stepped(places)
        is_known = self.stepped is not None or self.noted is not None
        if is_known or 2 * len(places) > len(self):
            steps = self.steps()
            among_them = np.zeros(len(self), np.bool_)
            among_them[places] = True
            kept = np.flatnonzero(among_them[steps.sources])
            return Steps(*(each[kept] for each in steps))
        found = self._steps_of(self.words[places])
        return found._replace(sources=places[found.sources])

    def _steps_of(self, words: Words) -> Steps:
        """Return the steps from some words that were found, by row."""
        parts = self.words.shape[1]
        guards = self.guards or Guards.of(self.table, parts)
        compiled = loops(_EACH * len(words))
        sources, rows = guards.hits(words, None, compiled)
        look(len(rows) * (24 * parts + 64))
        order = ordered(rows, len(self.table.rows))
        sources, rows = sources[order], rows[order]
        effects = Effects.of(self.table, parts)
        if compiled is None or not guards.is_narrow or words is not self.words:
            after = effects.after(words[sources], rows)
            return Steps(sources, rows, self.find(after))
        words = np.ascontiguousarray(words)
        slots = compiled.entered(words, len(words))
        changes = effects.keep, effects.put
        targets = compiled.places_of(words, slots, (sources, rows), changes)
        return Steps(sources, rows, targets)

    def path(self, index: int) -> tuple[Row, ...]:
        """Return a shortest sequence of rows from the start to a configuration."""
        steps: list[Row] = []
        while self.parents[index] >= 0:
            steps.append(self.table.rows[self.via[index]])
            index = int(self.parents[index])
        return tuple(reversed(steps))


def explore(
    table: Table, *, limit: int = DEFAULT_LIMIT, until: Sequence[Cube] = ()
) -> Exploration:
    """Find every configuration that some case can reach, up to about ``limit``.

    Stops after the level in which ``limit`` is passed, or in which a configuration
    inside one of the cubes ``until`` is first found; a level that leads to more than
    ten times ``limit`` is cut short. ``exhausted`` says whether anything was left out.
    Memory is about 60 bytes a configuration for words of 64 bits.
    """
    return _Search(table, limit, until).run()


class _Search:
    """Breadth-first search with one sorted array of everything seen."""

    def __init__(self, table: Table, limit: int, until: Sequence[Cube]) -> None:
        self.table, self.limit, self.until = table, limit, until
        self.parts = max(1, -(-table.layout.width // 64))
        self.guards = Guards.of(table, self.parts)
        self.most = _MOST_SUCCESSORS * limit
        self.each = 32 * self.parts + 48
        """About how many bytes a configuration fills until all are put together."""
        self.is_cut = False
        self.fired = np.zeros(len(table.rows), np.bool_)

    @cached_property
    def effects(self) -> Effects:
        """What the rows do."""
        return Effects.of(self.table, self.parts)

    @cached_property
    def cubes(self) -> list[tuple[Words, Words]]:
        """The cubes at the first of which to stop."""
        parts = self.parts
        return [(split(mask, parts), split(match, parts)) for mask, match in self.until]

    def run(self) -> Exploration:
        few = Few(self.table, self.guards, self.until)
        most = min(self.limit, self.most // max(1, len(self.table.rows)))
        few.run(self.limit, most)
        words = parted(few.words, self.parts)
        self.fired[list(few.fired)] = True
        levels = [words]
        parents, via = [np.array(few.parents)], [np.array(few.via)]
        first = few.first
        frontier = words[first:]
        seen = np.sort(keyed(words))
        while self.goes_on(frontier, len(seen)):
            look(len(seen) * self.each)
            compiled = loops(_EACH * len(frontier))
            if compiled is not None and self.guards.is_narrow:
                goes_on = CompiledSearch(self, compiled, levels, parents, via)
                before, rows, is_done = goes_on.run(first)
                words = goes_on.found
                every = self._exploration(words, before, rows, is_done=is_done)
                steps = goes_on.steps(self.guards) if every.exhausted else None
                return replace(every, noted=None if steps is None else Steps(*steps))
            found, origins, rows = self._successors(frontier)
            keys = keyed(found)
            unique = firsts(keys)
            new = np.sort(unique[~among(keys[unique], seen)])
            levels.append(found[new])
            parents.append(origins[new] + first)
            via.append(rows[new])
            first += len(frontier)
            frontier = found[new]
            seen = np.sort(np.concatenate([seen, keys[new]]), kind="stable")
        return self._exploration(
            np.concatenate(levels),
            np.concatenate(parents),
            np.concatenate(via),
            is_done=not len(frontier),
        )

    def _exploration(
        self, words: Words, parents: Places, via: Places, *, is_done: bool
    ) -> Exploration:
        exhausted = is_done and not self.is_cut
        return Exploration(
            self.table,
            words,
            parents,
            via,
            self.fired,
            exhausted,
            guards=self.guards,
            goal=Configurations(self.table, words).earliest(self.until),
        )

    def goes_on(self, frontier: Words, seen: int) -> bool:
        """Tell whether a level is looked at, after so many words were seen."""
        if self.is_cut or not len(frontier) or seen > self.limit:
            return False
        return not self._found(frontier)

    def _found(self, frontier: Words) -> bool:
        return any(
            bool(inside(frontier, mask, match).any()) for mask, match in self.cubes
        )

    def _successors(self, frontier: Words) -> tuple[Words, Places, Places]:
        origins, rows = self.applying(frontier)
        return self.effects.after(frontier[origins], rows), origins, rows

    def applying(
        self, frontier: Words, compiled: Loops | None = None
    ) -> tuple[Places, Places]:
        """Return where rows apply in a level and which, cut short past the most."""
        origins, rows = self.guards.hits(frontier, self.most, compiled)
        if len(origins) > self.most:
            self.is_cut = True
            # Whole rows only: the last that is not past the limit.
            last = np.searchsorted(rows_ends := _ends(rows), self.most, "right")
            kept = int(rows_ends[last - 1]) if last else 0
            origins, rows = origins[:kept], rows[:kept]
        self.fired[rows] = True
        look(len(rows) * self.each)
        return origins, rows


def _ends(rows: Places) -> Places:
    """Return after how many of the pairs each row ends; pairs of a row are together."""
    return np.append(np.flatnonzero(np.diff(rows)) + 1, len(rows))


def among(keys: NDArray[np.generic], seen: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Whether each key is in the sorted array ``seen``."""
    places = np.searchsorted(seen, keys)
    places[places == len(seen)] = 0
    same: NDArray[np.bool_] = seen[places] == keys
    return same
