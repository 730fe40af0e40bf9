"""Random changes of a handbook: any one thing that its nouns say, said otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import Any

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Label, Noun

__all__ = ["changed"]

Path = tuple[Any, ...]


def changed(handbook: Handbook, random: Random, within: Path = ()) -> Handbook:
    """Return a handbook in which one thing is said otherwise, below a path."""
    said: dict[str, list[Any]] = defaultdict(list)
    every = []
    for path, value in _leaves(handbook):
        said[_kind(path)].append(value)
        if path[: len(within)] == within and path[0] != "agreed":
            every.append((path, value))
    while True:
        path, value = random.choice(every)
        new = _otherwise(value, said[_kind(path)], random)
        if new != value:
            return _put(handbook, path, new)


def _kind(path: Path) -> str:
    """Return the field in which something stands, whatever its number or name."""
    return ".".join(str(each) if isinstance(each, Field) else "*" for each in path)


class Field(str):
    """The name of a field, to tell it from the names that a handbook gives."""

    __slots__ = ()


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield everything that is said, and each whole of it that may be left out."""
    if path:
        yield path, value
    for name, each in _parts(value):
        yield from _leaves(each, (*path, name))


def _parts(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Label):
        return ()
    if isinstance(value, Noun):
        return [
            (Field(name), getattr(value, name)) for name in type(value).model_fields
        ]
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, tuple) else ()


def _otherwise(value: Any, said: list[Any], random: Random) -> Any:
    """Return another value: what such a place says elsewhere, or less, or more."""
    ways = [lambda: random.choice(said)]
    match value:
        case bool():
            return not value
        case Label():
            return Label.of(en=f"Text {random.random()}")
        case Enum():
            ways.append(lambda: random.choice(list(type(value))))
        case int():
            return max(value + random.choice((-1, 1, 7)), 0)
        case date():
            return value + timedelta(random.choice((-400, -1, 1, 400)))
        case tuple():
            ways += [lambda: value[1:], lambda: value[:-1], lambda: value[::-1]]
        case Mapping() if value:
            left_out = random.choice(list(value))
            rest = {key: each for key, each in value.items() if key != left_out}
            return FrozenDict(rest)
    return random.choice(ways)()


def _put(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    first, *rest = path
    if isinstance(value, Noun):
        inner = _put(getattr(value, first), tuple(rest), new)
        return value.model_copy(update={str(first): inner})
    if isinstance(value, Mapping):
        return FrozenDict({**value, first: _put(value[first], tuple(rest), new)})
    each = list(value)
    each[first] = _put(value[first], tuple(rest), new)
    return tuple(each)
