"""Nouns and charts as one text that says all that they mean, and no word for people.

Two things have the same text only if they mean the same. What is left out is left out
by its type, a text for people or a citation, so that whatever is added to a noun or a
chart counts, unless it is one of these. Of a mapping to texts the keys count. Where
words count as well (``digest_of_all``), nothing is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from functools import partial
from hashlib import sha256
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from katch_protocols.answers import record_fields
from katch_protocols.model.citations import Citation
from katch_protocols.model.noun import Label, Noun

__all__ = ["digest_of", "digest_of_all", "meaning_of"]

_WORDS = (Label, Citation)

Say = Callable[[str], None]
Writer = Callable[[Any, Say], None]


def digest_of(*parts: object) -> str:
    """Return the SHA-256 of what some things mean together, in hexadecimal digits."""
    return sha256(meaning_of(parts).encode()).hexdigest()


def digest_of_all(*parts: object) -> str:
    """Return the SHA-256 of some things with every word in them; as ``digest_of``."""
    return sha256(_ALL.text(parts).encode("utf-8", "surrogatepass")).hexdigest()


def meaning_of(value: object) -> str:
    """Return all that a value means, as one text.

    Raises:
        TypeError: It holds something of which nobody said how it is written.
    """
    return _MEANING.text(value)


_Fields = tuple[tuple[str, Callable[[object], object]], ...]


class _Canon:
    """Writes values as texts; what is of the types ``left_out`` says nothing."""

    def __init__(self, left_out: tuple[type, ...]) -> None:
        self.left_out = left_out
        self._writers: dict[type, Writer] = {}
        self._kinds: Mapping[type, Writer] = {
            str: _say_simply,
            int: _say_simply,
            float: _say_simply,
            bytes: _say_bytes,
            NoneType: _say_simply,
            date: _say_day,
            tuple: self._say_each,
            list: self._say_each,
            Mapping: self._say_mapping,
            AbstractSet: self._say_set,
        }

    def text(self, value: object) -> str:
        """Return a value as one text; raises ``TypeError`` as ``meaning_of`` does."""
        said: list[str] = []
        self._say(value, said.append)
        return "".join(said)

    def _say(self, value: object, say: Say) -> None:
        kind: type = type(value)
        writer = self._writers.get(kind)
        if writer is None:
            writer = self._writers[kind] = self._writer(kind)
        writer(value, say)

    def _writer(self, kind: type) -> Writer:
        """Return what writes the values of a type."""
        if kind in self.left_out:
            return _say_nothing
        if issubclass(kind, Enum):
            return _say_enum
        for known, writer in self._kinds.items():
            if issubclass(kind, known):
                return writer
        if issubclass(kind, Noun) or record_fields(kind):
            return partial(self._say_fields, kind.__name__, self._fields_of(kind))
        message = f"unknown-type {kind.__name__}"
        raise TypeError(message)

    def _say_each(self, values: Sequence[object], say: Say) -> None:
        say("(")
        for each in values:
            self._say(each, say)
        say(")")

    def _say_set(self, values: AbstractSet[object], say: Say) -> None:
        say("[")
        for each in sorted(map(self.text, values)):
            say(each)
        say("]")

    def _say_mapping(self, values: Mapping[object, object], say: Say) -> None:
        say("{")
        for key, each in values.items():
            self._say(key, say)
            self._say(each, say)
        say("}")

    def _say_fields(self, kind: str, counted: _Fields, value: object, say: Say) -> None:
        say(f"{kind}<")
        for name, read in counted:
            say(name)
            self._say(read(value), say)
        say(">")

    def _fields_of(self, kind: type) -> _Fields:
        """Return what counts of a noun or of a part of a chart, and how to read it."""
        if issubclass(kind, Noun):
            hints = {name: each.annotation for name, each in kind.model_fields.items()}
        else:
            found = get_type_hints(kind)
            hints = {each: found[each] for each in record_fields(kind)}
        return tuple(
            (f"{name}=", attrgetter(name))
            for name, hint in hints.items()
            if not self._is_left_out(hint)
        )

    def _is_left_out(self, hint: object) -> bool:
        """Tell whether a type holds what is left out, and nothing else."""
        inner = [each for each in get_args(hint) if each not in (Ellipsis, NoneType)]
        if get_origin(hint) in (Union, UnionType, tuple) and inner:
            return all(map(self._is_left_out, inner))
        return hint in self.left_out


def _say_nothing(_: object, say: Say) -> None:
    say("None;")


def _say_simply(value: object, say: Say) -> None:
    say(repr(value))
    say(";")


def _say_bytes(value: bytes, say: Say) -> None:
    say(f"{sha256(value).hexdigest()};")


def _say_enum(value: Enum, say: Say) -> None:
    say(f"{type(value).__name__}.{value.name};")


def _say_day(value: date, say: Say) -> None:
    say(f"{value.isoformat()};")


_MEANING = _Canon(_WORDS)
_ALL = _Canon(())
