"""Parts of graphs, ours, compiled and of networkx; and steps from some places."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.proofs.timing.counted_steps import CountedSteps
from katch_protocols.proofs.timing.loops import parts
from katch_protocols.semantics.arrays import numbered
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.semantics.compiled import compiled_loops
from tests.shipped import reading

DRAWN = settings(max_examples=30, deadline=None)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    size = draw(st.integers(1, 12))
    nodes = st.integers(0, size - 1)
    lines = draw(st.lists(st.lists(nodes, max_size=4), min_size=size, max_size=size))
    starts = np.cumsum([0, *map(len, lines)])
    targets = np.array([each for line in lines for each in line], np.int64)
    return starts, targets


@DRAWN
@given(graphs())
def test_parts_are_those_that_lead_to_each_other(
    graph: tuple[np.ndarray, np.ndarray],
) -> None:
    starts, targets = graph
    sources = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    peer = nx.DiGraph(zip(sources.tolist(), targets.tolist(), strict=True))
    peer.add_nodes_from(range(len(starts) - 1))
    number = parts(starts, targets)
    found = {frozenset(np.flatnonzero(number == n).tolist()) for n in set(number)}
    assert found == set(map(frozenset, nx.strongly_connected_components(peer)))
    # A part has a higher number than those that it leads to.
    assert (number[sources] >= number[targets]).all()


@DRAWN
@given(graphs())
def test_parts_are_numbered_alike_by_compiled_loops(
    graph: tuple[np.ndarray, np.ndarray],
) -> None:
    assert np.array_equal(parts(*graph), compiled_loops().part_of(*graph))


@DRAWN
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=9))
def test_alike_words_have_one_number(words: list[tuple[int, int]]) -> None:
    first, numbers = numbered(np.array(words, np.uint64).reshape(-1, 2))
    assert [words[at] for at in first[numbers]] == words
    assert len(first) == len(set(words))
    assert all(words.index(words[at]) == at for at in first)


@DRAWN
@given(graphs(), st.data())
def test_of_steps_that_are_alike_the_first_stays(
    graph: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    starts, targets = graph
    sources = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    weight = st.integers(0, 1)
    drawn = st.lists(weight, min_size=len(targets), max_size=len(targets))
    weights = np.array(data.draw(drawn), np.int64)
    rows = np.arange(len(targets))
    found = CountedSteps(starts, sources, targets, weights, rows).different()
    told: dict[tuple[int, int, int], int] = {}
    for row, step in enumerate(zip(sources, targets, weights, strict=True)):
        told.setdefault(tuple(map(int, step)), row)
    assert found.rows.tolist() == list(told.values())
    assert found.starts[-1] == len(told)


def test_steps_from_some_places_are_those_of_all_places() -> None:
    handbook = reading().sound()
    table = compile_chart(chart(handbook.protocols["child_papers"], handbook))
    explored = explore(table)
    every = explored.steps()
    for places in (np.arange(0, len(explored), 5), np.arange(len(explored))):
        kept = np.isin(every.sources, places)
        expected = set(zip(*(each[kept].tolist() for each in every), strict=True))
        some = explored.steps_from(places)
        assert set(zip(*(each.tolist() for each in some), strict=True)) == expected
        assert len(some.sources) == int(kept.sum())
