"""Plain values in their longest form, so that two of them can be laid side by side.

A file may write ``within: 3 hours`` for ``within: {limit: 3 hours}``, and a title as
one text for ``{en: TEXT}``. What is compared or changed key by key has the long form;
what is written has the short one.
"""

from collections.abc import Mapping
from typing import Any

from katch_protocols.files.field_types.collections import (
    BlockMapping,
    BlockSequence,
    Listed,
    Pairs,
    Registry,
)
from katch_protocols.files.field_types.field_type import FieldType, Plain
from katch_protocols.files.field_types.labels import LabelText, Texts
from katch_protocols.files.field_types.noun_schema import Later, NounSchema

__all__ = ["Whole", "shortest", "whole"]


class Whole(dict[str, Plain]):
    """A mapping of a noun that is written whole.

    Attributes:
        bare: The key whose value may stand for the mapping; empty: none.
        beside: The keys that may stand beside an inner mapping, by that mapping's key.
    """

    bare = ""
    beside: Mapping[str, tuple[str, ...]] = {}


def whole(kind: FieldType[Any], plain: Plain) -> Plain:
    """Return a plain value of a kind in its longest form, its keys in their order.

    It shares nothing with what was given.
    """
    match kind:
        case Later():
            found = whole(kind.kind(), plain)
        case NounSchema():
            found = _noun(kind, plain)
        case Listed() if isinstance(plain, list):
            found = BlockSequence([whole(kind.of, each) for each in plain])
        case Listed():
            found = whole(kind.of, plain)
        case LabelText() | Registry() | Pairs() if isinstance(plain, dict):
            found = _mapping(kind, plain)
        case _:
            found = _copied(plain)
    return found


def _mapping(kind: FieldType[Any], plain: dict[str, Plain]) -> Plain:
    match kind:
        case Registry():
            pairs = plain.items()
            return BlockMapping({key: whole(kind.of, each) for key, each in pairs})
        case Pairs():
            return {key: whole(kind.value, each) for key, each in plain.items()}
        case _:
            return Texts(plain)


def _noun(kind: NounSchema, plain: Plain) -> Plain:
    if not isinstance(plain, dict):
        plain = {kind.bare: plain} if kind.bare else {}
    keys = (key for key in kind.keys if not key.beside and key.name in plain)
    found = Whole({key.name: whole(key.kind, plain[key.name]) for key in keys})
    found.bare = kind.bare
    beside: dict[str, tuple[str, ...]] = {}
    for key in kind.keys:
        if key.beside:
            beside[key.beside] = (*beside.get(key.beside, ()), key.name)
    found.beside = beside
    return found


def _copied(plain: Plain) -> Plain:
    match plain:
        case BlockMapping() | Texts():
            return type(plain)({key: _copied(each) for key, each in plain.items()})
        case dict():
            return {key: _copied(each) for key, each in plain.items()}
        case list():
            return [_copied(each) for each in plain]
        case _:
            return plain


def shortest(value: Plain, language: str) -> Plain:
    """Return a value as it is written: a label that has only ``language`` as text."""
    match value:
        case Texts() if list(value) == [language]:
            return value[language]
        case Whole() if value.bare and list(value) == [value.bare]:
            return shortest(value[value.bare], language)
        case dict():
            short = {key: shortest(each, language) for key, each in value.items()}
            return BlockMapping(short) if isinstance(value, BlockMapping) else short
        case list():
            items = [shortest(each, language) for each in value]
            return BlockSequence(items) if isinstance(value, BlockSequence) else items
        case _:
            return value
