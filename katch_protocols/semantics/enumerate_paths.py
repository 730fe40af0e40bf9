"""Every way in which a move can go; ways that do the same become one."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

from msgspec.structs import replace

from katch_protocols.budget import look, tick
from katch_protocols.errors import BoundError
from katch_protocols.semantics.layout import FieldKind
from katch_protocols.semantics.step_semantics import EndlessError, StepRun
from katch_protocols.semantics.symbolic_state import (
    ZERO,
    ImpossibleError,
    Move,
    Script,
    StepPath,
    SymbolicState,
)
from katch_protocols.semantics.tree import Tree

__all__ = ["merge_ways", "start", "starts", "ways"]


_WAY, _ANSWER = 600, 250
"""About how many bytes a way fills, and each field that it asks about or writes."""


def ways(tree: Tree, move: Move, *, limit: int) -> list[StepPath]:
    """Return every way in which a move can go; they exclude one another.

    Raises:
        BoundError: There are more than ``limit``.
    """
    implied = tree.implied(move.node)
    found: list[StepPath] = []
    scripts: list[Script] = [()]
    held = 0
    while scripts:
        look(held)
        sketch = SymbolicState(tree.layout, implied, scripts.pop())
        step = StepRun(tree, sketch)
        endless = False
        try:
            step.run(move)
        except ImpossibleError:
            scripts.extend(sketch.open)
            continue
        except EndlessError:
            endless = True
        scripts.extend(sketch.open)
        if len(found) >= limit:
            culprit = move.entry.activity if move.entry else tree.name(move.node)
            raise BoundError("ways-to-go", limit, culprit)
        way = step.way(sketch.asked, endless=endless)
        held += _WAY + _ANSWER * (len(way.asked) + len(way.written))
        found.append(way)
    return found


def start(tree: Tree, initially: Mapping[int, int]) -> StepPath:
    """Return the one way in which a case starts; ``initially`` gives facts' codes."""
    implied = dict.fromkeys(range(len(tree.layout.fields)), ZERO)
    sketch = SymbolicState(tree.layout, implied, ())
    sketch.written.update(initially)
    step = StepRun(tree, sketch)
    endless = False
    try:
        step.begin()
    except EndlessError:
        endless = True
    return step.way({}, endless=endless)


def starts(tree: Tree, *, limit: int) -> list[StepPath]:
    """Return every way in which a case starts, whatever values its facts have.

    Raises:
        BoundError: There are more than ``limit``.
    """
    fields = tree.layout.fields
    others = (at for at, each in enumerate(fields) if each.kind is not FieldKind.FACT)
    implied = dict.fromkeys(others, ZERO)
    found: list[StepPath] = []
    scripts: list[Script] = [()]
    while scripts:
        tick()
        sketch = SymbolicState(tree.layout, implied, scripts.pop())
        step = StepRun(tree, sketch)
        try:
            step.begin()
        except EndlessError:
            continue
        finally:
            scripts.extend(sketch.open)
        if len(found) >= limit:
            raise BoundError("ways-to-go", limit, tree.layout.chart.protocol.id)
        found.append(step.way(sketch.asked, endless=False))
    return merge_ways(found, tree, 0)


Codes = frozenset[int]


def merge_ways(found: Sequence[StepPath], tree: Tree, node: int) -> list[StepPath]:
    """Merge ways with one effect whose conditions differ in one field only.

    The union of the sets of codes is one condition; where it holds all that is
    possible, the field is no condition at all. The ways exclude one another, so the
    union of any number of them is exact. Repeats until nothing merges.
    """
    if len(found) < 2:  # noqa: PLR2004 - one way has nothing to merge with
        return list(found)
    groups: dict[Hashable, list[StepPath]] = defaultdict(list)
    for way in found:
        groups[_effect(way)].append(way)
    possible = {**dict(enumerate(tree.layout.domains)), **tree.implied(node)}
    merged: list[StepPath] = []
    for group in groups.values():
        merged += _merge_group(group, possible)
    return merged


def _effect(way: StepPath) -> Hashable:
    written = tuple(sorted(way.written.items()))
    return written, way.entered, way.resumed, way.endless, way.lines


def _merge_group(
    group: list[StepPath], possible: Mapping[int, Codes]
) -> list[StepPath]:
    fields = sorted({field for way in group for field in way.asked})
    size = 0
    while size != len(group):
        size = len(group)
        for field in fields:
            group = _merge_field(group, field, possible)
    return group


def _merge_field(
    group: list[StepPath], field: int, possible: Mapping[int, Codes]
) -> list[StepPath]:
    """Merge the ways whose conditions agree in every other field.

    A sum of hashes without the field's own part finds the candidates fast.
    """
    buckets: dict[int, list[list[StepPath]]] = defaultdict(list)
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


def _sum(way: StepPath) -> int:
    return sum(map(hash, way.asked.items()))


def _without(way: StepPath, field: int) -> dict[int, Codes]:
    return {other: codes for other, codes in way.asked.items() if other != field}


def _union(ways: list[StepPath], field: int, possible: Codes) -> StepPath:
    way = ways[0]
    if len(ways) == 1:
        return way
    codes = frozenset().union(*(other.asked.get(field, possible) for other in ways))
    asked = {**way.asked, field: codes}
    if codes == possible:
        del asked[field]
    return replace(way, asked=asked)
