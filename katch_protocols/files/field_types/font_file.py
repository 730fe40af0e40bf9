"""A font file beside ``handbook.yaml``: its name, its letters, and their widths.

A font is believed in nothing. Whatever its parser raises makes it no font, and tables
that would unfold to more letters than there are, are never unfolded.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any

from katch_protocols.files.characters import is_clean
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.source_file import SourceFile, Unread
from katch_protocols.files.yaml_nodes import DROPPED, Tree, value_at
from katch_protocols.model.handbook import Font

__all__ = ["FontFile", "is_font_path", "read_font"]


_STARTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_OUTLINES = ("glyf", "CFF ", "CFF2")
_LETTERS = 0x110000
"""How many code points there are: no table of letters can hold more."""
_UNITS = 1000
_SHORT_NAME = 6
"""Where a font writes the name by which printers know it; without one none draws it."""
_NAMES = (16, 1)
"""Where a font writes its family: the name that designers give, then the short one."""
_FAMILY = r"\w[\w .+-]{0,62}"
"""A family that every program can be told of; it needs no escape in any of them."""


def read_font(file: str, data: bytes) -> Font | None:
    """Return a font of which the bytes are given; ``None`` if they are no such font.

    Where no reader of fonts is installed (it comes with the extra ``papers``), the font
    has no family and no letters.
    """
    if not data.startswith(_STARTS):
        return None
    try:
        # Lazy: an optional package, and few handbooks name a font.
        import logging  # noqa: PLC0415

        from fontTools.ttLib import TTFont  # noqa: PLC0415
    except ImportError:
        return Font(file, data)
    # What it warns of is told as a finding, if it matters.
    logging.getLogger("fontTools").addHandler(logging.NullHandler())
    try:
        with TTFont(BytesIO(data), lazy=True) as font:
            return _font(file, data, font)
    except Exception:  # noqa: BLE001 - whatever a parser raises for bytes that are none
        return None


def _font(file: str, data: bytes, font: Any) -> Font | None:  # noqa: ANN401 - theirs
    if not any(table in font for table in _OUTLINES):
        return None
    if any(count > _LETTERS for count in _counts(font.reader["cmap"])):
        return None
    family = _family(font)
    # Names of glyphs are never read: numbers will do.
    font.setGlyphOrder([str(each) for each in range(font["maxp"].numGlyphs)])
    letters = _letters(font)
    if not family or not letters:
        return None
    return Font(file, data, family, MappingProxyType(letters))


def _family(font: Any) -> str:  # noqa: ANN401 - theirs
    if not font["name"].getDebugName(_SHORT_NAME):
        return ""
    found = (font["name"].getDebugName(each) for each in _NAMES)
    name = next((str(each).strip() for each in found if each), "")
    return name if re.fullmatch(_FAMILY, name) else ""


def _letters(font: Any) -> Mapping[str, int]:  # noqa: ANN401 - theirs
    """Return how wide each letter is; what has only the sign for a lack is left out."""
    scale = _UNITS / font["head"].unitsPerEm
    widths = font["hmtx"].metrics
    return {
        chr(code): round(widths[glyph][0] * scale)
        for code, glyph in sorted((font.getBestCmap() or {}).items())
        if glyph != "0" and glyph in widths
    }


def _counts(cmap: bytes) -> Iterator[int]:
    """Yield how many letters each table of a font would unfold to, without unfolding.

    Raises:
        struct.error: A table ends before it says.
    """
    (count,) = struct.unpack_from(">H", cmap, 2)
    for place in range(count):
        (at,) = struct.unpack_from(">4xL", cmap, 4 + 8 * place)
        (kind,) = struct.unpack_from(">H", cmap, at)
        if kind == 4:  # noqa: PLR2004 - the number of a format
            (twice,) = struct.unpack_from(">H", cmap, at + 6)
            ends = struct.unpack_from(f">{twice // 2}H", cmap, at + 14)
            starts = struct.unpack_from(f">{twice // 2}H", cmap, at + 16 + twice)
            yield sum(_spans(zip(starts, ends, strict=True)))
        elif kind in {8, 12, 13}:
            head = at + (12 if kind != 8 else 12 + 8192)  # noqa: PLR2004 - a format
            (groups,) = struct.unpack_from(">L", cmap, head)
            step = struct.iter_unpack(">LLL", cmap[head + 4 : head + 4 + 12 * groups])
            yield sum(_spans((first, last) for first, last, _ in step))


def _spans(found: Iterator[tuple[int, int]]) -> Iterator[int]:
    for first, last in found:
        yield max(last - first + 1, 0)


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
