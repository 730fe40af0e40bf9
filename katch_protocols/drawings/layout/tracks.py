"""Which of several arrows on one grid line runs beside which, as whole tracks.

For two paths with a common stretch, the way they part at its ends says which of them
runs on the left (order, then nudge: Wybrow, Marriott and Stuckey, Orthogonal Connector
Routing, Graph Drawing 2009, here on a coarse grid). Votes are gathered for each pair
of segments on a line; a greedy pass turns them into an order and the order into tracks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.routes import GridPath

__all__ = ["Key", "Segment", "TrackSlot", "segments", "tracked"]

Key = tuple[str, int]
"""A segment: the id of its edge and its position along it."""
Votes = dict[tuple[Key, Key], int]
_Place = tuple[int, int]


class Segment(Struct, frozen=True):
    """A straight stretch of a path on one grid line, from point ``first`` to ``last``.

    ``low`` and ``high`` are its extent along the line.
    """

    edge: str
    number: int
    is_level: bool
    line: int
    low: int
    high: int
    first: int
    last: int

    @property
    def key(self) -> Key:
        """The edge and the position along it."""
        return self.edge, self.number

    def overlaps(self, other: "Segment") -> bool:
        """Whether both cover a common stretch of the line."""
        return self.low < other.high and other.low < self.high

    def touches(self, other: "Segment") -> bool:
        """Whether one ends where the other begins."""
        return self.high == other.low or other.high == self.low


class TrackSlot(Struct, frozen=True):
    """A segment's place on its line: track ``track`` of ``tracks``, from 0."""

    track: int
    tracks: int

    @property
    def offset(self) -> float:
        """The distance from the middle of the line, in tracks."""
        return self.track - (self.tracks - 1) / 2


def segments(paths: Mapping[str, GridPath]) -> Mapping[str, tuple[Segment, ...]]:
    """Cut each path into its straight stretches, in order."""
    return {edge: tuple(_cut(edge, path)) for edge, path in paths.items()}


def _cut(edge: str, path: GridPath) -> Iterator[Segment]:
    first = number = 0
    for last in range(1, len(path)):
        is_level = path[first][1] == path[last][1]
        goes_on = last + 1 < len(path) and (
            path[last][1] == path[last + 1][1] if is_level else _same_u(path, last)
        )
        if goes_on:
            continue
        along = 0 if is_level else 1
        low, high = sorted((path[first][along], path[last][along]))
        line = path[first][1 - along]
        yield Segment(edge, number, is_level, line, low, high, first, last)
        first, number = last, number + 1


def _same_u(path: GridPath, at: int) -> bool:
    return path[at][0] == path[at + 1][0]


def tracked(
    paths: Mapping[str, GridPath],
    cut: Mapping[str, tuple[Segment, ...]],
    apart: Iterable[tuple[Key, Key]] = (),
) -> Mapping[Key, TrackSlot]:
    """Give every segment its slot; pairs in ``apart`` never share a track."""
    forced = {pair for one, other in apart for pair in ((one, other), (other, one))}
    votes = _votes(paths, cut)
    lines: dict[tuple[bool, int], list[Segment]] = {}
    for edge in cut.values():
        for segment in edge:
            lines.setdefault((segment.is_level, segment.line), []).append(segment)
    slots: dict[Key, TrackSlot] = {}
    for members in lines.values():
        members.sort(key=lambda s: (s.low, s.high, s.edge, s.number))
        line = _Line(members, paths, votes, forced)
        slots.update(line.slots())
    return slots


def _votes(
    paths: Mapping[str, GridPath], cut: Mapping[str, tuple[Segment, ...]]
) -> Votes:
    """Sum, for pairs of segments, how strongly the first comes before the second."""
    where = {
        (segment.edge, at): segment.key
        for edge in cut.values()
        for segment in edge
        for at in range(segment.first, segment.last)
    }
    votes: Votes = {}
    for (one, other), shared in _shared(paths).items():
        tick(200 * len(votes))
        for run in _runs(shared):
            lean = _lean(paths[one], paths[other], run)
            for at, there in run:
                sign = _sign(paths[one][at], paths[one][at + 1]) * lean
                mine, theirs = where[one, at], where[other, there]
                votes[mine, theirs] = votes.get((mine, theirs), 0) + sign
                votes[theirs, mine] = votes.get((theirs, mine), 0) - sign
    return votes


def _shared(paths: Mapping[str, GridPath]) -> Mapping[tuple[str, str], dict[int, int]]:
    """Return, for pairs of edges, the steps of the first that the second takes too."""
    users: dict[tuple[_Place, _Place], list[tuple[str, int]]] = {}
    for edge, path in paths.items():
        for at, pair in enumerate(pairwise(path)):
            users.setdefault((min(pair), max(pair)), []).append((edge, at))
    shared: dict[tuple[str, str], dict[int, int]] = {}
    for sharing in users.values():
        for place, (one, at) in enumerate(sharing):
            tick(300 * len(shared))
            for other, there in sharing[place + 1 :]:
                shared.setdefault((one, other), {})[at] = there
    return shared


def _runs(shared: Mapping[int, int]) -> Iterator[list[tuple[int, int]]]:
    """Split the shared steps of two paths into maximal common stretches."""
    run: list[tuple[int, int]] = []
    for at, there in sorted(shared.items()):
        if run and (at != run[-1][0] + 1 or abs(there - run[-1][1]) != 1):
            yield run
            run = []
        run.append((at, there))
    yield run


def _lean(path: GridPath, other: GridPath, run: Sequence[tuple[int, int]]) -> int:
    """Return below 0 where ``path`` runs on the left of ``other`` along the stretch."""
    first, last = run[0][0], run[-1][0] + 1
    backward = len(run) > 1 and run[1][1] < run[0][1]
    if len(run) == 1:
        backward = other[run[0][1]] != path[first]
    begin, end, step = run[0][1], run[-1][1] + 1, 1
    if backward:
        begin, end, step = run[0][1] + 1, run[-1][1], -1
    lean = 0
    beyond = end + step
    if last + 1 < len(path) and 0 <= beyond < len(other):
        here = path[last - 1], path[last]
        lean += _turn(*here, path[last + 1]) - _turn(*here, other[beyond])
    before = begin - step
    if first > 0 and 0 <= before < len(other):
        # Seen backwards, left and right change places.
        here = path[first + 1], path[first]
        lean -= _turn(*here, path[first - 1]) - _turn(*here, other[before])
    return lean


def _turn(before: _Place, at: _Place, after: _Place) -> int:
    """Return -1 for a turn to the left, 1 to the right, 0 straight on (v goes down)."""
    cross = (at[0] - before[0]) * (after[1] - at[1]) - (at[1] - before[1]) * (
        after[0] - at[0]
    )
    return (cross > 0) - (cross < 0)


def _sign(one: _Place, other: _Place) -> int:
    """Return what "on the left" is worth as "before", going from one to other.

    Left is above when going east and below when going west; it is to the east when
    going down and to the west when going up.
    """
    if one[1] == other[1]:
        return -1 if other[0] > one[0] else 1
    return 1 if other[1] > one[1] else -1


class _Line:
    """All segments of one grid line, sorted; finds their order and tracks."""

    def __init__(
        self,
        members: Sequence[Segment],
        paths: Mapping[str, GridPath],
        votes: Votes,
        forced: set[tuple[Key, Key]],
    ) -> None:
        self.members, self.paths, self.votes = members, paths, votes
        self.forced = forced

    def slots(self) -> Iterator[tuple[Key, TrackSlot]]:
        """Yield each segment's slot; groups that never overlap are centred apart."""
        for group in self._groups():
            order = self._order(group)
            tracks = self._tracks(order)
            used = {track: place for place, track in enumerate(sorted(set(tracks)))}
            for segment, track in zip(order, tracks, strict=True):
                yield segment.key, TrackSlot(used[track], len(used))

    def _bound(self, one: Segment, other: Segment) -> bool:
        return one.overlaps(other) or (one.key, other.key) in self.forced

    def _groups(self) -> Iterator[list[Segment]]:
        """Yield connected groups of overlapping segments."""
        groups: list[list[Segment]] = []
        for segment in self.members:
            tick()
            joined = [g for g in groups if any(self._bound(segment, m) for m in g)]
            merged = [member for group in joined for member in group]
            groups = [g for g in groups if not any(g is one for one in joined)]
            groups.append([*merged, segment])
        yield from groups

    def _order(self, group: Sequence[Segment]) -> list[Segment]:
        """Take, again and again, the segment that fewest others must precede."""
        wish = {
            (one.key, other.key): self._wish(one, other)
            for one in group
            for other in group
            if one is not other
        }
        left, order = list(group), []
        while left:
            first = min(left, key=lambda s: self._rank(s, left, wish))
            order.append(first)
            left.remove(first)
        return order

    @staticmethod
    def _rank(
        segment: Segment, left: Sequence[Segment], wish: Votes
    ) -> tuple[int, int, int, str, int]:
        tick()
        after = before = 0
        for other in left:
            if other is not segment:
                after += max(0, wish[other.key, segment.key])
                before += max(0, wish[segment.key, other.key])
        return after, -before, segment.low, segment.edge, segment.number

    def _wish(self, one: Segment, other: Segment) -> int:
        """Return how strongly ``one`` should come before ``other``."""
        tick()
        if not self._bound(one, other):
            return 0
        votes = self.votes.get((one.key, other.key), 0)
        if votes:
            return votes
        return self._turns(other, one) - self._turns(one, other)

    def _turns(self, one: Segment, other: Segment) -> int:
        """Sum the ways in which ``one`` leaves the line beside ``other``'s extent."""
        margin = 1 if (one.key, other.key) in self.forced else 0
        total = 0
        path = self.paths[one.edge]
        for end, beyond in ((one.first, one.first - 1), (one.last, one.last + 1)):
            if not 0 <= beyond < len(path):
                continue
            at = path[end][0 if one.is_level else 1]
            if other.low - margin < at < other.high + margin:
                across = 1 if one.is_level else 0
                total += path[beyond][across] - path[end][across]
        return total

    def _tracks(self, order: Sequence[Segment]) -> list[int]:
        """Give each segment the lowest track after all that it overlaps."""
        tracks: list[int] = []
        for place, segment in enumerate(order):
            tick()
            below = [
                tracks[earlier] + 1
                for earlier in range(place)
                if self._bound(order[earlier], segment)
            ]
            tracks.append(max(below, default=0))
        return tracks
