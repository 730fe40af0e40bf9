"""A verdict of a slice is kept for all that see the same, and for nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.noun import FrozenDict
from katch_protocols.proofs import sentence_prover
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.proofs.kept.slices import slice_key
from tests.proofs.test_kept import InMemory, proofs, protocol_with, put_anew, some


def test_what_a_sentence_does_not_see_proves_no_slice_again() -> None:
    cache, name = InMemory(), "child_papers"
    every = put_anew(cache, some(), name)
    seen = cache.slices
    assert seen > 3
    protocol = some().protocols[name]
    whole = protocol.states["in_progress"]
    state = whole.states["papers_unchecked"]
    assert state.within is not None
    limit = Duration(amount=9, unit=Unit.DAYS)
    within = state.within.model_copy(update={"limit": limit})
    other = state.model_copy(update={"within": within})
    inside = FrozenDict({**whole.states, "papers_unchecked": other})
    changed_whole = whole.model_copy(update={"states": inside})
    states = FrozenDict({**protocol.states, "in_progress": changed_whole})
    after = protocol_with(some(), name, states=states)
    # The protocol is another one, so each sentence is asked; none sees the limit.
    assert put_anew(cache, after, name) == every
    assert cache.slices == seen
    with keeping(cache):
        kept = proofs(after, name)
    assert kept == proofs(after, name)


def test_a_verdict_of_a_slice_depends_on_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every number and letter counts: none may be left out of the digest."""
    products: list[tuple[Any, ...]] = []

    def spied(*told: Any) -> str:
        products.append(told)
        return ""

    monkeypatch.setattr(sentence_prover, "slice_key", spied)
    proofs(some(), "child_papers")
    with keeping(InMemory()):
        for product, until, *asked in products[:5]:
            keys = [slice_key(product, until, *asked)]
            keys += [slice_key(each, until, *asked) for each in others_than(product)]
            keys += [slice_key(product, [*until, (1, 1)], *asked)]
            keys += [slice_key(product, until, *asked, 1)]
            assert len(set(keys)) == len(keys)
            assert keys[0] == slice_key(product, until, *asked)


def others_than(product: Any) -> Iterator[Any]:
    """Yield products that differ in one thing that a verdict may depend on."""
    table, (row, *rows) = product.table, product.table.rows
    for name in ("mask", "match", "clear", "set"):
        other = replace(row, **{name: getattr(row, name) ^ 1 << 70})
        yield replace(product, table=replace(table, rows=(other, *rows)))
    yield replace(product, table=replace(table, initial=table.initial ^ 1))
    yield replace(product, read=((*product.read[0], "x"), *product.read[1:]))
    yield replace(product, started=(*product.started, "x"))
    yield replace(product, cone=product.cone ^ 1)
    yield replace(product, field=replace(product.field, shift=99))
