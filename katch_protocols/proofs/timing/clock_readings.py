"""What clocks may read together: bounds on the difference of each two of them.

Difference-bound matrices (Dill; Bengtsson and Yi, *Timed automata: semantics,
algorithms and tools*), as plain numbers: in one configuration few clocks count, and of
so few an array would cost more than it holds. The clock 0 stands still at zero; all
times are minutes. No function changes a matrix that it is given.
"""

from collections.abc import Sequence
from itertools import chain
from operator import le

__all__ = [
    "FREE",
    "UNKNOWN",
    "Matrix",
    "carried",
    "holds",
    "later",
    "narrow",
    "widened",
]

FREE = 1 << 40
"""No bound."""

UNKNOWN = -1
"""Instead of the number of a clock before a step: nothing is known of what it reads."""

_Row = tuple[int, ...]

Matrix = tuple[_Row, ...]
"""Shape (clocks, clocks): by how much the first is ahead of the second, at most.

As tight as can be: no two bounds together say more than one that stands here.
"""


def narrow(bounds: Matrix, one: int, other: int, span: int) -> Matrix | None:
    """Demand that clock ``one`` is at most ``span`` ahead of ``other``.

    ``None``: no reading is left.
    """
    onward = bounds[other]
    if onward[one] + span < 0:
        return None
    if span >= bounds[one][other]:
        return bounds
    return tuple([_least(row, row[one], span, onward) for row in bounds])


def _least(row: _Row, way: int, span: int, onward: _Row) -> _Row:
    """Return the least of a row and of a way, a span and what follows them."""
    if way >= FREE:
        return row
    way += span
    return tuple(
        [
            each if more >= FREE or each <= way + more else way + more
            for each, more in zip(row, onward, strict=True)
        ]
    )


def carried(bounds: Matrix, before: Sequence[int]) -> Matrix:
    """Return what the clocks after a step read, at once.

    ``before`` is the number of each before it: 0 for one that starts with the step,
    ``UNKNOWN`` for one that nothing is known of. The others are forgotten.
    """
    return tuple(
        _carried(bounds[number], number, at, before) for at, number in enumerate(before)
    )


def _carried(row: _Row, number: int, at: int, before: Sequence[int]) -> _Row:
    """Return the row of the clock ``at``, which was ``number``, after a step."""
    if number == UNKNOWN:
        return tuple([0 if each == at else FREE for each in range(len(before))])
    # A clock of which nothing is known may still read zero.
    found = [row[0] if each == UNKNOWN else row[each] for each in before]
    found[at] = 0
    return tuple(found)


def later(bounds: Matrix) -> Matrix:
    """Return what the clocks read after any time."""
    still, *others = bounds
    return (still, *((FREE, *row[1:]) for row in others))


def widened(bounds: Matrix, largest: Sequence[int]) -> Matrix:
    """Forget by how much a reading is beyond all limits; so matrices are finite.

    ``largest`` is for each clock the first reading from which all are alike.
    """
    smallest = [-each for each in largest]
    found = [
        tuple(
            FREE if bound > most else max(bound, least)
            for bound, least in zip(row, smallest, strict=True)
        )
        for row, most in zip(bounds, largest, strict=True)
    ]
    # A row of which nothing was forgotten is as tight as it can be.
    wider = [at for at, row in enumerate(found) if row != bounds[at]]
    for by in range(len(found)):
        for at in wider:
            found[at] = _least(found[at], found[at][by], 0, found[by])
    return tuple(found)


def holds(one: Matrix, other: Matrix) -> bool:
    """Tell whether every reading of the other is one of the first."""
    if one is other:
        return True
    return all(map(le, chain.from_iterable(other), chain.from_iterable(one)))
