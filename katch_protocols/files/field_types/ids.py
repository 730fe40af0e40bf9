"""Ids: their form, and the names that refer to them."""

import re
from functools import lru_cache

from msgspec import Struct

from katch_protocols.files.bounds import ID_LETTERS
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.slips import id_slip
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Map, Raw, Tree, value_at
from katch_protocols.model.activities import NOBODY
from katch_protocols.sentences.text import RESERVED
from katch_protocols.words.lists import as_typed

__all__ = [
    "ID_PATTERN",
    "DoerList",
    "IdName",
    "MomentName",
    "OwnId",
    "PathList",
    "PathName",
    "Several",
    "id_list",
    "is_declarable",
    "is_id",
    "is_path",
    "without_values",
]

ID_PATTERN = f"[a-z][a-z0-9_]{{0,{ID_LETTERS - 1}}}"
"""The form of an id, as a regular expression."""

_ID = re.compile(ID_PATTERN)
_OF_CASE = re.compile(rf"{ID_PATTERN}\.{ID_PATTERN}")
_DOTTED = re.compile(rf"{ID_PATTERN}(?:\.{ID_PATTERN})*")


@lru_cache(maxsize=16_384)
def is_id(text: str) -> bool:
    """Tell whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None


def is_path(text: str) -> bool:
    """Tell whether a text is an id, or a dotted path of ids."""
    return is_id(text) or _DOTTED.fullmatch(text) is not None


def is_declarable(name: str, node: Tree, key: str | int, sheet: SourceFile) -> bool:
    """Tell whether the name that stands at a key may be an id; refuse it if not."""
    if not is_id(name):
        slip = id_slip(name)
        sheet.refuse_key(
            slip.rule, node, key, slip.near, value=shown(name), **slip.facts
        )
        return False
    if name in RESERVED:
        sheet.refuse_key("reserved-word", node, key, value=name)
        return False
    return True


class IdName(FieldType[str], Struct, frozen=True):
    """One id, declared in one of the registries ``of``; or a word of ``also``."""

    of: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read an id."""
        raw = value_at(node, key)
        if isinstance(raw, str) and is_id(raw):
            return raw
        return _refuse(node, key, sheet, raw, "bad-id")

    def write(self, value: str) -> Plain:
        """Write an id."""
        return str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Offer the declared ids, or ask for the form of an id."""
        known = [
            name for registry in self.of for name in glossary.ids.get(registry, ())
        ]
        if known:
            return {"enum": [*known, *self.also]}
        return {"type": "string", "pattern": f"^{ID_PATTERN}$"}


class OwnId(IdName, frozen=True):
    """The id of the file itself."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read an id that no sentence needs as a word."""
        found = super().read(node, key, sheet)
        if not isinstance(found, str) or found not in RESERVED:
            return found
        sheet.refuse("reserved-word", node, key, value=found)
        return DROPPED


class PathName(FieldType[str], Struct, frozen=True):
    """A state or an event: an id, or a dotted path of ids from the top."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read an id or a dotted path."""
        raw = value_at(node, key)
        if isinstance(raw, str) and is_path(raw):
            return raw
        return _refuse(node, key, sheet, raw, "bad-path")

    def write(self, value: str) -> Plain:
        """Write a path."""
        return str(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - states differ by file
        """Ask for the form of a path."""
        return {"type": "string", "pattern": f"^{_DOTTED.pattern}$"}


class MomentName(PathName, frozen=True):
    """A state or an event of a protocol, behind its id; or a protocol alone."""


class Several(FieldType[tuple[str, ...]], Struct, frozen=True):
    """One value of a kind or a list of them; no value may be listed twice.

    ``empty`` names the finding of a list without any, where there must be one.
    """

    one: FieldType[str]
    empty: str = ""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read one value or a list."""
        raw = value_at(node, key)
        if not isinstance(raw, Items):
            value = self.one.read(node, key, sheet)
            return value if value is DROPPED else [value]
        found: dict[object, None] = {}
        for position, item in enumerate(raw):
            if item is DROPPED:
                continue
            value = None if item is None else self.one.read(raw, position, sheet)
            if value is None:
                sheet.refuse("empty-item", raw, position)
            elif value in found:
                sheet.refuse("listed-twice", raw, position, value=str(value))
            elif value is not DROPPED:
                found[value] = None
        if self.empty and not raw:
            sheet.refuse(self.empty, node, key)
        return DROPPED if self.empty and not found else list(found)

    def write(self, value: tuple[str, ...]) -> Plain:
        """Write one value alone, several as a list."""
        plain = [self.one.write(each) for each in value]
        return plain[0] if len(plain) == 1 else plain

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Allow one value or a list."""
        one = self.one.schema(glossary)
        return {"anyOf": [one, {"type": "array", "items": one, "uniqueItems": True}]}


def id_list(*of: str, also: tuple[str, ...] = ()) -> Several:
    """Return what reads one id or a list, declared in one of the registries ``of``."""
    return Several(IdName(of, also))


class _Doer(IdName, frozen=True):
    """A role; or what happens by itself: ``nobody``, ``PROTOCOL.END``."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read an id, or a protocol and one of its ends."""
        raw = value_at(node, key)
        if isinstance(raw, str) and _OF_CASE.fullmatch(raw):
            return raw
        return super().read(node, key, sheet)

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Offer the roles, and the form of an end of another protocol."""
        return {
            "anyOf": [
                super().schema(glossary),
                {"type": "string", "pattern": f"^{_OF_CASE.pattern}$"},
            ]
        }


class DoerList(Several, frozen=True):
    """Who does it: one role or a list; or what makes it happen by itself."""

    one: FieldType[str] = _Doer(("roles",), (NOBODY,))


class PathList(Several, frozen=True):
    """One state or a list of states."""

    one: FieldType[str] = PathName()


def without_values(raw: Map) -> str:
    """Return the list that a mapping of names without values was meant for."""
    only = raw and all(value is None for value in raw.values())
    return f"[{as_typed(raw)}]" if only and all(map(is_id, raw)) else ""


def _refuse(
    node: Tree, key: str | int, sheet: SourceFile, raw: Raw, rule: str
) -> object:
    if isinstance(raw, Items):
        sheet.refuse("one-value", node, key)
    elif isinstance(raw, Map) and (names := without_values(raw)):
        sheet.refuse("braces-for-brackets", node, key, None, list=names)
    elif not isinstance(raw, str):
        sheet.refuse("not-text", node, key, value=shown(raw))
    elif rule == "bad-id" and not sheet.ledger.full:
        slip = id_slip(raw)
        sheet.refuse(slip.rule, node, key, slip.near, value=shown(raw), **slip.facts)
    else:
        sheet.refuse(rule, node, key, value=shown(raw))
    return DROPPED
