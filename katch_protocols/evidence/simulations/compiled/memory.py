"""What happens when, and what is told: the heap of a compiled run, and its records."""

from collections.abc import Callable
from inspect import isfunction, signature
from typing import Any, cast

import numba
import numpy as np

from katch_protocols.evidence.simulations.compiled.layout import SEQ_BITS, C, H
from katch_protocols.evidence.simulations.engine.store import RECORD_WIDTH

__all__ = [
    "HOW",
    "append",
    "begins",
    "case_at",
    "compiled",
    "mix",
    "pick",
    "pop",
    "push",
    "tell",
]


HOW: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    "_nrt": False,
}
"""What is compiled makes no arrays, so numba need not count who refers to them."""

_INSIDE = HOW | {"no_cpython_wrapper": True}


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function of arrays ``m`` and ``p`` and else whole numbers, when asked.

    Its types are said here: else it would be compiled for each constant that it is
    called with. An array is where it ``begins``, nothing else: numba would hand on
    seven numbers of it, and ask of each place whether it is counted from the end.
    ``loop.run`` alone is kept, with all that it calls, and called by Python.
    """
    found: Any = numba.njit(**_INSIDE)(function)
    if isfunction(found):  # numba is told to compile nothing
        return found
    whole, pointer = numba.int64, cast("Any", numba.types.CPointer)
    array = pointer(whole)
    names = signature(function).parameters
    types = tuple(array if name in {"m", "p"} else whole for name in names)
    usual = found.get_call_template

    def declared(args: Any, kws: Any) -> Any:
        if not found.signatures:
            found.compile(types)
            found.disable_compile()
        return usual(args, kws)

    found.get_call_template = declared
    return found


@compiled
def _same(m):
    return m


_IS_COMPILED = not isfunction(_same)


@numba.njit(**HOW)
def begins(array):
    """Return where an array begins; it must be kept as long as that is used."""
    return _same(array.ctypes) if _IS_COMPILED else array


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _1 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(1)


@compiled
def mix(key, part):
    """Return the key that is ``key`` and ``part`` together: 63 bits."""
    z = np.uint64(key) + _GOLDEN * (np.uint64(part) + _1)
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return np.int64((z ^ (z >> _31)) >> _1)


@compiled
def pick(drawn, total):
    """Return a whole number below ``total``, each as likely."""
    return ((drawn >> 31) * total) >> 32


@compiled
def quantile(p, drawn, at):
    """Return a length of time from a table of quantiles that begins at ``at``."""
    high = drawn >> 31
    place, rest = at + (high >> 22), high & 0x3FFFFF
    low = p[place]
    return low + (((p[place + 1] - low) * rest + 0x200000) >> 22)


@compiled
def case_at(m, case):
    """Return where a case begins."""
    return m[H.cases_at] + case * m[H.case_width]


@compiled
def append(m, count, most, at, width):
    """Return where a new row of a part begins: of its count, most and beginning."""
    n = m[count]
    if n >= m[most]:
        m[H.full] = count
        return m[at] + m[most] * width
    m[count] = n + 1
    return m[at] + n * width


@compiled
def push(m, at, kind, a, b):
    """Let something happen at an instant; of one instant, in the order of pushing.

    Of an event there is its instant before its number, what it is of, and a serial
    before its kind.
    """
    place = m[H.heap_n]
    m[H.seq] += 1
    if place >= m[H.heap_most]:
        m[H.full] = H.heap_n
        return
    if at > m[H.horizon]:
        return
    order, base = at << SEQ_BITS | m[H.seq], m[H.heap_at]
    m[H.heap_n] = place + 1
    while place:
        above = (place - 1) >> 1
        there = base + 3 * above
        if m[there] < order:
            break
        row = base + 3 * place
        m[row], m[row + 1], m[row + 2] = m[there], m[there + 1], m[there + 2]
        place = above
    row = base + 3 * place
    m[row], m[row + 1], m[row + 2] = order, a, b << 3 | kind


@compiled
def pop(m):
    """Take what happens next from the heap: it stands in the head then."""
    base = m[H.heap_at]
    m[H.at], m[H.a] = m[base] >> SEQ_BITS, m[base + 1]
    m[H.kind], m[H.b] = m[base + 2] & 7, m[base + 2] >> 3
    last = m[H.heap_n] - 1
    m[H.heap_n] = last
    end, place = base + 3 * last, 0
    order = m[end]
    while True:
        child = 2 * place + 1
        if child >= last:
            break
        there = base + 3 * child
        if child + 1 < last and m[there + 3] < m[there]:
            child, there = child + 1, there + 3
        if order < m[there]:
            break
        row = base + 3 * place
        m[row], m[row + 1], m[row + 2] = m[there], m[there + 1], m[there + 2]
        place = child
    row = base + 3 * place
    m[row], m[row + 1], m[row + 2] = order, m[end + 1], m[end + 2]


@compiled
def tell(m, kind, case, what, value, kept):
    """Tell one thing of a case."""
    at = append(m, H.record_n, H.record_most, H.record_at, RECORD_WIDTH)
    row = case_at(m, case)
    m[at], m[at + 1], m[at + 2] = kind, m[row + C.number], m[row + C.opened]
    m[at + 3], m[at + 4], m[at + 5] = what, value, kept
    m[at + 6], m[at + 7] = m[H.now], m[row + C.serial]
