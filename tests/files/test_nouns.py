"""Nouns are compared by value, and what is equal is one in a set."""

import pytest

from katch_protocols.model.noun import EMPTY, FrozenDict, Label


def test_a_mapping_is_one_with_its_equal_in_whatever_order() -> None:
    one, other = FrozenDict(a=1, b=2), FrozenDict(b=2, a=1)
    assert {one, other} == {one}
    assert {one, FrozenDict(a=1, b=3), EMPTY} == {EMPTY, FrozenDict(b=3, a=1), other}


def test_a_noun_that_holds_mappings_is_one_with_its_equal() -> None:
    assert {Label.of(en="Health"), Label.of(en="Health")} == {Label.of(en="Health")}


def test_a_mapping_of_what_can_be_changed_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(FrozenDict(a=[]))
