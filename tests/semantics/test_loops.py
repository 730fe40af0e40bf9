"""Compiled loops against arrays: the same configurations, in the same order."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np
import pytest

from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.semantics import compiled_search, kernels
from katch_protocols.semantics import explore as exploring
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.guards import Guards
from katch_protocols.semantics.kernels import Loops, loops
from katch_protocols.semantics.table import Table
from tests.semantics.compiled import compiled_loops, using
from tests.semantics.test_explore import strands
from tests.shipped import reading


@contextmanager
def searching(found: Loops | None) -> Iterator[None]:
    """Search by these loops from the first level on, or by arrays alone."""
    with using(found), patch.object(exploring.Few, "run", lambda *_: None):
        yield


def both(table: Table, limit: int, until: tuple[tuple[int, int], ...] = ()) -> None:
    with searching(None):
        plain = explore(table, limit=limit, until=until)
        steps = plain.steps() if plain.exhausted else ()
    with searching(compiled_loops()):
        quick = explore(table, limit=limit, until=until)
        again = quick.noted or ()
        found = quick._found_steps() if quick.exhausted else ()
    assert same(plain, quick)
    assert quick.exhausted is plain.exhausted
    for other in (again, found):
        assert all(map(np.array_equal, steps, other))
        assert len(steps) == len(other)


def parts_of(table: Table) -> int:
    return -(-table.layout.width // 64)


def same(one: Exploration, other: Exploration) -> bool:
    parts = ("words", "parents", "via", "fired")
    return all(np.array_equal(getattr(one, p), getattr(other, p)) for p in parts)


@pytest.mark.parametrize(
    "name",
    [
        "champion_outreach",
        "change_of_place",
        "identification_child_tip",
        "child_papers",
    ],
)
def test_loops_find_what_arrays_find(name: str) -> None:
    handbook = reading().sound()
    table = compile_chart(chart(handbook.protocols[name], handbook))
    assert Guards.of(table, parts_of(table)).is_narrow
    for limit in (40, 300, 20_000):
        both(table, limit)
    both(table, 20_000, table.final)


def test_steps_are_noted_of_the_first_words_as_well() -> None:
    """They were found one by one, before there was work for the loops."""
    with using(compiled_loops()):
        found = explore(strands(5, 7))
    assert found.noted is not None
    assert all(map(np.array_equal, found.noted, found._found_steps()))
    # Each strand goes on from seven states, wherever the others are.
    assert len(found.noted.rows) == 5 * 7 * 8**4


def test_of_many_words_no_steps_are_noted() -> None:
    with using(compiled_loops()), patch.object(compiled_search, "MOST_NOTED", 100):
        found = explore(strands(5, 7))
    assert found.noted is None
    assert len(found.steps().rows) == 5 * 7 * 8**4


@pytest.mark.parametrize("parts", [1, 2])
def test_a_word_of_nothing_but_ones_is_a_word(parts: int) -> None:
    ones = (1 << 64) - 1
    words = np.array([[7] * parts, [ones] * parts, [7] * parts, [ones] * parts], "u8")
    firsts, numbers = compiled_loops().number(words, np.full(parts, ones, "u8"))
    assert firsts.tolist() == [0, 1]
    assert numbers.tolist() == [0, 1, 0, 1]


def test_room_is_made_for_whatever_conditions_are_met() -> None:
    handbook = reading().sound()
    name = "change_of_place"
    table = compile_chart(chart(handbook.protocols[name], handbook))
    with patch.object(kernels, "_EACH", 0):
        both(table, 20_000)


def test_a_level_that_leads_to_too_much_is_cut_as_by_arrays() -> None:
    lines = "".join(
        f"      s{n}:\n        initial: a{n}\n        states:\n"
        f"          a{n}: {{title: A, activities: {{go{n}: {{by: w, to: b{n}}}}}}}\n"
        f"          b{n}: {{title: B}}\n"
        for n in range(14)
    )
    text = (
        "protocol: p\ntitle: P\ninitial: all\nstates:\n  all:\n    title: All\n"
        f"    parallel:\n{lines}"
    )
    handbook = read_texts({"handbook.yaml": "handbook: x\n", "p.yaml": text}).handbook
    assert handbook is not None
    table = compile_chart(chart(handbook.protocols["p"], handbook))
    for limit in (1, 20, 200):
        both(table, limit)


def test_nothing_is_loaded_for_little_work() -> None:
    compiled_loops()
    with patch.object(kernels, "_LOADER", kernels._LoopLoader()):
        assert loops(kernels.LOADING - 1) is None
        assert loops(2) is not None
