"""A font file beside ``handbook.yaml``."""

import re

from katch_protocols.files.characters import is_clean
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.fonts import read_font
from katch_protocols.files.source_file import SourceFile, Unread
from katch_protocols.files.yaml_nodes import DROPPED, Tree, value_at
from katch_protocols.model.font import Font

__all__ = ["FontFile", "is_font_path"]

_STEP = r"[^./\\:\s][^/\\:]*"
_PATH = re.compile(rf"({_STEP}/)*{_STEP}\.([Tt][Tt][Ff]|[Oo][Tt][Ff])")
"""A path that stays below the handbook on every system: no part begins with a dot."""

_MOST = 255


def is_font_path(text: str) -> bool:
    """Tell whether a text can be the path of a font."""
    return len(text) <= _MOST and bool(_PATH.fullmatch(text)) and is_clean(text)


class FontFile(FieldType[Font]):
    """The path of a font, below the handbook."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the font itself."""
        raw = value_at(node, key)
        if not isinstance(raw, str):
            sheet.refuse("not-text", node, key, value=shown(raw))
            return DROPPED
        if not is_font_path(raw):
            sheet.refuse("bad-font-path", node, key, value=shown(raw))
            return DROPPED
        data = sheet.beside(raw)
        if isinstance(data, Unread):
            sheet.refuse(data.rule, node, key, **data.facts)
            return DROPPED
        font = read_font(raw, data)
        if font is None:
            sheet.refuse("not-a-font", node, key, name=raw)
            return DROPPED
        return font

    def write(self, value: Font) -> Plain:
        """Write its path."""
        return value.file

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a path."""
        return {"type": "string", "maxLength": _MOST, "pattern": f"^{_PATH.pattern}$"}
