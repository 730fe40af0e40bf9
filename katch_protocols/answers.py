"""Answers as plain data: a noun declares its keys, and one function reads them.

A key is written ``"activity"`` for the attribute of that name, or ``"to=end"`` where
the two have different names. Dots lead on, through parts, mappings and every item of a
tuple: ``"best_hours=best.hours"``. ``"*worst"`` puts all keys of a part among the
others. A pair ``("hands", keys)`` says which keys its values have there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar, TypeAlias

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Label, Noun

__all__ = ["Answerable", "ItemKeys", "Keys", "encode", "encode_by"]


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
        return encode_by(self, self.KEYS or tuple(_fields(self)))


def encode(value: object) -> Any:  # noqa: ANN401 - any JSON
    """Return a value as JSON can hold it.

    A date is written ``2026-03-31``, a span as a handbook writes it, a label as its
    texts by language, another noun of a handbook without what it leaves out.

    Raises:
        TypeError: Nobody said how such a value is written.
    """
    if isinstance(value, Answerable):
        return value.to_json()
    if isinstance(value, Mapping):
        return {str(encode(key)): encode(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(each) for each in value]
    if isinstance(value, Noun):
        return _noun(value)
    if is_dataclass(value):
        return encode_by(value, tuple(_fields(value)))
    return _scalar(value)


def _noun(value: Noun) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case Duration():
            return str(value)
        case Label():
            return dict(value.texts)
        case Citation():
            return value.plain
        case _:
            return value.model_dump(mode="json", exclude_defaults=True)


def _scalar(value: object) -> str | float | None:
    match value:
        case Enum(value=str(written)):
            return written
        case None | str() | int() | float():
            return value
        case date():
            return value.isoformat()
        case _:
            raise TypeError(type(value).__name__)


def _fields(value: object) -> Iterator[str]:
    if isinstance(value, Noun):
        yield from type(value).model_fields
    elif is_dataclass(value):
        yield from (each.name for each in fields(value))


def encode_by(value: object, keys: Keys | ItemKeys) -> Any:  # noqa: ANN401 - any JSON
    """Return a value with these keys, or each value of a tuple or a mapping so.

    Raises:
        AttributeError: The value has nothing of such a name.
        TypeError: Nobody said how some value is written.
    """
    if isinstance(keys, ItemKeys):
        return _by_position(value, keys)
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {str(encode(key)): encode_by(each, keys) for key, each in value.items()}
    if isinstance(value, tuple):
        return [encode_by(each, keys) for each in value]
    found: dict[str, Any] = {}
    for key in keys:
        written, inner = key if isinstance(key, tuple) else (key, None)
        name, _, path = written.partition("=")
        part = _at(value, path or name.removeprefix("*"))
        plain = encode(part) if inner is None else encode_by(part, inner)
        found |= plain if name.startswith("*") else {name: plain}
    return found


def _by_position(value: object, keys: ItemKeys) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case (str(), *_):
            return dict(zip(keys, value, strict=True))
        case Mapping():
            return {key: _by_position(each, keys) for key, each in value.items()}
        case tuple():
            return [_by_position(each, keys) for each in value]
        case _:
            raise TypeError(type(value).__name__)


def _at(value: object, path: str) -> object:
    """Return what a path leads to; what is missing on the way is missing."""
    name, _, rest = path.partition(".")
    part = value[name] if isinstance(value, Mapping) else getattr(value, name)
    if not rest or part is None:
        return part
    if isinstance(part, tuple):
        return tuple(_at(each, rest) for each in part)
    return _at(part, rest)
