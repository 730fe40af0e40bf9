"""Citations: the id of a source, or ``{ID: PLACES}`` where the place in it is known."""

import re
from typing import ClassVar

from msgspec import Struct

from katch_protocols.files import bounds
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.field_types.ids import (
    ID_PATTERN,
    IdName,
    Several,
    is_id,
    without_values,
)
from katch_protocols.files.field_types.scalars import Text
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Map, Tree, value_at
from katch_protocols.model.citations import Citation

__all__ = ["CitationList", "OneCitation"]

_SOURCE = IdName(("sources",))
_SHAPE = "citation"

_PLACE = re.compile(
    r"art(?:icle)?|s(?:ec|ection)?|ch(?:apter)?|para(?:graph)?|point|rule|annex"
    r"|ст(?:атья)?|п|пп|пункт|ч(?:асть)?|гл(?:ава)?|раздел|бап|тармақ|тарау"
)
_NUMBERED = rf"(?:(?:§|(?:{_PLACE.pattern}|clause|part|item|no)\b)|\d)"
_BEHIND_ID = rf"({ID_PATTERN})[\s.,:;/#-]+(?={_NUMBERED})(.+)"
_WORD = rf"(?:{_PLACE.pattern}|clause|part|item|no)"


class _Place(Text, frozen=True):
    """Where in a source: ``art. 16(2)``."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a place; a number alone does not say of what it is the number."""
        raw = value_at(node, key)
        if isinstance(raw, int) and not isinstance(raw, bool):
            sheet.refuse("number-without-place", node, key, value=str(raw))
            return DROPPED
        return super().read(node, key, sheet)


_PLACES = Several(_Place(bounds.PLACE_CHARACTERS), "empty-item")


class CitationList(FieldType[tuple[Citation, ...]], Struct, frozen=True):
    """Sources, each with the places in it: one, or a list; none is cited twice."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read one citation or a list."""
        raw = value_at(node, key)
        found: dict[str, object] = {}
        if not isinstance(raw, Items):
            _cite(node, key, sheet, found)
            return list(found.values()) or DROPPED
        for position, item in enumerate(raw):
            if item is None:
                sheet.refuse("empty-item", raw, position)
            elif item is not DROPPED:
                _cite(raw, position, sheet, found)
        return list(found.values())

    def write(self, value: tuple[Citation, ...]) -> Plain:
        """Write one citation alone, several as a list."""
        plain = [_written(each) for each in value]
        return plain[0] if len(plain) == 1 else plain

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Allow one citation or a list."""
        one = _one(glossary)
        return {"anyOf": [one, {"type": "array", "items": one, "uniqueItems": True}]}


class OneCitation(FieldType[Citation]):
    """One source, with the places in it where they are known."""

    _several: ClassVar = CitationList()

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a citation; more than one is refused as no id."""
        raw = value_at(node, key)
        if isinstance(raw, Items) or (isinstance(raw, Map) and len(raw) > 1):
            sheet.refuse("not-text", node, key, value=shown(raw))
            return DROPPED
        found = self._several.read(node, key, sheet)
        return found[0] if isinstance(found, list) else DROPPED

    def write(self, value: Citation) -> Plain:
        """Write a citation."""
        return _written(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe a citation."""
        return _one(glossary)


def _cite(
    node: Tree, key: str | int, sheet: SourceFile, found: dict[str, object]
) -> None:
    """Read what stands at a key: an id, or a mapping from ids to places."""
    raw = value_at(node, key)
    if isinstance(raw, Map):
        if not raw:
            sheet.refuse("empty-item", node, key)
        if names := without_values(raw):
            sheet.refuse("braces-for-brackets", node, key, None, list=names)
            return
        for name, places in raw.items():
            _cite_places(raw, name, places, sheet, found)
        return
    if isinstance(raw, str) and not is_id(raw) and (written := _mended(node, key, raw)):
        sheet.refuse("place-as-source", node, key, value=shown(raw), written=written)
        return
    read = _SOURCE.read(node, key, sheet)
    if isinstance(read, str):
        if read in found:
            sheet.refuse("listed-twice", node, key, value=read)
        found.setdefault(read, {"source": read})


def _cite_places(
    raw: Map, name: str, places: object, sheet: SourceFile, found: dict[str, object]
) -> None:
    if not is_id(name):
        sheet.refuse_key("bad-id", raw, name, value=shown(name))
    elif name in found:
        sheet.refuse_key("listed-twice", raw, name, value=name)
    elif places is None:
        sheet.refuse_key("empty-item", raw, name)
    elif places is not DROPPED:
        read = _PLACES.read(raw, name, sheet)
        found[name] = {"source": name, "places": [] if read is DROPPED else read}


def _mended(node: Tree, key: str | int, text: str) -> str:
    """Return how a place that stands for a source is written; else nothing."""
    behind = re.fullmatch(_BEHIND_ID, text, re.IGNORECASE)
    if behind and not re.fullmatch(_WORD, behind[1], re.IGNORECASE):
        return _in_full(behind[1].lower(), behind[2])
    if not re.match(_NUMBERED, text, re.IGNORECASE):
        return ""
    before = value_at(node, key - 1) if isinstance(key, int) and key else None
    return _in_full(before if isinstance(before, str) and is_id(before) else "", text)


def _in_full(name: str, place: str) -> str:
    place = f"art. {place}" if place[:1].isdigit() else place
    place = f"[{place}]" if "," not in place else f'["{place}"]'
    return f"{{{name or 'SOURCE_ID'}: {place}}}"


def _written(citation: Citation) -> Plain:
    if not citation.places:
        return str(citation.source)
    return {str(citation.source): _PLACES.write(citation.places)}


def _one(glossary: SchemaContext) -> JsonSchema:
    if _SHAPE not in glossary.shapes:
        name = _SOURCE.schema(glossary)
        mapping: JsonSchema = {
            "type": "object",
            "propertyNames": name,
            "additionalProperties": _PLACES.schema(glossary),
            "minProperties": 1,
        }
        glossary.shapes[_SHAPE] = {"anyOf": [name, mapping]}
    return {"$ref": f"#/$defs/{_SHAPE}"}
