"""Mappings and lists of values: registries of nouns, lines of nouns, pairs."""

import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct

from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    as_keys,
    shown,
)
from katch_protocols.files.field_types.ids import (
    ID_PATTERN,
    IdName,
    PathName,
    is_declarable,
    is_id,
    is_path,
)
from katch_protocols.files.field_types.sentences import DURATION, TARGET
from katch_protocols.files.field_types.shifted_keys import is_shifted_key
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Map, Tree, value_at
from katch_protocols.model.noun import Noun
from katch_protocols.model.states import Timer

__all__ = [
    "BlockMapping",
    "BlockSequence",
    "Listed",
    "NamedValues",
    "OneOrListed",
    "Pairs",
    "PathPairs",
    "Registry",
    "Timers",
]

V = TypeVar("V")

_STARTED = re.compile(rf"({ID_PATTERN})[ :;] *(\S.*)")
"""A name that runs on into its value: ``{ID VALUE}`` is a key without one to YAML."""


class BlockMapping(dict[str, Plain]):
    """A mapping that is written one entry a line."""


class BlockSequence(list[Plain]):
    """A list that is written one item a line."""


class Registry(FieldType[Mapping[str, Noun]], Struct, frozen=True):
    """A mapping from ids, declared here, to nouns.

    ``kept`` are words that no id may be, besides those of the grammars. ``counted``
    names the finding of a file that has more than ``bound`` entries.
    """

    of: FieldType[Noun]
    counted: str = ""
    bound: int = 0
    kept: frozenset[str] = frozenset()

    declares = True
    has_entries = True

    @property
    def inside(self) -> tuple[FieldType[Any], ...]:
        """The kind of its entries."""
        return (self.of,)

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read every entry; an entry that is no noun is lost, and noted as lost."""
        raw = value_at(node, key)
        path = (*node.path, key)
        if not isinstance(raw, Map):
            sheet.refuse("not-a-mapping", node, key, example=as_keys(raw))
            sheet.ledger.lose(path)
            return DROPPED
        found: dict[str, object] = {}
        for name in raw:
            noun = self._entry(name, raw, sheet)
            if isinstance(noun, dict):
                noun["id"] = name
                found[name] = noun
            else:
                sheet.ledger.lose(path)
        if self.counted and self._crosses(len(raw), node, key, sheet):
            sheet.ledger.lose(path)
            return DROPPED
        return found

    def _entry(self, name: str, raw: Map, sheet: SourceFile) -> object:
        if name in self.kept:
            sheet.refuse_key("reserved-word", raw, name, value=name)
            return DROPPED
        if is_shifted_key(raw, name, self.of.known, sheet):
            return DROPPED
        declarable = is_declarable(name, raw, name, sheet)
        if not declarable or raw[name] is DROPPED:
            return DROPPED
        return self.of.read(raw, name, sheet)

    def _crosses(
        self, more: int, node: Tree, key: str | int, sheet: SourceFile
    ) -> bool:
        before = sheet.counts.get(self.counted, 0)
        sheet.counts[self.counted] = before + more
        if before <= self.bound < before + more:
            sheet.refuse_key(self.counted, node, key, bound=str(self.bound))
        return before + more > self.bound

    def write(self, value: Mapping[str, Noun]) -> Plain:
        """Write one entry a line."""
        return BlockMapping({name: self.of.write(noun) for name, noun in value.items()})

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe the entries."""
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^{ID_PATTERN}$"},
            "additionalProperties": self.of.schema(glossary),
        }


class Listed(FieldType[tuple[Noun, ...]], Struct, frozen=True):
    """A list of nouns, one a line."""

    of: FieldType[Noun]

    @property
    def inside(self) -> tuple[FieldType[Any], ...]:
        """The kind of its items."""
        return (self.of,)

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read every item."""
        raw = value_at(node, key)
        if not isinstance(raw, Items):
            sheet.refuse("not-a-list", node, key, value=shown(raw))
            return DROPPED
        positions = range(len(raw))
        found = [
            DROPPED if raw[at] is DROPPED else self.of.read(raw, at, sheet)
            for at in positions
        ]
        return [noun for noun in found if noun is not DROPPED]

    def write(self, value: tuple[Noun, ...]) -> Plain:
        """Write one item a line."""
        return BlockSequence([self.of.write(noun) for noun in value])

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe the items."""
        return {"type": "array", "items": self.of.schema(glossary)}


class OneOrListed(Listed, frozen=True):
    """One noun, or a list of nouns."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read one item, or every item."""
        if isinstance(value_at(node, key), Items):
            return super().read(node, key, sheet)
        value = self.of.read(node, key, sheet)
        return value if value is DROPPED else [value]

    def write(self, value: tuple[Noun, ...]) -> Plain:
        """Write one item alone, several one a line."""
        return self.of.write(value[0]) if len(value) == 1 else super().write(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Allow one item or a list."""
        return {"anyOf": [self.of.schema(glossary), super().schema(glossary)]}


class NamedValues(FieldType[Mapping[str, V]], Struct, Generic[V], frozen=True):
    """A mapping from names, whatever they are, to values of a kind."""

    value: FieldType[V]

    has_entries = True

    @property
    def inside(self) -> tuple[FieldType[Any], ...]:
        """The kind of its values."""
        return (self.value,)

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read every pair."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            sheet.refuse("not-a-mapping", node, key, example=as_keys(raw))
            return DROPPED
        found: dict[str, object] = {}
        for name, entry in raw.items():
            if wrong := self._wrong(name):
                begun = _STARTED.fullmatch(name) if entry is None else None
                near = f"{begun[1]}: {begun[2]}" if begun else None
                sheet.refuse_key(wrong, raw, name, near, value=shown(name))
            elif entry is None:
                sheet.refuse_key("empty-item", raw, name)
            elif entry is not DROPPED:
                found[name] = self.value.read(raw, name, sheet)
        return {name: value for name, value in found.items() if value is not DROPPED}

    def write(self, value: Mapping[str, V]) -> Plain:
        """Write the pairs."""
        return {name: self.value.write(each) for name, each in value.items()}

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe names and values."""
        names = self._names(glossary)
        return {
            "type": "object",
            **({"propertyNames": names} if names else {}),
            "additionalProperties": self.value.schema(glossary),
        }

    def _wrong(self, name: str) -> str:  # noqa: ARG002 - any name will do
        """Return the rule that a name breaks, if it does."""
        return ""

    def _names(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - any name will do
        return {}


class Pairs(NamedValues[V], frozen=True):
    """A mapping from ids that are declared elsewhere (``of``) to values of a kind."""

    of: tuple[str, ...] = ()

    def _wrong(self, name: str) -> str:
        return "" if is_id(name) else "bad-id"

    def _names(self, glossary: SchemaContext) -> JsonSchema:
        return IdName(self.of).schema(glossary)


class PathPairs(NamedValues[V], frozen=True):
    """A mapping from states, activities or signals, whose names may be dotted."""

    def _wrong(self, name: str) -> str:
        return "" if is_path(name) else "bad-path"

    def _names(self, glossary: SchemaContext) -> JsonSchema:
        return PathName().schema(glossary)


class Timers(FieldType[tuple[Timer, ...]]):
    """A mapping from durations to targets: ``{72 hours: triage}``."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read every timer."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            example = f"{shown(raw)}: …" if isinstance(raw, str) else as_keys(raw)
            sheet.refuse("not-a-mapping", node, key, example=example)
            return DROPPED
        found: dict[object, object] = {}
        for text, entry in raw.items():
            limit = sheet.sentence(DURATION.parse, text, raw, text, raw.key_mark)
            if entry is None:
                sheet.refuse_key("empty-item", raw, text)
                continue
            target = DROPPED if entry is DROPPED else TARGET.read(raw, text, sheet)
            if DROPPED in (limit, target):
                continue
            if limit in found:
                sheet.refuse_key("listed-twice", raw, text, value=text)
                continue
            found[limit] = target
        return [{"limit": limit, "to": target} for limit, target in found.items()]

    def write(self, value: tuple[Timer, ...]) -> Plain:
        """Write the timers."""
        return {DURATION.say(timer.limit): TARGET.say(timer.to) for timer in value}

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe durations and targets."""
        return {
            "type": "object",
            "propertyNames": {"pattern": DURATION.pattern},
            "additionalProperties": TARGET.schema(glossary),
        }
