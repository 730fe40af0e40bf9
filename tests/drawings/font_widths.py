"""Advance widths read from the bundled fonts; run it to rewrite the width table.

    python tests/drawings/font_widths.py

Only ``cmap`` (format 4) and ``hmtx`` are read, as the OpenType specification describes
them, so no font library is needed to prove that the table and the fonts agree.
"""

import json
import struct
from pathlib import Path

NO_BREAK_SPACE = 0xA0
DATA = Path(__file__).parents[2] / "katch_protocols" / "drawings" / "data"
FACES = {
    "regular": "KPSans-Regular.ttf",
    "semibold": "KPSans-SemiBold.ttf",
    "narrow": "KPSans-SemiCondensed.ttf",
    "narrow semibold": "KPSans-SemiCondensedSemiBold.ttf",
}


def tables(font):
    (count,) = struct.unpack(">H", font[4:6])
    found = {}
    for number in range(count):
        start = 12 + 16 * number
        tag, _, offset, _ = struct.unpack(">4sLLL", font[start : start + 16])
        found[tag.decode()] = offset
    return found


def shorts(font, start, count, kind="H"):
    return struct.unpack(f">{count}{kind}", font[start : start + 2 * count])


def subtable(font, cmap):
    (count,) = shorts(font, cmap + 2, 1)
    for number in range(count):
        start = cmap + 4 + 8 * number
        offset = struct.unpack(">L", font[start + 4 : start + 8])[0]
        if shorts(font, cmap + offset, 1) == (4,):
            return cmap + offset
    message = "the font has no cmap of format 4"
    raise ValueError(message)


def glyphs(font, cmap):
    start = subtable(font, cmap)
    count = shorts(font, start + 6, 1)[0] // 2
    ends = shorts(font, start + 14, count)
    starts = shorts(font, start + 16 + 2 * count, count)
    deltas = shorts(font, start + 16 + 4 * count, count)
    at = start + 16 + 6 * count
    ranges = shorts(font, at, count)
    for number in range(count):
        for code in range(starts[number], min(ends[number], 0xFFFE) + 1):
            if ranges[number] == 0:
                yield code, (code + deltas[number]) % 65536
                continue
            where = at + 2 * number + ranges[number] + 2 * (code - starts[number])
            yield code, (shorts(font, where, 1)[0] + deltas[number]) % 65536


def widths(name):
    font = (DATA / name).read_bytes()
    found = tables(font)
    (units,) = shorts(font, found["head"] + 18, 1)
    assert units == 1000
    (metrics,) = shorts(font, found["hhea"] + 34, 1)
    advances = shorts(font, found["hmtx"], 2 * metrics)[::2]
    return {
        chr(code): advances[min(glyph, metrics - 1)]
        for code, glyph in glyphs(font, found["cmap"])
        if glyph and (chr(code).isprintable() or code == NO_BREAK_SPACE)
    }


def table():
    return {face: widths(name) for face, name in FACES.items()}


def written(found):
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    (DATA / "widths.json").write_text(written(table()), encoding="utf-8")
