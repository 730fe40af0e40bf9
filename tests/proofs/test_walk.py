"""Compiled loops that walk the graph of a slice, against arrays; where rows overlap."""

import numpy as np
from hypothesis import HealthCheck, assume, given, note, reject, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.proofs.abstraction.own_edges import own_edges
from katch_protocols.proofs.abstraction.slice_walk import walk
from katch_protocols.proofs.abstraction.slicing import slice_product
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import (
    Automaton,
    Product,
    Watcher,
    broken,
    watch,
)
from katch_protocols.proofs.kinds.patterns import pattern
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.semantics.events import ChartEvent, UndefinedError
from katch_protocols.semantics.explore import Exploration
from katch_protocols.sentences.text import print_safeguard
from tests.proofs.random_worlds import OTHERS, random_worlds, sentences
from tests.semantics.compiled import compiled_loops, using
from tests.semantics.small import handbook, protocol


def drawn(data: st.DataObject) -> tuple[ProofSession, Product]:
    """Return a protocol, and the sliced product of a sentence."""
    world = data.draw(random_worlds())
    assume(not world.study.is_vast)
    rule = data.draw(sentences(data.draw(st.sampled_from(list(OTHERS))), world))
    note(print_safeguard(rule))
    try:
        found = pattern(rule, world.study)
    except UndefinedError:
        reject()
    watcher = Watcher(found.automaton, found.slots)
    whole = watch(world.study.table_for(watcher.asks), watcher)
    keep = data.draw(st.sampled_from([None, found.trigger]))
    return world.study, slice_product(whole, [whole.field.mask], keep=keep)


def steps_of(found: Exploration) -> set[tuple[int, ...]]:
    return set(zip(*(each.tolist() for each in found.steps()), strict=True))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_compiled_loops_walk_as_arrays_do(data: st.DataObject) -> None:
    study, product = drawn(data)
    table = study.table_for(())
    assume(product.field.shift == table.layout.width)
    graph = study.graph(table, product.cone & ~product.field.mask)
    assert graph is not None
    until = broken(product) if data.draw(st.booleans()) else []
    limit = data.draw(st.sampled_from([0, 1, 5, 100_000]))
    with using(None):
        plain = walk(graph, product, limit=limit, until=until)
    with using(compiled_loops()):
        quick = walk(graph, product, limit=limit, until=until)
    for part in ("words", "parents", "via", "fired"):
        assert np.array_equal(getattr(plain, part), getattr(quick, part)), part
    assert plain.exhausted is quick.exhausted
    if plain.exhausted:
        assert steps_of(plain) == steps_of(quick)
        taken = np.zeros(len(product.table.rows), np.bool_)
        taken[quick.steps().rows] = True
        assert taken.tolist() == quick.fired.tolist()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_own_edges_are_where_each_row_applies_in_the_order_of_the_rows(
    data: st.DataObject,
) -> None:
    study, product = drawn(data)
    table = study.table_for(())
    field = product.field
    assume(field.shift == table.layout.width)
    graph = study.graph(table, product.cone & ~field.mask)
    assert graph is not None
    rows = product.table.rows
    own = own_edges(graph, product, range(len(rows)))
    found = [
        (place, int(state), int(own.rows[own.groups[edge], state]))
        for place in range(len(graph.explored))
        for edge in range(own.starts[place], own.starts[place + 1])
        for state in np.flatnonzero(own.rows[own.groups[edge]] >= 0)
    ]
    words = graph.explored.every_word()
    expected = [
        (place, state, index)
        for place, word in enumerate(words)
        for index, row in enumerate(rows)
        for state in range(len(field.values))
        if row.applies(word | state << field.shift)
    ]
    assert sorted(found) == sorted(expected)
    for place in range(len(graph.explored)):
        for state in range(len(field.values)):
            here = [index for at, code, index in found if (at, code) == (place, state)]
            assert here == sorted(here)


def test_rows_of_one_state_that_look_alike_are_of_two_groups() -> None:
    activities = {name: {"to": "t"} for name in "ab"}
    states = {"s": {"activities": activities}, "t": {}}
    book = handbook(protocol(initial="s", states=states))
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    read = (("x", "a"), ("x", "b"), ("y", "b"))
    slots = tuple(Slot(letter, ChartEvent.doing(name)) for letter, name in read)
    automaton = Automaton(("0", "1", "2"), {("0", "x"): "1", ("1", "y"): "2"})
    whole = watch(study.table, Watcher(automaton, slots))
    product = slice_product(whole, [-1])
    graph = study.graph(study.table, product.cone & ~product.field.mask)
    assert graph is not None
    own = own_edges(graph, product, range(len(product.table.rows)))
    # In the last state both leave it as it is: there the first stands for both.
    assert own.after.tolist() == [[1, 1, 2], [2, 2, -1]]
    assert own.rows.tolist() == [[0, 1, 2], [3, 4, -1]]
    assert own.groups.tolist() == [0, 1]
    assert own.starts.tolist() == [0, 2, 2]
    assert [*own.targets] == [1, 1]
