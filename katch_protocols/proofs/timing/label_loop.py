"""The search of ``worst_labels.py`` as a compiled loop: the same labels, in that order.

It is compiled (``semantics/object_code.py``). All that a label needs of a stage comes
as arrays (``label_search.py``).
"""

from collections.abc import Mapping

from katch_protocols.semantics.loop_calls import Array, Taken

__all__ = ["ENDED", "FULL", "LOOPS", "STOPPED"]

ENDED, FULL, STOPPED = 0, 1, 2
"""All was found; there is no room for more; a label is due beyond what was asked."""

_UNBOUNDED = 1 << 60
_TOGETHER = -1

_NUMBERS = Array("int64")
_PAIRS = Array("int64", 2)
_LISTS = (_NUMBERS, _NUMBERS)

LOOPS: Mapping[str, tuple[Taken, ...]] = {
    "search": (
        _NUMBERS,
        _NUMBERS,
        _LISTS,
        (_NUMBERS, _NUMBERS, _NUMBERS),
        _NUMBERS,
        *[(_PAIRS, _NUMBERS)] * 2,
        *[_LISTS] * 2,
        (_NUMBERS, _PAIRS, Array("bool"), _NUMBERS, _NUMBERS),
        (_NUMBERS, _NUMBERS, _NUMBERS),
        *[int] * 4,
        _NUMBERS,
    ),
}
"""What the loop takes."""


def _arrive(whole, kind, due, same, held, most, cap, times):
    """Write the times after a step, and return by when the case must go on."""
    spans, ends = due
    found = _UNBOUNDED
    for at in range(ends[kind], ends[kind + 1]):
        found = min(found, max(whole[spans[at, 0]], 0) + spans[at, 1])
    starts, ends = same
    for at in range(ends[kind], ends[kind + 1]):
        if whole[starts[at, 0]] < starts[at, 1]:
            found = min(found, most)
    if cap < found < _UNBOUNDED:
        found = cap
    starts, ends = held
    first = ends[kind]
    for at in range(first, ends[kind + 1]):
        times[at - first] = min(whole[starts[at]], found)
    return found


def _add(label, place, width, labels):
    """Keep the label after all that there are, unless one there is as late."""
    places, times, counts, onward, last = labels
    before, at = -1, last[place]
    while at >= 0:
        exceeded = True
        for each in range(width):
            if times[at, each] < times[label, each]:
                exceeded = False
                break
        if exceeded:
            return False
        at = onward[at]
    at = last[place]
    while at >= 0:
        exceeds = True
        for each in range(width):
            if times[label, each] < times[at, each]:
                exceeds = False
                break
        if exceeds:
            counts[at] = False
            if before < 0:
                last[place] = onward[at]
            else:
                onward[before] = onward[at]
        else:
            before = at
        at = onward[at]
    places[label], counts[label] = place, True
    onward[label], last[place] = last[place], label
    return True


def search(
    state,
    begun,
    together,
    graph,
    kinds,
    due,
    same,
    held,
    renewed,
    labels,
    ways,
    most,
    cap,
    beyond,
    stops,
    whole,
):
    """Go on with a search until it ends, stops or is full; return which.

    ``state``: how many labels there are, how many of them were gone on from, and how
    many have begun. ``whole``: of zeros, one for each clock that the stage starts.
    ``begun``: where the clock of the question starts, and the starts that come with it
    (``together``) where that matters. Each label stands at its number:
    where it is and its times (``labels``), its due, the label before it and the step
    that led there, or for a first one its number in ``begun`` (``ways``).
    """
    first, targets, moves = graph
    starts, ends = held
    renews, renew_ends = renewed
    with_event, with_ends = together
    times = labels[1]
    dues, before, via = ways
    count, looked = state[0], state[1]
    room = len(dues)
    while state[2] < len(begun):
        if count == room:
            state[0] = count
            return FULL
        at = state[2]
        state[2] += 1
        place = begun[at]
        kind = kinds[place]
        for each in range(with_ends[at], with_ends[at + 1]):
            whole[with_event[each]] = _TOGETHER
        dues[count] = _arrive(whole, kind, due, same, held, most, cap, times[count])
        for each in range(with_ends[at], with_ends[at + 1]):
            whole[with_event[each]] = 0
        if _add(count, place, ends[kind + 1] - ends[kind], labels):
            before[count], via[count] = -1, at
            count += 1
            if stops and dues[count - 1] > beyond:
                state[0] = count
                return STOPPED
    while looked < count:
        place = labels[0][looked]
        if count + first[place + 1] - first[place] > room:
            state[0], state[1] = count, looked
            return FULL
        label = looked
        looked += 1
        over = dues[label]
        if over > beyond or over >= _UNBOUNDED or not labels[2][label]:
            continue
        kind = kinds[place]
        for step in range(first[place], first[place + 1]):
            for at in range(ends[kind], ends[kind + 1]):
                whole[starts[at]] = times[label, at - ends[kind]]
            for at in range(renew_ends[moves[step]], renew_ends[moves[step] + 1]):
                whole[renews[at]] = over
            target = targets[step]
            there = kinds[target]
            dues[count] = _arrive(
                whole, there, due, same, held, most, cap, times[count]
            )
            for at in range(ends[kind], ends[kind + 1]):
                whole[starts[at]] = 0
            for at in range(renew_ends[moves[step]], renew_ends[moves[step] + 1]):
                whole[renews[at]] = 0
            if _add(count, target, ends[there + 1] - ends[there], labels):
                before[count], via[count] = label, step
                count += 1
                if stops and dues[count - 1] > beyond:
                    state[0], state[1] = count, looked
                    return STOPPED
    state[0], state[1] = count, looked
    return ENDED
