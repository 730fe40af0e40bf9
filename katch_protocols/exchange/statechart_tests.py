"""Tests of a statechart: what must be so for a transition, either so or not."""

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

__all__ = [
    "All",
    "Any",
    "Did",
    "Has",
    "In",
    "Is",
    "No",
    "Recorded",
    "Test",
    "nodes_of",
]


class Is(Struct, frozen=True):
    """The fact has one of the values; ``unknown`` is one."""

    fact: str
    values: tuple[str, ...]


class Recorded(Struct, frozen=True):
    """The event states one of the values for the fact."""

    fact: str
    values: tuple[str, ...]


class Has(Struct, frozen=True):
    """The document exists."""

    document: str


class Did(Struct, frozen=True):
    """The activity was done."""

    activity: str


class In(Struct, frozen=True):
    """The state is active."""

    node: int


class No(Struct, frozen=True):
    """The test does not pass."""

    test: "Test"


class All(Struct, frozen=True):
    """Every one of the tests passes; none at all always do."""

    tests: tuple["Test", ...]


class Any(Struct, frozen=True):
    """One of the tests passes; none at all never do."""

    tests: tuple["Test", ...]


Test: TypeAlias = Is | Recorded | Has | Did | In | No | All | Any


def nodes_of(tests: list[Test]) -> Iterator[int]:
    """Yield the nodes that tests ask about."""
    while tests:
        match tests.pop():
            case In(node):
                yield node
            case No(test):
                tests.append(test)
            case All(inner) | Any(inner):
                tests += inner
            case _:
                pass
