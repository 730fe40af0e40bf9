"""A tiny font, built here: each of its letters is a box of a known width."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

__all__ = ["FONT", "GEORGIAN", "build_font", "without_readers_of_fonts"]

GEORGIAN = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
"""The letters of modern Georgian."""


def build_font(
    widths: Mapping[str, int], *, family: str = "Box", units: int = 2000
) -> bytes:
    """Return a TrueType font of boxes; widths are in units, so many to an em."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 1000), (600, 1000), (600, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    codes = {ord(letter): f"uni{ord(letter):04X}" for letter in widths}
    names = [".notdef", *codes.values()]
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(codes)
    builder.setupGlyf(dict.fromkeys(names, box))
    advances = {codes[ord(letter)]: (width, 0) for letter, width in widths.items()}
    builder.setupHorizontalMetrics({".notdef": (units, 0), **advances})
    builder.setupHorizontalHeader(ascent=1600, descent=-400)
    names_told = {"familyName": family, "styleName": "Regular", "psName": "Box"}
    builder.setupNameTable(names_told)
    builder.setupOS2(sTypoAscender=1600, sTypoDescender=-400, usWinAscent=1600)
    builder.setupPost()
    builder.font.recalcTimestamp = False
    file = BytesIO()
    builder.save(file)
    return file.getvalue()


FONT = {"fonts/Georgian.ttf": build_font(dict.fromkeys(GEORGIAN, 1000))}
"""A font by its name in a handbook: each letter is half as wide as it is high."""


@contextmanager
def without_readers_of_fonts() -> Iterator[None]:
    """Do as if the extra that reads fonts were not installed."""
    ours = {name for name in sys.modules if name.split(".")[0] == "fontTools"}
    kept = {name: sys.modules[name] for name in ours}
    sys.modules.update(dict.fromkeys((*ours, "fontTools.ttLib"), None))
    try:
        yield
    finally:
        sys.modules.pop("fontTools.ttLib", None)
        sys.modules.update(kept)
