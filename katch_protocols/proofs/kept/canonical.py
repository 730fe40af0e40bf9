"""Nouns and charts as one text that says all that they mean, and no word for people.

Two things have the same text only if they mean the same. What is left out is left out
by its type, a text for people or a citation, so that whatever is added to a noun or a
chart counts, unless it is one of these. Of a mapping to texts the keys count.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, partial
from hashlib import sha256
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from katch_protocols.model.citations import Citation
from katch_protocols.model.noun import Label, Noun

__all__ = ["digest_of", "meaning_of"]

_WORDS = (Label, Citation)

Say = Callable[[str], None]
Writer = Callable[[Any, Say], None]


def digest_of(*parts: object) -> str:
    """Return the SHA-256 of what some things mean together, in hexadecimal digits."""
    return sha256(meaning_of(parts).encode()).hexdigest()


def meaning_of(value: object) -> str:
    """Return all that a value means, as one text.

    Raises:
        TypeError: It holds something of which nobody said how it is written.
    """
    said: list[str] = []
    _say(value, said.append)
    return "".join(said)


def _say(value: object, say: Say) -> None:
    kind: type = type(value)
    _writer(kind)(value, say)


@cache
def _writer(kind: type) -> Writer:
    """Return what writes the values of a type."""
    if kind in _WORDS:
        return _say_nothing
    if issubclass(kind, Enum):
        return _say_enum
    for known, writer in _WRITERS.items():
        if issubclass(kind, known):
            return writer
    if issubclass(kind, Noun) or is_dataclass(kind):
        return partial(_say_fields, kind.__name__, _fields_of(kind))
    message = f"unknown-type {kind.__name__}"
    raise TypeError(message)


def _say_nothing(_: object, say: Say) -> None:
    say("None;")


def _say_simply(value: object, say: Say) -> None:
    say(repr(value))
    say(";")


def _say_enum(value: Enum, say: Say) -> None:
    say(f"{type(value).__name__}.{value.name};")


def _say_day(value: date, say: Say) -> None:
    say(f"{value.isoformat()};")


def _say_each(values: Sequence[object], say: Say) -> None:
    say("(")
    for each in values:
        _say(each, say)
    say(")")


def _say_set(values: AbstractSet[object], say: Say) -> None:
    say("[")
    for each in sorted(map(meaning_of, values)):
        say(each)
    say("]")


def _say_mapping(values: Mapping[object, object], say: Say) -> None:
    say("{")
    for key, each in values.items():
        _say(key, say)
        _say(each, say)
    say("}")


_WRITERS: Mapping[type, Writer] = {
    str: _say_simply,
    int: _say_simply,
    float: _say_simply,
    NoneType: _say_simply,
    date: _say_day,
    tuple: _say_each,
    list: _say_each,
    Mapping: _say_mapping,
    AbstractSet: _say_set,
}

_Fields = tuple[tuple[str, Callable[[object], object]], ...]


def _say_fields(kind: str, counted: _Fields, value: object, say: Say) -> None:
    say(f"{kind}<")
    for name, read in counted:
        say(name)
        _say(read(value), say)
    say(">")


def _fields_of(kind: type) -> _Fields:
    """Return what counts of a noun or of a part of a chart, and how to read it."""
    if issubclass(kind, Noun):
        hints = {name: each.annotation for name, each in kind.model_fields.items()}
    else:
        found = get_type_hints(kind)
        hints = {each.name: found[each.name] for each in fields(cast(Any, kind))}
    return tuple(
        (f"{name}=", attrgetter(name))
        for name, hint in hints.items()
        if not _is_words(hint)
    )


def _is_words(hint: object) -> bool:
    """Tell whether a type holds texts for people or citations, and nothing else."""
    inner = [each for each in get_args(hint) if each not in (Ellipsis, NoneType)]
    if get_origin(hint) in (Union, UnionType, tuple) and inner:
        return all(map(_is_words, inner))
    return hint in _WORDS
