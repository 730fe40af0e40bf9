"""Tests of a statechart: what must be so for a transition, either so or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

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


@dataclass(frozen=True)
class Is:
    """The fact has one of the values; ``unknown`` is one."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Recorded:
    """The event states one of the values for the fact."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Has:
    """The document exists."""

    document: str


@dataclass(frozen=True)
class Did:
    """The activity was done."""

    activity: str


@dataclass(frozen=True)
class In:
    """The state is active."""

    node: int


@dataclass(frozen=True)
class No:
    """The test does not pass."""

    test: "Test"


@dataclass(frozen=True)
class All:
    """Every one of the tests passes; none at all always do."""

    tests: tuple["Test", ...]


@dataclass(frozen=True)
class Any:
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
