"""All configurations: against a plain search over whole numbers."""

from collections import deque
from gc import collect
from typing import Any
from weakref import ref

import numpy as np
import pytest

from katch_protocols.semantics import first_levels
from katch_protocols.semantics.arrays import field_codes
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.explored import explored
from katch_protocols.semantics.guards import Guards
from katch_protocols.semantics.layout import Field, FieldKind
from katch_protocols.semantics.table import Table
from tests.semantics.small import FINAL, fact, protocol, table_of


def strands(count: int, length: int) -> Table:
    def strand(number: int) -> dict[str, object]:
        states: dict[str, object] = {
            f"s{n}": {"activities": {f"a{number}_{n}": {"to": f"s{n + 1}"}}}
            for n in range(length)
        }
        return {"initial": "s0", "states": {**states, f"s{length}": FINAL}}

    return table_of(
        protocol(
            initial="p",
            states={
                "p": {
                    "parallel": {f"p{n}": strand(n) for n in range(count)},
                    "done": "end",
                },
                "end": FINAL,
            },
        )
    )


def plain_search(table: Table) -> dict[int, int]:
    """Return each reachable word with its distance from the start."""
    distance = {table.initial: 0}
    queue = deque([table.initial])
    while queue:
        word = queue.popleft()
        for row in table.possible(word):
            after = row.after(word)
            if after not in distance:
                distance[after] = distance[word] + 1
                queue.append(after)
    return distance


@pytest.mark.parametrize(("count", "length"), [(1, 3), (3, 2), (24, 1)])
def test_numbers_of_configurations_are_products(count: int, length: int) -> None:
    found = explore(strands(count, length), limit=20_000)
    if count < 24:
        assert found.exhausted
        assert len(found) == (length + 1) ** count
    else:
        assert not found.exhausted
        assert len(found) > 20_000


def test_a_path_is_shortest_and_leads_there() -> None:
    table = strands(3, 2)
    found = explore(table)
    distance = plain_search(table)
    assert {found.word(index) for index in range(len(found))} == set(distance)
    for index in range(len(found)):
        path = found.path(index)
        word = table.initial
        for row in path:
            assert row.applies(word)
            word = row.after(word)
        assert word == found.word(index)
        assert len(path) == distance[word]


def test_a_protocol_wider_than_64_bits_is_explored_the_same_way() -> None:
    facts = {f"f{n}": fact("a", "b", "c", "d", initially="d") for n in range(30)}
    acts = {f"set{n}": {"sets": {f"f{n}": "a"}} for n in range(30)}
    few = {name: acts[name] for name in ("set0", "set13", "set29")}
    idle = {f"use{n}": {"forgets": [f"f{n}"], "when": NEVER} for n in range(30)}
    table = table_of(
        protocol(
            initial="a", facts=facts, states={"a": {"activities": {**few, **idle}}}
        )
    )
    assert table.layout.width > 64
    found = explore(table)
    assert len(found) == 8
    assert {found.word(index) for index in range(8)} == set(plain_search(table))


NEVER = {"kind": "fact_known", "fact": "f0", "known": False}


@pytest.mark.parametrize("tests", [0, 40, 10**9])
def test_words_one_by_one_or_at_once_are_found_in_the_same_order(
    tests: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = strands(4, 3)
    plain = explore(table)
    monkeypatch.setattr(first_levels, "_TESTS", tests)
    found = explore(table)
    assert found.words.tolist() == plain.words.tolist()
    assert found.parents.tolist() == plain.parents.tolist()
    assert found.via.tolist() == plain.via.tolist()
    assert found.fired.tolist() == plain.fired.tolist()
    assert found.exhausted == plain.exhausted


def test_the_ends_of_a_protocol_are_found() -> None:
    table = strands(2, 1)
    found = explore(table)
    (end,) = found.ends()
    assert table.configuration(found.word(int(end))).states == ("end",)


def test_a_row_that_never_applies_has_not_fired() -> None:
    table = table_of(
        protocol(
            initial="a",
            states={
                "a": {"activities": {"go": {"to": "b"}}},
                "b": FINAL,
                "c": {"activities": {"never": {"to": "b"}}},
            },
        )
    )
    found = explore(table)
    assert [row.activity for row in table.rows] == ["go", "never"]
    assert found.fired.tolist() == [True, False]


def test_words_are_parted_by_a_field_without_losing_a_step() -> None:
    # Blocks of strands: rows ask only their own strand, and the top tells the block.
    states: dict[str, Any] = {"over": FINAL}
    for block in range(6):
        strands = {
            f"x{block}{strand}": {
                "initial": "u",
                "states": {
                    "u": {"activities": {f"go{block}{strand}": {"to": "v"}}},
                    "v": FINAL,
                },
            }
            for strand in range(3)
        }
        after = f"b{block + 1}" if block < 5 else "over"
        states[f"b{block}"] = {"parallel": strands, "done": after}
    table = table_of(protocol(initial="b0", states=states))
    guards = Guards.of(table, 1)
    assert [field for field, _ in guards.by_field] == [table.fields[0]]
    found = explore(table)
    words = plain_search(table)
    assert {found.word(index) for index in range(len(found))} == set(words)
    # Seven sets of finished strands in each block (all three leave it), and the end.
    assert len(words) == 6 * 7 + 1
    assert found.fired.all()


def test_every_step_is_found_at_once_as_row_by_row() -> None:
    table = strands(4, 3)
    found = explore(table)
    expected = [
        (source, index, target)
        for index, row in enumerate(table.rows)
        for source, target in zip(
            found.where(row.mask, row.match).tolist(),
            found.find(found.successors(row)[1]).tolist(),
            strict=True,
        )
    ]
    steps = found.steps()
    assert list(zip(*(each.tolist() for each in steps), strict=True)) == expected
    # Each strand can go on from each of three states; the last one ends the case.
    assert len(expected) == 4 * 3 * 4**3


def test_a_configuration_wider_than_64_bits_is_one_integer() -> None:
    table = strands(40, 2)
    found = explore(table, limit=200)
    assert table.layout.width > 64
    words = [found.word(index) for index in range(len(found))]
    assert found.every_word() == words
    assert max(words) >> 64


def test_a_code_is_read_across_the_border_of_two_parts() -> None:
    field = Field("f", FieldKind.FACT, 62, 4, tuple("abcdefghijklmnop"))
    words = [0b1011 << 62, (0b0110 << 62) | 5, 0]
    parts = np.array([[w & (1 << 64) - 1, w >> 64] for w in words], np.uint64)
    assert field_codes(parts, field).tolist() == [0b1011, 0b0110, 0]


def test_a_table_is_explored_once_for_all_who_look_at_it() -> None:
    table = strands(2, 3)
    found = explored(table, limit=100)
    assert found.words.tolist() == explore(table, limit=100).words.tolist()
    assert explored(table, limit=100) is found
    # All of its 16 configurations are within this limit too, but not within the other.
    assert explored(table, limit=50) is found
    assert explored(table, limit=5) is not found
    # An equal table is another one: its rows are others.
    assert explored(strands(2, 3), limit=100) is not found


@pytest.mark.usefixtures("new_garbage")
def test_an_exploration_that_nobody_holds_is_found_again() -> None:
    table = strands(2, 3)
    held = ref(explored(table, limit=100))
    collect()
    assert held() is None
    assert len(explored(table, limit=100)) == 4**2
