"""A line of a file with a caret under the place, safe to print in a terminal."""

import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from katch_protocols.files.bounds import FILE_BYTES
from katch_protocols.findings import Place

__all__ = ["Excerpts"]

_WIDEST = 100
_BEFORE = 60
"""Of a line that is too wide, so many letters before the place are kept."""


@dataclass(frozen=True)
class Excerpts:
    """Lines of the files of one folder; each file is read once."""

    folder: Path
    _files: dict[str, list[str]] = field(default_factory=dict)

    def at(self, place: Place) -> tuple[str, int] | None:
        """Return the line of ``place`` and how many letters stand before it.

        Control and other invisible characters are shown as ``�``. ``None`` if the file
        or the line is not there.
        """
        lines = self._lines(place.file)
        if not 0 < place.line <= len(lines):
            return None
        line = lines[place.line - 1].rstrip()
        before = min(place.column - 1, len(line))
        start = before - _BEFORE if before > _WIDEST - 1 else 0
        shown = "".join(map(_visible, line[start : start + _WIDEST]))
        return shown, before - start

    def _lines(self, file: str) -> list[str]:
        if file not in self._files:
            self._files[file] = _read(self.folder / file)
        return self._files[file]


def _read(path: Path) -> list[str]:
    # A finding about a file that is no UTF-8 still shows the line that broke it.
    # A finding about a link or a pipe shows nothing: neither is followed or opened.
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return []
        with path.open("rb") as file:
            data = file.read(FILE_BYTES)
    except OSError:
        return []
    return data.decode("utf-8-sig", errors="replace").split("\n")


def _visible(letter: str) -> str:
    hidden = unicodedata.category(letter).startswith("C")
    return "\N{REPLACEMENT CHARACTER}" if hidden else letter
