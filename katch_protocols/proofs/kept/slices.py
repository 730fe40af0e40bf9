"""Verdicts that follow from what a sentence sees, kept whatever else is written.

A sentence that holds is proved on a sliced product: words, rows and letters, and
nothing that they stand for. Its verdict lies under a digest of all of these, with
nothing left out: so a row that the sentence does not see, another limit or another
name proves nothing again. What is broken is proved anew, for its story is told in rows
of the whole protocol; and so is whatever was decided by more than the slice.
"""

import marshal
from collections.abc import Sequence
from hashlib import sha256

from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.proofs.kept.answer_cache import current
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.semantics.cubes import Cube

__all__ = ["SliceKey", "keep_verdict", "kept_verdict", "slice_key"]

SliceKey = str
"""The digest of all that a verdict depends on; empty where nothing is kept."""

_PLAIN = 0
"""The form of ``marshal`` in which equal values are equal bytes, and only these."""

_VERDICTS = {True: Verdict.HOLDS, False: Verdict.VACUOUS}

Part = str | int | None

Asked = Part | tuple[Part | tuple[Part, ...], ...]


def slice_key(product: Product, until: Sequence[Cube], *asked: Asked) -> SliceKey:
    """Return the digest of a product, of its goals and of what else is asked of it."""
    cache = current()
    if cache is None:
        return ""
    field = product.field
    rows = [
        (row.mask, row.match, row.clear, row.set, letters)
        for row, letters in zip(product.table.rows, product.read, strict=True)
    ]
    automaton = field.shift, field.bits, field.values, product.started
    begun = product.table.initial, product.cone
    told = "slice", cache.version, begun, automaton, rows, tuple(until), asked
    return sha256(marshal.dumps(told, _PLAIN)).hexdigest()


def kept_verdict(key: SliceKey) -> Answer | None:
    """Return the verdict that is kept under a digest, if there is one."""
    cache = current()
    told = cache.find(key) if cache is not None and key else None
    if told is None:
        return None
    holds, size = told.get("holds"), told.get("configurations")
    if not isinstance(holds, bool) or not isinstance(size, int):
        return None
    return Answer(_VERDICTS[holds], size)


def keep_verdict(key: SliceKey, answer: Answer) -> Answer:
    """Keep that a sentence holds, or that nothing tests it; return the answer."""
    cache = current()
    if cache is not None and key:
        holds = answer.verdict is Verdict.HOLDS
        plain = {"holds": holds, "configurations": answer.configurations}
        cache.put(key, plain)
    return answer
