"""How often a child is handed on, and how many agencies it meets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property

import numpy as np
from msgspec import Struct

from katch_protocols.budget import tick
from katch_protocols.charts.chart import Chart, EntryKind, NodeKind
from katch_protocols.graphs.crossings import Crossing, counted, crossings
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.counted_steps import CountedSteps
from katch_protocols.proofs.timing.counting import count
from katch_protocols.proofs.timing.loops import parts
from katch_protocols.proofs.timing.measure_nouns import Range
from katch_protocols.semantics.table import Row

__all__ = ["MAX_AGENCIES", "MAX_SETS", "child_roles", "handoffs", "meetings"]


Resting = tuple[int, ...]
"""The resting states of a configuration, in document order."""

_RESTING = frozenset({NodeKind.ATOMIC, NodeKind.FINAL})


def handoffs(study: ProofSession) -> tuple[int | None, Range | None]:
    """Count the different handoffs of all cases, and those that one case meets.

    They are those of the chart (``graphs.handoffs``) that a case meets, also inside a
    protocol that it runs; counted once per activity and pair. A handoff that begins in
    a state without a holder is one by whoever held the case before: by any of those.
    ``None``: too large to be counted.
    """
    return _Handing(study).counted()


class _Handing(Struct, frozen=True, dict=True):
    study: ProofSession

    @property
    def chart(self) -> Chart:
        return self.study.chart

    def counted(self) -> tuple[int | None, Range | None]:
        table = self.study.table
        held = [
            node.index
            for node in self.chart.nodes
            if node.kind in _RESTING and node.held_by is not None
        ]
        # A state is known by every region around it, also by those that hold none.
        seeds = {
            table.fields[place[0]].mask: None
            for index in held
            for around in (index, *self.chart.ancestors(index))
            if (place := table.layout.place(around)) is not None
        }
        seen: dict[tuple[str, Id, Id], None] = {}
        resting = cache(self._resting)

        @cache
        def passing(row: int, was: Resting, now: Resting) -> int:
            pairs = dict.fromkeys(self._pairs(table.rows[row], was, now))
            seen.update(pairs)
            return int(bool(pairs))

        positions = {id(row): n for n, row in enumerate(table.rows)}

        layout = table.layout
        regions = sum(table.fields[place].mask for place in layout.regions.values())

        def counting(row: Row, before: int, after: int) -> int:
            return passing(positions[id(row)], resting(before), resting(after))

        counted = count(self.study, counting, self._moves, tuple(seeds), regions)
        if counted is None:
            return None, None
        found = counted.range()
        return len(seen), found

    def _moves(self, row: Row) -> bool:
        return row.entry is not None and bool(row.entered or row.opens)

    def _resting(self, word: int) -> Resting:
        nodes = self.chart.nodes
        return tuple(
            node
            for node in self.study.table.active(word)
            if nodes[node].kind in _RESTING
        )

    @cached_property
    def _ways(self) -> Mapping[int, Sequence[tuple[str, Crossing]]]:
        """The crossings of each entry, and as which activity each is told."""
        # Whichever receiver is the last, the handover to a state is one.
        told = {
            (self.chart.waiting(way.entry.node), way.target): way.entry.activity
            for way in counted(self.chart)
            if way.entry.kind is EntryKind.ACKNOWLEDGE
        }
        found: dict[int, list[tuple[str, Crossing]]] = {}
        for way in crossings(self.chart):
            entry, name = way.entry, way.entry.activity
            if entry.kind is EntryKind.ACKNOWLEDGE:
                name = told.get((self.chart.waiting(entry.node), way.target), name)
            found.setdefault(id(entry), []).append((name, way))
        return found

    def _pairs(
        self, row: Row, was: Resting, now: Resting
    ) -> Iterator[tuple[str, Id, Id]]:
        """Yield the handoffs of a step that moves the case, or opens one."""
        yield from self._moved(row, was, now)
        if row.opens:
            yield from self._opened(row, was)

    def _moved(
        self, row: Row, was: Resting, now: Resting
    ) -> Iterator[tuple[str, Id, Id]]:
        nodes = self.chart.nodes
        waits = nodes[row.node].held_by is None and row.node in was
        for activity, way in self._ways.get(id(row.entry), ()):
            left = waits or (way.source in was and way.source not in now)
            if left and way.target in now and way.target not in was:
                one, other = nodes[way.source].held_by, nodes[way.target].held_by
                for pair in self._differing(one, other):
                    yield activity, *pair

    def _opened(self, row: Row, was: Resting) -> Iterator[tuple[str, Id, Id]]:
        opened = tuple(role for each in row.opens for role in each.receivers)
        for source in was:
            if row.node in (source, *self.chart.ancestors(source)):
                for role in opened:
                    for pair in self._differing(self.chart.nodes[source].held_by, role):
                        yield row.activity, *pair

    def _differing(self, one: Id | None, other: Id | None) -> Iterator[tuple[Id, Id]]:
        if one is None or other is None or one == other:
            return
        for sender in self._agencies(one):
            for receiver in self._agencies(other):
                if sender != receiver:
                    yield sender, receiver

    def _agencies(self, role: Id) -> tuple[Id, ...]:
        book = self.study.holders.handbook
        found = book.roles.get(book.acting(role))
        return () if found is None else found.agencies


MAX_AGENCIES = 62
"""More agencies than this are not told apart."""

MAX_SETS = 500_000
"""How many sets of agencies are looked at before the count is given up."""


def child_roles(handbook: Handbook) -> frozenset[Id]:
    """Return the roles that take part and hold no office and no agency."""
    return frozenset(
        name
        for name, role in handbook.roles.items()
        if not (role.agencies or role.is_panel)
    )


def children_in(chart: Chart, handbook: Handbook) -> frozenset[Id]:
    """Return the roles that stand for a child in some activity of a protocol.

    Without one nobody can tell whom a child meets there.
    """
    parts = (entry.act.raci for entry in chart.entries)
    taking_part = (
        name
        for raci in parts
        for name in (*raci.by, *raci.together_with, *raci.consult)
    )
    return child_roles(handbook).intersection(taking_part)


def meetings(study: ProofSession, meets: Callable[[Row], bool]) -> Range | None:
    """Count the different agencies that meet the child in one case.

    Those of whoever does the activity or takes part in it; of a panel, of every member.
    A role that several agencies may hold counts as one of its own. ``None``: too many
    to be counted.
    """
    bits: dict[tuple[Id, ...], int] = {}
    met: dict[int, int] = {}
    for row in study.table.rows:
        met[id(row)] = 0
        for who in _who(study, row) if meets(row) else ():
            met[id(row)] |= bits.setdefault(who, 1 << len(bits))
    if len(bits) > MAX_AGENCIES:
        return None

    def counting(row: Row, _before: int, _after: int) -> int:
        return met[id(row)]

    counted = count(study, counting, meets, ())
    if counted is None:
        return None
    steps = counted.steps
    free = steps.only(np.flatnonzero(steps.weights == 0))
    # Between those that are alike a case can go both ways and meets nobody.
    alike = parts(free.starts, free.targets)
    between, begin = steps.merged(alike), int(alike[0])
    most = _most(between, begin)
    if most is None:
        return None
    ends = frozenset(alike[counted.explored.ends()].tolist())
    return Range(most, _fewest(between, begin, ends))


def _who(study: ProofSession, row: Row) -> Iterator[tuple[Id, ...]]:
    """Yield the agencies of each role that acts; alternatives for ``by`` are one."""
    if row.entry is None:
        return
    roles, raci = study.holders.handbook.roles, row.entry.act.raci
    seats = study.holders.handbook.seats
    alone = raci.by if len(raci.by) != 1 else ()
    beside = (*raci.by, *raci.together_with) if not alone else raci.together_with
    each = ((seat,) for name in beside for seat in seats(name))
    for names in (*((alone,) if alone else ()), *each):
        homes = (roles[name].agencies for name in names if name in roles)
        agencies = tuple(dict.fromkeys(home for each in homes for home in each))
        if agencies:
            yield agencies


def _most(steps: CountedSteps, begin: int) -> int | None:
    """Return the size of the largest set met on a way; ``None``: there are too many.

    Sets are bits of an integer. Who comes into a part of the graph can go every step of
    it, so all of its configurations have the same sets; one that lies inside another is
    left out, for it leads to nothing more.
    """
    part_of = parts(steps.starts, steps.targets)
    count = int(part_of.max()) + 1
    within = [0] * count
    onward: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for source, target, weight in zip(
        *(each.tolist() for each in steps.merged(part_of)[1:4]), strict=True
    ):
        if source == target:
            within[source] |= weight
        else:
            onward[source].append((target, weight))
    first = int(part_of[begin])
    known: dict[int, list[int]] = {first: [within[first]]}
    size = most = 0
    # A part has a higher number than those that it leads to.
    for part in range(first, -1, -1):
        sets = known.pop(part, ())
        tick(size * 100)
        for met in sets:
            most = max(most, met.bit_count())
            for target, weight in onward[part]:
                others = known.setdefault(target, [])
                size += _gained(others, met | weight | within[target])
        if size > MAX_SETS:
            return None
    return most


def _gained(others: list[int], new: int) -> bool:
    """Add a set to those of a part, unless it lies inside one of them."""
    for one in others:
        if one | new == one:
            return False
    others[:] = [one for one in others if one | new != new]
    others.append(new)
    return True


def _fewest(steps: CountedSteps, begin: int, ends: AbstractSet[int]) -> int | None:
    """Return the size of the smallest set with which a case ends; ``None``: none does.

    The smallest are looked at first. What is reached with a set that another lies in,
    which was there before, leads to nothing less.
    """
    starts, targets = steps.starts.tolist(), steps.targets.tolist()
    weights = steps.weights.tolist()
    known: dict[int, list[int]] = {begin: [0]}
    waiting: list[list[tuple[int, int]]] = [[] for _ in range(MAX_AGENCIES + 1)]
    waiting[0].append((begin, 0))
    for size, queue in enumerate(waiting):
        for place, met in queue:
            tick()
            if place in ends:
                return size
            for at in range(starts[place], starts[place + 1]):
                new, target = met | weights[at], targets[at]
                others = known.setdefault(target, [])
                if all(one & new != one for one in others):
                    others.append(new)
                    waiting[new.bit_count()].append((target, new))
    return None
