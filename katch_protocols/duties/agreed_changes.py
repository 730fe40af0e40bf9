"""What is gained, lost or moved since bodies agreed, activity by activity."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, cast

from msgspec import Struct

from katch_protocols.duties.agreed import Agreed
from katch_protocols.duties.agreed_records import PARTS, Record, several
from katch_protocols.model.noun import FrozenDict, Id

__all__ = ["AgreedChange", "FacetChange", "Turn", "agreed_changes", "parted"]


class Turn(StrEnum):
    """How a body stands to a part of a duty; ``OTHER``: it has it in another way."""

    GAINED = "gained"
    LOST = "lost"
    OTHER = "other"


class FacetChange(Struct, frozen=True):
    """One key of a record that changed alike for some bodies: items lost and gained.

    Of a part that a body gained or lost as a whole no items are told.
    """

    key: str
    turn: Turn
    lost: tuple[Any, ...]
    gained: tuple[Any, ...]
    bodies: tuple[Id, ...]


class AgreedChange(Struct, frozen=True):
    """What changed in one activity, and for which bodies; they must agree anew."""

    activity: str
    facets: tuple[FacetChange, ...]
    bodies: tuple[Id, ...]


def agreed_changes(before: Agreed, after: Agreed) -> tuple[AgreedChange, ...]:
    """Return what differs between what was agreed and what a protocol says now."""
    bodies = tuple(dict.fromkeys((*after, *before)))
    activities = dict.fromkeys(
        activity for each in (after, before) for by in each.values() for activity in by
    )
    found = (_change(activity, bodies, before, after) for activity in activities)
    return tuple(each for each in found if each is not None)


def _change(
    activity: str, bodies: tuple[Id, ...], before: Agreed, after: Agreed
) -> AgreedChange | None:
    grouped: dict[_Facet, list[Id]] = {}
    concerned: list[Id] = []
    for body in bodies:
        was = several(before.get(body, {}).get(activity))
        now = several(after.get(body, {}).get(activity))
        facets = [*_facets(was, now)]
        concerned += [body] if facets else []
        for facet in facets:
            grouped.setdefault(facet, []).append(body)
    if not concerned:
        return None
    changes = tuple(FacetChange(*key, tuple(who)) for key, who in grouped.items())
    return AgreedChange(activity, tuple(sorted(changes, key=_place)), tuple(concerned))


_ORDER = (*PARTS.values(), "holds")


def _place(change: FacetChange) -> tuple[int, int]:
    """Return where a change is told: parts first, in order, lost before gained."""
    known = change.key in _ORDER
    at = _ORDER.index(change.key) if known else len(_ORDER)
    return at, int(change.turn is not Turn.LOST)


_Facet = tuple[str, Turn, tuple[Any, ...], tuple[Any, ...]]


def _facets(was: tuple[Record, ...], now: tuple[Record, ...]) -> Sequence[_Facet]:
    """Return each key that differs between the records of one body.

    What belongs to a duty comes and goes with the part that a body has in it: of a body
    that gains or loses the part, only that is told.
    """
    had, has = [*map(_meant, was)], [*map(_meant, now)]
    lost = [each for each, meant in zip(was, had, strict=True) if meant not in has]
    gained = [each for each, meant in zip(now, has, strict=True) if meant not in had]
    found = [*_differing(lost, gained, was, now)]
    passed = {turn for key, turn, *_ in found if key in _PARTS}
    told = [
        (key, turn, *items)
        for key, turn, *items in found
        if key in _PARTS or turn is Turn.OTHER or turn not in passed
    ]
    if not told and (lost or gained):
        told.append((_TOGETHER, Turn.OTHER, (), ()))
    return cast("list[_Facet]", told)


def _differing(
    lost: list[Record],
    gained: list[Record],
    was: tuple[Record, ...],
    now: tuple[Record, ...],
) -> Iterator[_Facet]:
    for key in dict.fromkeys(key for each in (*gained, *lost) for key in each):
        old, new = _items(lost, key), _items(gained, key)
        if key == _STEPS:
            kinds = {*map(_kind, lost)} & {*map(_kind, gained)}
            old, new = (
                _items([each for each in found if _kind(each) in kinds], key)
                for found in (lost, gained)
            )
        less = tuple(each for each in old if each not in new)
        more = tuple(each for each in new if each not in old)
        if not less and not more:
            continue
        turn = _turn(key, was, now)
        if turn is not Turn.OTHER and key in _PARTS:
            less = more = ()
        yield key, turn, less, more


_PARTS = frozenset(PARTS.values())

_STEPS = "steps"
"""The key of for how many steps a record is; of one that is new it tells no change."""


def _kind(record: Record) -> frozenset[str]:
    """Return what a record is about: the parts of a body, else all of its keys."""
    return frozenset(record.keys() & _PARTS) or frozenset(record.keys() - {_STEPS})


_TOGETHER = "together"
"""The key of a change in which all stays, but no longer at the same steps."""


def _meant(record: Record) -> Mapping[str, frozenset[Any]]:
    """Return a record in which the order of items does not count."""
    return {
        key: frozenset(map(_hashable, several(each))) for key, each in record.items()
    }


def _items(records: list[Record], key: str) -> tuple[Any, ...]:
    found = (item for each in records for item in several(each.get(key)))
    return tuple(dict.fromkeys(map(_hashable, found)))


def _hashable(item: Any) -> Any:  # noqa: ANN401 - plain data
    """Return an item that can be compared: a mapping by its pairs."""
    if isinstance(item, Mapping):
        return _Pairs((key, _hashable(each)) for key, each in item.items())
    if isinstance(item, (tuple, list)):
        return tuple(sorted(map(_hashable, item), key=repr))
    return item


class _Pairs(tuple[tuple[str, Any], ...]):
    """The pairs of a mapping."""

    __slots__ = ()


def parted(item: Any) -> Mapping[str, Any] | None:  # noqa: ANN401 - plain data
    """Return the keys of an item of a change, where it has some."""
    return FrozenDict(item) if isinstance(item, _Pairs) else None


def _turn(key: str, was: tuple[Record, ...], now: tuple[Record, ...]) -> Turn:
    had, has = (any(key in each for each in records) for records in (was, now))
    if had == has:
        return Turn.OTHER
    return Turn.LOST if had else Turn.GAINED
