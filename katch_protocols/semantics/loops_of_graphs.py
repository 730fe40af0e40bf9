"""The loops over graphs that are compiled: a walk along edges, its steps, parts, order.

Only ``kernels`` calls them. A walk goes over nodes: ``state * size + configuration``.
Its steps along a slice have the rows ``plain`` of a product (-1: none); its own edges
stand in groups, of which ``after`` and ``own_rows`` say for each state which state
comes after it and by which row.
"""

from collections.abc import Mapping

from katch_protocols.semantics.loop_calls import Array, Taken

__all__ = ["LOOPS"]

_WORDS = Array("uint64", 2)
_PLACES = Array("int64")
_PAIRS = Array("int64", 2)
_HALVES = Array("int32")
_FLAGS = Array("bool")

_EDGES: tuple[Array, ...] = (_PLACES, _HALVES, _HALVES, *[_PLACES] * 4, *[_PAIRS] * 2)

LOOPS: Mapping[str, tuple[Taken, ...]] = {
    "walk": (
        *[int] * 3,
        _FLAGS,
        *_EDGES,
        _FLAGS,
        int,
        _PLACES,
        _HALVES,
        *[_PLACES] * 2,
        _FLAGS,
    ),
    "steps": (int, *[_PLACES] * 3, *_EDGES, *[_PLACES] * 3),
    "told": (_PLACES, _WORDS, _WORDS, _WORDS),
    "order": (_PLACES,) * 3,
    "part_of": (_PLACES,) * 8,
}
"""What each loop takes."""


def walk(
    size,
    place,
    state,
    goals,
    starts,
    targets,
    rows,
    plain,
    own_starts,
    own_targets,
    own_groups,
    after,
    own_rows,
    fired,
    limit,
    nodes,
    places,
    parents,
    via,
    seen,
):
    """Walk nodes (``state * size + configuration``) breadth first, as ``_Walk.run``.

    It ends after the level in which one of the ``goals`` (nodes,) stands, or in which
    more than ``limit`` are found.
    Of one level the steps along the slice come first, then those of their own edges.
    Writes ``nodes``, their ``parents`` and the rows that led there (``via``) in the
    order of discovery, and in ``fired`` which rows apply in a node that was found.
    Returns how many nodes there are; below 0 if not all was seen. Room: for as many as
    ``goals`` has; ``seen`` is of zeros.
    """
    nodes[0], places[0] = state * size + place, place
    parents[0], via[0] = -1, -1
    seen[nodes[0]] = True
    first, last, total = 0, 1, 0
    while first < last:
        is_last = total > limit
        for at in range(first, last):
            if goals[nodes[at]]:
                is_last = True
                break
        count = last
        for at in range(first, last):
            here = places[at]
            base = nodes[at] - here
            for edge in range(starts[here], starts[here + 1]):
                row = plain[rows[edge]]
                if row >= 0:
                    fired[row] = True
                    node = base + targets[edge]
                    if not seen[node] and not is_last:
                        seen[node] = True
                        nodes[count], places[count] = node, targets[edge]
                        parents[count], via[count] = at, row
                        count += 1
        for at in range(first, last):
            here = places[at]
            if own_starts[here] == own_starts[here + 1]:
                continue
            code = (nodes[at] - here) // size
            for edge in range(own_starts[here], own_starts[here + 1]):
                row = own_rows[own_groups[edge], code]
                if row >= 0:
                    fired[row] = True
                    node = after[own_groups[edge], code] * size + own_targets[edge]
                    if not seen[node] and not is_last:
                        seen[node] = True
                        nodes[count], places[count] = node, own_targets[edge]
                        parents[count], via[count] = at, row
                        count += 1
        if is_last:
            break
        first, last = last, count
        total += last - first
    return last if first == last else -last


def steps(
    size,
    nodes,
    stands,
    places,
    starts,
    targets,
    rows,
    plain,
    own_starts,
    own_targets,
    own_groups,
    after,
    own_rows,
    found,
    taken,
    led,
):
    """Write every step from some nodes of a walk, by source; return how many there are.

    ``places`` are the positions of the sources in ``nodes``, ``stands`` the position of
    each node. Writes the source of each step (``found``), its row (``taken``) and where
    it leads (``led``); without room there steps are counted alone.
    """
    count, filling = 0, len(found) > 0
    for at in places:
        code = nodes[at] // size
        base = code * size
        here = nodes[at] - base
        for edge in range(starts[here], starts[here + 1]):
            row = plain[rows[edge]]
            if row >= 0:
                if filling:
                    found[count], taken[count] = at, row
                    led[count] = stands[base + targets[edge]]
                count += 1
        for edge in range(own_starts[here], own_starts[here + 1]):
            row = own_rows[own_groups[edge], code]
            if row >= 0:
                if filling:
                    node = after[own_groups[edge], code] * size + own_targets[edge]
                    found[count], taken[count] = at, row
                    led[count] = stands[node]
                count += 1
    return count


def told(nodes, known, states, words):
    """Write the words of nodes: of a configuration that is known, and of a state.

    Shapes: ``known`` (configurations, parts), ``states`` (states, parts or one more).
    """
    size, parts = len(known), known.shape[1]
    for index in range(len(nodes)):
        code = nodes[index] // size
        place = nodes[index] - code * size
        for part in range(states.shape[1]):
            word = states[code, part]
            if part < parts:
                word |= known[place, part]
            words[index, part] = word
    return 0


def order(numbers, room, places):
    """Write in which places numbers stand, the lowest first; of alike ones in order.

    Shapes: ``room`` is of zeros, one more than numbers may be. Returns whether a number
    has no room there.
    """
    last, is_in_order = 0, True
    for place in range(len(numbers)):
        number = numbers[place]
        if number < 0 or number >= len(room) - 1:
            return 1
        if number < last:
            is_in_order = False
            break
        last = number
    if is_in_order:
        for place in range(len(numbers)):
            places[place] = place
        return 0
    for place in range(len(numbers)):
        number = numbers[place]
        if number < 0 or number >= len(room) - 1:
            return 1
        room[number + 1] += 1
    for number in range(1, len(room)):
        room[number] += room[number - 1]
    for place in range(len(numbers)):
        number = numbers[place]
        places[room[number]] = place
        room[number] += 1
    return 0


def part_of(starts, targets, part, order, low, edge, path, opened):
    """Number each node's strongly connected part, as ``loops.parts``.

    Shapes: (nodes,) of all but the first two; ``part`` and ``order`` are of -1.
    """
    size = len(starts) - 1
    for node in range(size):
        edge[node] = starts[node]
    visited = parts = deep = waiting = 0
    for root in range(size):
        if order[root] >= 0:
            continue
        path[0], deep = root, 1
        while deep:
            node = path[deep - 1]
            if order[node] < 0:
                order[node] = low[node] = visited
                visited += 1
                opened[waiting] = node
                waiting += 1
            if edge[node] < starts[node + 1]:
                after = targets[edge[node]]
                edge[node] += 1
                if order[after] < 0:
                    path[deep] = after
                    deep += 1
                elif part[after] < 0:
                    low[node] = min(low[node], order[after])
                continue
            deep -= 1
            if low[node] == order[node]:
                while True:
                    waiting -= 1
                    inner = opened[waiting]
                    part[inner] = parts
                    if inner == node:
                        break
                parts += 1
            if deep:
                above = path[deep - 1]
                low[above] = min(low[above], low[node])
    return 0
