"""A line of a file with a caret under the place, safe to print in a terminal."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from katch_protocols.findings import Place

__all__ = ["excerpt"]

_WIDEST = 100
_BEFORE = 60
"""Of a line that is too wide, so many letters before the place are kept."""


def excerpt(folder: Path, place: Place) -> tuple[str, int] | None:
    """Return the line of ``place`` and how many letters stand before it.

    Control and other invisible characters are shown as ``�``. ``None`` if the file or
    the line is not there.
    """
    lines = _lines(folder / place.file)
    if not 0 < place.line <= len(lines):
        return None
    line = lines[place.line - 1].rstrip()
    before = min(place.column - 1, len(line))
    start = before - _BEFORE if before > _WIDEST - 1 else 0
    shown = "".join(map(_visible, line[start : start + _WIDEST]))
    return shown, before - start


def _visible(letter: str) -> str:
    return (
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(letter)[0] == "C"
        else letter
    )


@lru_cache(maxsize=64)
def _lines(path: Path) -> list[str]:
    # Findings about a file that is no UTF-8 still show the line that broke it.
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError:
        return []
