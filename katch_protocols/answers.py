"""Answers as plain data: a noun declares its keys, and one function reads them.

A key is written ``"activity"`` for the attribute of that name, or ``"to=end"`` where
the two have different names. Dots lead on, through parts, mappings and every item of a
tuple: ``"best_hours=best.hours"``. ``"*worst"`` puts all keys of a part among the
others. A pair ``("hands", keys)`` says which keys its values have there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, partial
from operator import attrgetter
from types import NoneType
from typing import Any, ClassVar, TypeAlias

from msgspec import Struct

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Label, Noun

__all__ = [
    "Answerable",
    "Brief",
    "ItemKeys",
    "Keys",
    "encode",
    "encode_by",
    "record_fields",
]


class ItemKeys(tuple[str, ...]):
    """Keys for the items of a tuple, by their positions: ``(protocol, activity)``."""

    __slots__ = ()


Keys: TypeAlias = Sequence["str | tuple[str, Keys | ItemKeys]"]
"""What a noun answers with, in this order."""


class Answerable:
    """A noun that is an answer; its keys are ``KEYS``, else its fields in order."""

    __slots__ = ()

    KEYS: ClassVar[Keys] = ()

    def to_json(self) -> Any:  # noqa: ANN401 - any JSON
        """Return it as plain data, with the keys that the docs publish."""
        kind: type = type(self)
        return _answer_writer(kind)(self)


class Brief:
    """A record whose ``repr`` leaves out what is large, or for nobody to see.

    That is what ``UNSAID`` names, and every field that begins with ``_``.
    """

    __slots__ = ()

    UNSAID: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        """Show the other fields, as a dataclass does."""
        kind, unsaid = type(self), self.UNSAID
        names = (each for each in record_fields(kind) if not each.startswith("_"))
        said = (f"{n}={getattr(self, n)!r}" for n in names if n not in unsaid)
        return f"{kind.__qualname__}({', '.join(said)})"


Writer: TypeAlias = Callable[[Any], Any]
"""Returns a value as JSON can hold it."""

_PLAIN = frozenset({str, int, float, bool, NoneType})
"""JSON holds values of these types as they are."""


def encode(value: object) -> Any:  # noqa: ANN401 - any JSON
    """Return a value as JSON can hold it.

    A date is written ``2026-03-31``, a span as a handbook writes it, a label as its
    texts by language, another noun of a handbook without what it leaves out.

    Raises:
        TypeError: Nobody said how such a value is written.
    """
    kind: type = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> Writer:
    for known, writer in _WRITERS.items():
        if issubclass(kind, known):
            return writer
    names = record_fields(kind)
    if names:
        return _writer_by(names)
    raise TypeError(kind.__name__)


@cache
def _answer_writer(kind: type[Answerable]) -> Writer:
    of_noun = tuple(kind.model_fields) if issubclass(kind, Noun) else ()
    return _writer_by(kind.KEYS or of_noun or record_fields(kind))


def record_fields(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a record in order; none if it is none."""
    if issubclass(kind, Struct):
        return kind.__struct_fields__
    if is_dataclass(kind):
        return tuple(each.name for each in fields(kind))
    return ()


def _each(values: Sequence[object]) -> list[Any]:
    return [each if type(each) in _PLAIN else encode(each) for each in values]


def _mapping(values: Mapping[object, object]) -> dict[str, Any]:
    return {
        _key(key): each if type(each) in _PLAIN else encode(each)
        for key, each in values.items()
    }


def _key(key: object) -> str:
    return key if type(key) is str else str(encode(key))


def _enum(value: Enum) -> Any:  # noqa: ANN401 - any JSON
    return value.value if isinstance(value.value, str) else _scalar(value)


def _scalar(value: object) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str | int | float | None):
        return value
    raise TypeError(type(value).__name__)


_WRITERS: Mapping[type, Writer] = {
    Answerable: lambda value: value.to_json(),
    Mapping: _mapping,
    list: _each,
    tuple: _each,
    Duration: str,
    Label: lambda value: dict(value.texts),
    Citation: lambda value: value.plain,
    Noun: lambda value: value.model_dump(mode="json", exclude_defaults=True),
    Enum: _enum,
    date: lambda value: value.isoformat(),
    **dict.fromkeys((str, int, float, NoneType), _scalar),
}
"""How a value is written, by its type: the first that it is of counts."""


def encode_by(value: object, keys: Keys | ItemKeys) -> Any:  # noqa: ANN401 - any JSON
    """Return a value with these keys, or each value of a tuple or a mapping so.

    Raises:
        AttributeError: The value has nothing of such a name.
        TypeError: Nobody said how some value is written.
    """
    return _writer_by(keys)(value)


Plan: TypeAlias = Sequence[tuple[str, Callable[[Any], Any], Writer]]
"""Of each key its name, how its value is found, and how that is written."""


def _writer_by(keys: Keys | ItemKeys) -> Writer:
    """Return what writes values with these keys; they are read here, and only once."""
    if isinstance(keys, ItemKeys):
        return partial(_by_position, keys)
    return partial(_by_plan, tuple(map(_planned, keys)))


def _planned(
    key: str | tuple[str, Keys | ItemKeys],
) -> tuple[str, Callable[[Any], Any], Writer]:
    written, inner = key if isinstance(key, tuple) else (key, None)
    name, _, path = written.partition("=")
    path = path or name.removeprefix("*")
    found = partial(_at, path) if "." in path else attrgetter(path)
    return name, found, encode if inner is None else _writer_by(inner)


def _by_plan(plan: Plan, value: object) -> Any:  # noqa: ANN401 - any JSON
    if value is None:
        return None
    if isinstance(value, tuple):
        return [_by_plan(plan, each) for each in value]
    if isinstance(value, Mapping):
        return {_key(key): _by_plan(plan, each) for key, each in value.items()}
    told: dict[str, Any] = {}
    for name, found, write in plan:
        part = found(value)
        is_plain = write is encode and type(part) in _PLAIN
        plain = part if is_plain else write(part)
        if name.startswith("*"):
            told |= plain
        else:
            told[name] = plain
    return told


def _by_position(keys: ItemKeys, value: object) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case (str(), *_):
            return dict(zip(keys, value, strict=True))
        case Mapping():
            return {key: _by_position(keys, each) for key, each in value.items()}
        case tuple():
            return [_by_position(keys, each) for each in value]
        case _:
            raise TypeError(type(value).__name__)


def _at(path: str, value: object) -> object:
    """Return what a path leads to; what is missing on the way is missing."""
    name, _, rest = path.partition(".")
    part = value[name] if isinstance(value, Mapping) else getattr(value, name)
    if not rest or part is None:
        return part
    if isinstance(part, tuple):
        return tuple(_at(rest, each) for each in part)
    return _at(rest, part)
