"""Lists of moments, the path, injects, pictograms: each is one thing of its list."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from katch_protocols.changes.nouns import Written
from katch_protocols.findings import Path
from katch_protocols.model.path import AtMoment

__all__ = ["moments"]

Moments = tuple[AtMoment, ...]
Differences = Callable[[object, object, Path], Iterable[Written]]

_ALIKE: tuple[Callable[[AtMoment], object], ...] = (
    lambda each: each,
    lambda each: each.at,
    lambda each: each.model_copy(update={"at": ""}),
)
"""Two moments are one: with all that they say, where they are, with all but that."""


def moments(
    before: Moments, after: Moments, path: Path, differences: Differences
) -> Iterator[Written]:
    """Yield what differs between two lists, as few changes as can be.

    ``differences`` tells those of one moment. That the order is another is told once.
    """
    pairs = _paired(before, after)
    back = {new: old for old, new in pairs.items()}
    for new, other in enumerate(after):
        if new not in back:
            yield Written((*path, new), None, other)
            continue
        old = back[new]
        for each in differences(before[old], other, (*path, new)):
            start = (*path, old, *each.path[len(path) + 1 :])
            yield each if old == new else replace(each, origin=start)
    for old, one in enumerate(before):
        if old not in pairs:
            yield Written((*path, old), one, None)
    if [*pairs] != sorted(pairs):
        were = tuple(before[old] for old in sorted(pairs))
        yield Written(path, were, tuple(after[new] for new in back))


def _paired(before: Sequence[AtMoment], after: Sequence[AtMoment]) -> dict[int, int]:
    """Pair moments that are alike, the most alike first.

    Return the place in the later list by that in the earlier one, in the later order.
    """
    found: dict[int, int] = {}
    for alike in _ALIKE:
        taken = {*found.values()}
        left: dict[str, list[int]] = {}
        for old, one in enumerate(before):
            if old not in found:
                left.setdefault(repr(alike(one)), []).append(old)
        for new, other in enumerate(after):
            same = left.get(repr(alike(other)))
            if new not in taken and same:
                found[same.pop(0)] = new
    return dict(sorted(found.items(), key=lambda pair: pair[1]))
