"""The loops that are compiled: the levels of a search, and a walk along known edges.

Only ``kernels`` loads this, where it is worth it. Words are single integers of fewer
than 64 bits here. Slots (a power of two of them, at least twice as many as words) hold
each word that is known at a place that follows from it; ``NONE`` where there is none.
"""

import numba
import numpy as np

__all__ = ["NONE", "enter", "hits", "level", "places_of", "walk"]

NONE = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
"""No word: words have fewer bits."""

_compiled = numba.njit(cache=True, nogil=True)


@_compiled
def _slot(word, slots):
    """Return the slot of a word, or the empty one where it belongs."""
    last = np.uint64(len(slots) - 1)
    mixed = (word ^ (word >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
    at = (mixed ^ (mixed >> np.uint64(29))) & last
    while slots[at] != word and slots[at] != NONE:
        at = (at + np.uint64(1)) & last
    return at


@_compiled
def enter(words, slots, places):
    """Enter words that are all different, each with its place among them."""
    for place in range(len(words)):
        slot = _slot(words[place], slots)
        slots[slot] = words[place]
        places[slot] = place


@_compiled
def hits(words, masks, matches, fields, offsets, starts, numbers, sizes, most):
    """Return where conditions are met and which, as ``Guards.hits`` before rows.

    Shapes: ``fields`` (fields, 2): shift and bits of those by which conditions are
    looked up; ``offsets`` (fields,): where the codes of each begin in ``starts``;
    ``numbers[starts[i]:starts[i + 1]]`` the conditions of a field and a code, the last
    of which are those of no field. ``sizes`` how many rows each condition has. Third
    how many rows that makes; with more than ``most`` nothing else is told.
    """
    counts = np.zeros(len(masks) + 1, np.int64)
    places = np.empty(0, np.int64)
    found = np.empty(0, np.int64)
    kinds, other, rows = len(fields), len(starts) - 2, 0
    for filling in range(2):
        for place in range(len(words)):
            word = words[place]
            for kind in range(kinds + 1):
                at = other
                if kind < kinds:
                    whole = (np.uint64(1) << np.uint64(fields[kind, 1])) - np.uint64(1)
                    code = (word >> np.uint64(fields[kind, 0])) & whole
                    at = offsets[kind] + np.int64(code)
                for index in range(starts[at], starts[at + 1]):
                    number = numbers[index]
                    if word & masks[number] == matches[number]:
                        if filling:
                            places[counts[number]] = place
                            found[counts[number]] = number
                            counts[number] += 1
                        else:
                            counts[number + 1] += 1
        if not filling:
            for number in range(len(masks)):
                rows += counts[number + 1] * sizes[number]
                counts[number + 1] += counts[number]
            if rows > most:
                break
            places = np.empty(counts[-1], np.int64)
            found = np.empty(counts[-1], np.int64)
    return places, found, rows


@_compiled
def level(store, parents, via, slots, size, first, places, rows, keep, put):
    """Enter the words after a level that are new, and return how many there are now.

    ``store`` holds the words in the order of discovery, ``size`` of them; ``places``
    count from ``first``; beside each stands the row that applies there.
    """
    for index in range(len(places)):
        origin, row = first + places[index], rows[index]
        word = store[origin] & keep[row] | put[row]
        slot = _slot(word, slots)
        if slots[slot] == NONE:
            slots[slot] = word
            store[size], parents[size], via[size] = word, origin, row
            size += 1
    return size


@_compiled
def places_of(words, slots, places, sources, rows, keep, put):
    """Return where the words stand that rows lead to from some of the words."""
    found = np.empty(len(rows), np.int64)
    for index in range(len(rows)):
        row = rows[index]
        word = words[sources[index]] & keep[row] | put[row]
        found[index] = places[_slot(word, slots)]
    return found


@_compiled
def walk(
    begin,
    goals,
    size,
    starts,
    targets,
    rows,
    plain,
    own_starts,
    own_targets,
    own_rows,
    limit,
):
    """Walk nodes (``state * size + configuration``) breadth first, as ``_Walk.run``.

    Of one level the steps along the slice come first, then those of their own edges.
    Returns nodes, parents and rows in the order of discovery, and whether all was seen.
    """
    every = len(goals)
    nodes = np.empty(every, np.int64)
    parents = np.empty(every, np.int64)
    via = np.empty(every, np.int64)
    seen = np.zeros(every, np.bool_)
    nodes[0], parents[0], via[0] = begin, -1, -1
    seen[begin] = True
    first, last, total = 0, 1, 0
    while first < last and total <= limit:
        stop = False
        for at in range(first, last):
            if goals[nodes[at]]:
                stop = True
                break
        if stop:
            break
        count = last
        for at in range(first, last):
            place = nodes[at] % size
            state = nodes[at] - place
            for edge in range(starts[place], starts[place + 1]):
                row = plain[rows[edge]]
                if row >= 0:
                    after = targets[edge] + state
                    if not seen[after]:
                        seen[after] = True
                        nodes[count], parents[count], via[count] = after, at, row
                        count += 1
        for at in range(first, last):
            node = nodes[at]
            for edge in range(own_starts[node], own_starts[node + 1]):
                after = own_targets[edge]
                if not seen[after]:
                    seen[after] = True
                    nodes[count], parents[count], via[count] = after, at, own_rows[edge]
                    count += 1
        first, last = last, count
        total += last - first
    return nodes[:last], parents[:last], via[:last], first == last
