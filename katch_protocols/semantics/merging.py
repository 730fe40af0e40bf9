"""Ways that differ in one answer only, and do the same, become one."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from katch_protocols.budget import tick
from katch_protocols.semantics.moves import Way
from katch_protocols.semantics.tree import Tree

__all__ = ["merge_ways"]

Codes = frozenset[int]


def merge_ways(found: Sequence[Way], tree: Tree, node: int) -> list[Way]:
    """Merge ways with one effect whose conditions differ in one field only.

    The union of the sets of codes is one condition; where it holds all that is
    possible, the field is no condition at all. The ways exclude one another, so the
    union of any number of them is exact. Repeats until nothing merges.
    """
    if len(found) < 2:  # noqa: PLR2004 - one way has nothing to merge with
        return list(found)
    groups: dict[Hashable, list[Way]] = defaultdict(list)
    for way in found:
        groups[_effect(way)].append(way)
    possible = {**dict(enumerate(tree.layout.domains)), **tree.implied(node)}
    merged: list[Way] = []
    for group in groups.values():
        merged += _merge_group(group, possible)
    return merged


def _effect(way: Way) -> Hashable:
    written = tuple(sorted(way.written.items()))
    return written, way.entered, way.resumed, way.endless, way.lines


def _merge_group(group: list[Way], possible: Mapping[int, Codes]) -> list[Way]:
    fields = sorted({field for way in group for field in way.asked})
    size = 0
    while size != len(group):
        size = len(group)
        for field in fields:
            group = _merge_field(group, field, possible)
    return group


def _merge_field(
    group: list[Way], field: int, possible: Mapping[int, Codes]
) -> list[Way]:
    """Merge the ways whose conditions agree in every other field.

    A sum of hashes without the field's own part finds the candidates fast.
    """
    buckets: dict[int, list[list[Way]]] = defaultdict(list)
    for way in group:
        tick()
        own = way.asked.get(field)
        rest = _sum(way) - (0 if own is None else hash((field, own)))
        for alike in buckets[rest]:
            tick()
            if _without(alike[0], field) == _without(way, field):
                alike.append(way)
                break
        else:
            buckets[rest].append([way])
    return [
        _union(alike, field, possible[field])
        for bucket in buckets.values()
        for alike in bucket
    ]


def _sum(way: Way) -> int:
    return sum(map(hash, way.asked.items()))


def _without(way: Way, field: int) -> dict[int, Codes]:
    return {other: codes for other, codes in way.asked.items() if other != field}


def _union(ways: list[Way], field: int, possible: Codes) -> Way:
    way = ways[0]
    if len(ways) == 1:
        return way
    codes = frozenset().union(*(other.asked.get(field, possible) for other in ways))
    asked = {**way.asked, field: codes}
    if codes == possible:
        del asked[field]
    return replace(way, asked=asked)
