"""Conditions of which no two can hold at once, those of which one always does.

And those that hold wherever another one does. Whoever reads how many cases there are
where danger is present, where it is absent, and in all, knows that the first two are no
more than all, and may know that they are all.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Not,
    Or,
)
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["are_all", "exclude", "implies", "parted"]

_T = TypeVar("_T")


def parted(
    some: Sequence[_T], exclude: Callable[[_T, _T], bool]
) -> Iterator[tuple[int, ...]]:
    """Yield those that exclude one another, by their places, two or more.

    Each two that do are among some; the next ones that all others exclude are taken.
    """
    others = [
        [place for place, each in enumerate(some) if exclude(each, one)] for one in some
    ]
    found: dict[tuple[int, ...], None] = {}
    for first, second in (
        (first, second)
        for first, near in enumerate(others)
        for second in near
        if first < second
    ):
        apart = [first, second]
        for place in others[first]:
            if all(place in others[one] for one in apart):
                apart.append(place)
        found[tuple(sorted(apart))] = None
    yield from found


def exclude(one: Condition, other: Condition) -> bool:
    """Tell whether it is seen of two conditions that they never hold at once."""
    return _excludes(one, other) or _excludes(other, one)


def _excludes(one: Condition, other: Condition) -> bool:
    if isinstance(one, And):
        return any(exclude(part, other) for part in one.parts)
    if isinstance(one, Or):
        return all(exclude(part, other) for part in one.parts)
    if isinstance(one, Not):
        return one.inner == other
    if not isinstance(one, FactIs | FactKnown) or not isinstance(
        other, FactIs | FactKnown
    ):
        return False
    return one.fact == other.fact and _parts_values(one, other)


def _parts_values(one: FactIs | FactKnown, other: FactIs | FactKnown) -> bool:
    """Tell whether no value of a fact passes two tests of it."""
    if isinstance(one, FactKnown):
        return not one.known and other != one
    if one.negated or isinstance(other, FactKnown):
        return False
    some, more = {*one.values}, {*other.values}
    return some <= more if other.negated else some.isdisjoint(more)


def implies(one: Condition, other: Condition) -> bool:
    """Tell whether it is seen that a condition holds wherever another one does.

    What is said of the value of a fact is not said where nobody knows it.
    """
    if isinstance(one, Or):
        return all(implies(part, other) for part in one.parts)
    if isinstance(other, And):
        return all(implies(one, part) for part in other.parts)
    if isinstance(one, And):
        return any(implies(part, other) for part in one.parts)
    if isinstance(other, Or):
        return any(implies(one, part) for part in other.parts)
    return one == other or _has_values(one, other)


def _has_values(one: Condition, other: Condition) -> bool:
    """Tell whether every value that passes one test of a fact passes another one."""
    if not isinstance(one, FactIs) or not isinstance(other, FactIs | FactKnown):
        return False
    if one.fact != other.fact:
        return False
    if isinstance(other, FactKnown):
        return other.known
    some, more = {*one.values}, {*other.values}
    is_some = some.isdisjoint(more) if other.negated else some <= more
    return is_some and not one.negated


def are_all(conditions: Sequence[Condition], handbook: Handbook) -> bool:
    """Tell whether one of conditions that exclude one another holds in every case.

    One is the opposite of the other; or of one fact, where it is known, they name every
    value.
    """
    facts = {each.fact for each in conditions if isinstance(each, FactIs)}
    if len(facts) != 1:
        kinds = {type(each) for each in conditions}
        return not facts and (Not in kinds or kinds == {FactKnown})
    (fact,) = facts
    named = [each for each in conditions if isinstance(each, FactIs)]
    if len(named) < len(conditions):
        return Not in {type(each) for each in conditions}
    if any(each.negated for each in named):
        return len({each.values for each in named}) == 1
    return _values(fact, handbook) <= {value for each in named for value in each.values}


def _values(fact: Id, handbook: Handbook) -> set[str]:
    """Return every value that a fact of that name has, in any protocol."""
    homes = [each.facts for each in handbook.protocols.values()]
    homes += [each.facts for each in handbook.fragments.values()]
    homes.append(handbook.facts)
    return {value for facts in homes if fact in facts for value in facts[fact].values}
