"""The loops over words that are compiled: levels of a search, what lies where.

Only ``kernels`` calls them. Words are rows of one part or two. Slots (a power of two of
them, at least twice as many as words) tell of each word that is known where it stands,
in a slot that follows from the word; in the others is ``EMPTY``. What a loop finds it
writes into arrays that it is given.
"""

from collections.abc import Mapping

import numpy as np

from katch_protocols.semantics.loop_calls import Array, Taken

__all__ = ["EMPTY", "LOOPS"]

EMPTY = -1
"""Where no word stands."""

_WORDS = Array("uint64", 2)
_PLACES = Array("int64")
_SLOTS = Array("int32")
_PAIRS = Array("int64", 2)

LOOPS: Mapping[str, tuple[Taken, ...]] = {
    "enter": (_WORDS, _SLOTS),
    "hits": (_WORDS, _WORDS, _WORDS, _PAIRS, *[_PLACES] * 6),
    "grouped": (_PLACES,) * 4,
    "inside": (_WORDS, *[Array("uint64")] * 2, _PLACES),
    "level": (
        _WORDS,
        *[_PLACES] * 2,
        _SLOTS,
        int,
        *[_PLACES] * 2,
        *[_WORDS] * 2,
        _PLACES,
    ),
    "places_of": (_WORDS, _SLOTS, *[_PLACES] * 2, *[_WORDS] * 2, _PLACES),
    "number": (_WORDS, _SLOTS, *[_PLACES] * 2),
}
"""What each loop takes."""


def _mixed(word):
    """Return a number that follows from all bits of a part."""
    mixed = (word ^ (word >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(29))


def _slot(low, high, words, slots):
    """Return the slot of a word, or the empty one where it belongs."""
    last = np.uint64(len(slots) - 1)
    if words.shape[1] == 1:
        at = _mixed(low) & last
        while slots[at] != EMPTY and words[slots[at], 0] != low:
            at = (at + np.uint64(1)) & last
        return at
    at = _mixed(low ^ _mixed(high)) & last
    while slots[at] != EMPTY and (
        words[slots[at], 0] != low or words[slots[at], 1] != high
    ):
        at = (at + np.uint64(1)) & last
    return at


def enter(words, slots):
    """Enter words that are all different."""
    high, last = np.uint64(0), np.uint64(len(slots) - 1)
    for place in range(len(words)):
        low = words[place, 0]
        if words.shape[1] > 1:
            high = _mixed(words[place, 1])
        at = _mixed(low ^ high) & last
        while slots[at] != EMPTY:
            at = (at + np.uint64(1)) & last
        slots[at] = place
    return 0


def _code(low, high, shift, bits):
    """Return the code of a field in a word."""
    code = high >> np.uint64(shift - 64) if shift >= 64 else low >> np.uint64(shift)
    if shift < 64 < shift + bits:
        code |= high << np.uint64(64 - shift)
    return np.int64(code & ((np.uint64(1) << np.uint64(bits)) - np.uint64(1)))


def hits(
    words, masks, matches, fields, offsets, starts, numbers, counts, places, found
):
    """Write where conditions are met and which, by place; return how often in all.

    Shapes: ``fields`` (fields, 2): shift and bits of those by which conditions are
    looked up; ``offsets`` (fields,): where the codes of each begin in ``starts``;
    ``numbers[starts[i]:starts[i + 1]]`` the conditions of a field and a code, the last
    of which are those of no field; ``counts`` (conditions,): how often each is met.
    Without room in ``places`` and ``found`` they are counted alone.
    """
    kinds, other = len(fields), len(starts) - 2
    wide, high = words.shape[1] > 1, np.uint64(0)
    room, count = len(places), 0
    for place in range(len(words)):
        low = words[place, 0]
        if wide:
            high = words[place, 1]
        for kind in range(kinds + 1):
            at = other
            if kind < kinds:
                code = _code(low, high, fields[kind, 0], fields[kind, 1])
                at = offsets[kind] + code
            for index in range(starts[at], starts[at + 1]):
                number = numbers[index]
                if low & masks[number, 0] != matches[number, 0]:
                    continue
                if wide and high & masks[number, 1] != matches[number, 1]:
                    continue
                if count < room:
                    places[count], found[count] = place, number
                counts[number] += 1
                count += 1
    return count


def grouped(places, found, firsts, by_number):
    """Write places by the number that was found there, in order.

    ``firsts`` (numbers,): where the next place of each belongs.
    """
    for index in range(len(by_number)):
        number = found[index]
        by_number[firsts[number]] = places[index]
        firsts[number] += 1
    return 0


def inside(words, mask, match, found):
    """Write which words lie in a cube, in order; return how many there are.

    Of a part that the mask does not touch, nothing is asked.
    """
    count, low = 0, mask[0]
    wanted = match[0] if low else low
    for place in range(len(words)):
        lies = words[place, 0] & low == wanted
        for part in range(1, len(mask)):
            if mask[part]:
                lies &= words[place, part] & mask[part] == match[part]
        found[count] = place
        count += lies
    return count


def level(store, parents, via, slots, size, origins, rows, keep, put, targets):
    """Enter the words after a level that are new, and return how many there are now.

    ``store`` holds the words in the order of discovery, ``size`` of them; beside each
    of the level, at ``origins``, stands the row that applies there. Where each
    leads to is written to ``targets``, unless that is empty.
    """
    wide, high = store.shape[1] > 1, np.uint64(0)
    telling = len(targets) > 0
    for index in range(len(origins)):
        origin, row = origins[index], rows[index]
        low = store[origin, 0] & keep[row, 0] | put[row, 0]
        if wide:
            high = store[origin, 1] & keep[row, 1] | put[row, 1]
        slot = _slot(low, high, store, slots)
        if slots[slot] == EMPTY:
            store[size, 0] = low
            if wide:
                store[size, 1] = high
            parents[size], via[size] = origin, row
            slots[slot] = size
            size += 1
        if telling:
            targets[index] = slots[slot]
    return size


def places_of(words, slots, sources, rows, keep, put, found):
    """Find where the words stand that rows lead to from some of the words."""
    wide, high = words.shape[1] > 1, np.uint64(0)
    for index in range(len(rows)):
        source, row = sources[index], rows[index]
        low = words[source, 0] & keep[row, 0] | put[row, 0]
        if wide:
            high = words[source, 1] & keep[row, 1] | put[row, 1]
        found[index] = slots[_slot(low, high, words, slots)]
    return 0


def number(words, slots, firsts, numbers):
    """Number words, alike ones alike, in the order of the first ones.

    Writes where the first of each stands, and the number of each word; returns how many
    numbers there are. The slots are empty.
    """
    wide, high, count = words.shape[1] > 1, np.uint64(0), 0
    for place in range(len(words)):
        low = words[place, 0]
        if wide:
            high = words[place, 1]
        slot = _slot(low, high, words, slots)
        if slots[slot] == EMPTY:
            slots[slot], firsts[count] = place, place
            numbers[place] = count
            count += 1
        else:
            numbers[place] = numbers[slots[slot]]
    return count
