"""A noun in a file: a mapping with a closed set of keys."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    as_keys,
    shown,
)
from katch_protocols.files.field_types.labels import LabelText, stand_in
from katch_protocols.files.field_types.shifted_keys import (
    is_cut_off,
    is_shifted_entry,
    refuse_unknown,
)
from katch_protocols.files.slips import key_lacking, key_meant
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Map, Tree, value_at
from katch_protocols.model.noun import Noun
from katch_protocols.sentences.nearness import nearest
from katch_protocols.words.say import entries

__all__ = ["FieldKey", "Later", "NounSchema"]

_NONE: object = object()

_STARTED = re.compile(r"([a-z][a-z_0-9]*)([ :;])(.+)")
"""A key that runs on into its value."""


class FieldKey(Struct, frozen=True):
    """One key of a noun's mapping; ``NounSchema.meaning`` says what it means.

    Attributes:
        name: As a file writes it.
        kind: What its value can be.
        field: The noun's field, where it has another name.
        inside: The field that holds a smaller noun, of which ``field`` is a field.
        beside: The key of a smaller noun beside which it may stand: it is read as if
            it stood inside, and written there.
        required: Whether a file must give it.
        also: A second field of the noun, which is written under the same key.
        lost: Stands for a required value that is missing or was refused, so that the
            rest of the noun is still checked; without it the noun is lost.
    """

    name: str
    kind: FieldType[Any]
    field: str = ""
    inside: str = ""
    beside: str = ""
    required: bool = False
    also: str = ""
    lost: object = _NONE

    @property
    def into(self) -> str:
        """The noun's field."""
        return self.field or self.name

    def stand_in(self, found: dict[str, Any], name: str, sheet: SourceFile) -> None:
        """Put something in the place of a lost value, if anything can stand there."""
        if isinstance(self.kind, LabelText):
            found[self.into] = stand_in(name, sheet)
        elif self.into == "id":
            found[self.into] = name
        elif self.lost is not _NONE:
            found[self.into] = self.lost


_Readers = Mapping[
    str, tuple[Callable[[Tree, str | int, SourceFile], object], str, str]
]
_Beside = Mapping[str, tuple[str, str]]


class NounSchema(FieldType[Noun], Struct, frozen=True, dict=True):
    """A mapping that reads as a noun; ``bare`` is the key that may stand alone.

    With ``bare="limit"``, ``within: 3 hours`` is read as ``within: {limit: 3 hours}``.
    ``alone`` is the key that somebody most likely means who writes a text alone.
    """

    name: str
    noun: type[Noun]
    keys: tuple[FieldKey, ...]
    bare: str = ""
    alone: str = ""

    @property
    def inside(self) -> tuple[FieldType[Any], ...]:
        """The kinds of its keys."""
        return tuple(key.kind for key in self.keys)

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a noun as the fields that it will be made of."""
        raw = value_at(node, key)
        if isinstance(raw, Map):
            return self.fields(raw, str(key), sheet, (node, key))
        if raw is None:
            empty = Map()
            empty.path, empty.marks = (*node.path, key), []
            return self.fields(empty, str(key), sheet, (node, key))
        if self.bare:
            return self._bare(node, key, sheet)
        first = next((each.name for each in self._required), "")
        titled = any(each.name == "title" for each in self.keys)
        alone = self.alone or ("title" if titled else first)
        example = as_keys(raw, under=alone)
        sheet.refuse("not-a-mapping", node, key, example=example)
        return DROPPED

    def fields(
        self,
        raw: Map,
        name: str,
        sheet: SourceFile,
        holder: tuple[Tree, str | int] | None = None,
    ) -> object:
        """Read the keys of a noun's mapping.

        Args:
            raw: The mapping.
            name: The noun's id, to stand for a title that is lost.
            sheet: The file.
            holder: What holds the mapping, and under which key; missing keys are shown
                there. None for the top of a file.
        """
        if holder is None and self._lacks_its_key(raw):
            sheet.refuse_at("missing-key", 0, raw.path, key=self.keys[0].name)
            return DROPPED
        found, meant = self._given(raw, sheet)
        lost = [key for key in self._required if key.into not in found]
        for key in lost:
            if raw.get(key.name) is None and key.name not in meant:
                at = 0 if holder is None else holder[0].key_mark(holder[1])
                sheet.refuse_at("missing-key", at, raw.path, key=key.name)
            key.stand_in(found, name, sheet)
        return found if all(key.into in found for key in lost) else DROPPED

    def _lacks_its_key(self, raw: Map) -> bool:
        """Tell whether the one key of a file is missing above all that stands in it."""
        known = self._readers
        if len(self.keys) > 1 or not raw or not known.keys().isdisjoint(raw):
            return False
        return not any(key_meant(each, known) or nearest(each, known) for each in raw)

    def _given(self, raw: Map, sheet: SourceFile) -> tuple[dict[str, Any], set[str]]:
        """Return what the known keys say, and which keys the others were meant for."""
        found: dict[str, Any] = {}
        meant: set[str] = set()
        readers = self._readers
        for key, value in raw.items():
            reader = readers.get(key)
            if value is DROPPED:
                continue
            if reader is None:
                meant.add(self._refuse_key(raw, key, sheet) or "")
                continue
            if value is None:
                continue
            read, into, inside = reader
            noun = read(raw, key, sheet)
            if noun is DROPPED:
                continue
            if inside:
                found.setdefault(inside, {})[into] = noun
            else:
                found[into] = noun
        if self._beside:
            self._move_inside(found, raw, sheet, meant)
        return found, meant

    def _move_inside(
        self, found: dict[str, Any], raw: Map, sheet: SourceFile, meant: set[str]
    ) -> None:
        """Read what stands beside a smaller noun as if it stood inside it."""
        for key, (into, holder) in self._beside.items():
            if into not in found:
                continue
            noun, inner = found.pop(into), found.get(holder)
            if inner is not None and into not in inner:
                inner[into] = noun
            elif inner is not None or (raw.get(holder) is None and holder not in meant):
                sheet.refuse_key("key-beside", raw, key, key=key, holder=holder)

    def _refuse_key(self, raw: Map, key: str, sheet: SourceFile) -> str | None:
        """Refuse a key that is not known; return the one that was meant."""
        if raw[key] is None and (started := _STARTED.match(key)):
            name = started[1]
            if name in self._readers and name not in raw:
                # `{limit 1 day}`, or with `:1` or `; 1`, is a key alone to YAML.
                meant = f"{name}: {started[3].strip()}"
                refuse_unknown(raw, key, meant, self._readers, sheet)
                return name
        near = key_meant(key, self._readers) or sheet.near(key, self._readers)
        must = [each.name for each in self._required]
        offered = near and key_lacking(key, raw, self._readers, must)
        if raw[key] is None and near is None and is_cut_off(raw, key):
            # `{title: a, b c}` is read by YAML as two keys, the second of them empty.
            sheet.refuse_key("comma-in-text", raw, key, value=shown(key))
            return None
        if near is None and is_shifted_entry(raw, key, self.registries, sheet):
            return None
        refuse_unknown(raw, key, offered, self._readers, sheet)
        near = offered or near
        if near is not None and near in self.registries:
            sheet.ledger.lose((*raw.path, near))
        return near

    def _bare(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        read, into, _ = self._readers[self.bare]
        value = read(node, key, sheet)
        return value if value is DROPPED else {into: value}

    def meaning(self, key: FieldKey, language: str) -> str:
        """Say what a key means: here, or in every mapping that has it.

        The catalogue ``yaml`` has it by ``SHAPE.KEY``, else by ``KEY``.
        """
        said = entries("yaml", language)
        return said.get(f"{self.name}.{key.name}") or said[key.name]

    @cached_property
    def _readers(self) -> _Readers:
        return {key.name: (key.kind.read, key.into, key.inside) for key in self.keys}

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of its keys."""
        return frozenset(self._readers)

    @cached_property
    def _beside(self) -> _Beside:
        found = (key for key in self.keys if key.beside)
        return {key.name: (key.into, key.beside) for key in found}

    @cached_property
    def registries(self) -> tuple[str, ...]:
        """The keys under which a file declares names."""
        return tuple(key.name for key in self.keys if key.kind.declares)

    @cached_property
    def _required(self) -> tuple[FieldKey, ...]:
        return tuple(key for key in self.keys if key.required)

    def write(self, value: Noun) -> Plain:
        """Write what differs from the defaults, in the order of the keys."""
        written: dict[str, Plain] = {}
        for key in self.keys:
            if key.beside:
                continue
            holder = getattr(value, key.inside) if key.inside else value
            inner = getattr(holder, key.into)
            if key.also:
                inner = (*inner, *getattr(holder, key.also))
            default = type(holder).model_fields[key.into].default
            if key.required or inner != default:
                written[key.name] = key.kind.write(inner)
        return written[self.bare] if list(written) == [self.bare] else written

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Refer to the description of the mapping."""
        if self.name not in glossary.shapes:
            glossary.shapes[self.name] = {}
            glossary.shapes[self.name] = self._definition(glossary)
        return {"$ref": f"#/$defs/{self.name}"}

    def _definition(self, glossary: SchemaContext) -> JsonSchema:
        mapping = self.mapping(glossary)
        if not self.bare:
            return {"anyOf": [mapping, {"type": "null"}]}
        bare = next(key for key in self.keys if key.name == self.bare)
        return {"anyOf": [bare.kind.schema(glossary), mapping]}

    def mapping(self, glossary: SchemaContext) -> JsonSchema:
        """Describe the mapping: every key, what it means, and which must be there."""
        described: JsonSchema = {
            "type": "object",
            "properties": {
                key.name: self._described(key, glossary) for key in self.keys
            },
            "additionalProperties": False,
        }
        if self._required:
            described["required"] = [key.name for key in self._required]
        return described

    def _described(self, key: FieldKey, glossary: SchemaContext) -> JsonSchema:
        """Describe a key; an optional one may be left empty."""
        kind = key.kind.schema(glossary)
        if not key.required:
            kind = {"anyOf": [kind, {"type": "null"}]}
        return {"description": self.meaning(key, glossary.language), **kind}


class Later(FieldType[Noun], Struct, frozen=True):
    """A kind that is only known later: a state holds states."""

    kind: Callable[[], FieldType[Noun]]

    @property
    def inside(self) -> tuple[FieldType[Any], ...]:
        """The kind itself."""
        return (self.kind(),)

    @property
    def known(self) -> frozenset[str]:
        """The keys of the kind itself."""
        return self.kind().known

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read as the kind."""
        return self.kind().read(node, key, sheet)

    def write(self, value: Noun) -> Plain:
        """Write as the kind."""
        return self.kind().write(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe the kind."""
        return self.kind().schema(glossary)
