"""Places of a text as editors count them: lines, and units of UTF-16 in a line."""

import re
from bisect import bisect_right
from functools import cached_property

from msgspec import Struct

from katch_protocols.findings import Place

__all__ = ["Lines"]

_END = re.compile(r"\r\n|\n|\r")
"""What ends a line, as the protocol of language servers has it."""

_UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_WIDTH = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


class Lines(Struct, frozen=True, dict=True):
    """The lines of a text; ``encoding`` is what client and server agreed to count."""

    text: str
    encoding: str = "utf-16"

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins, in characters."""
        return [0, *(found.end() for found in _END.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line of a place, and how many units it is from its start."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset) - 1
        return line, self._units(self.text[self.starts[line] : offset])

    def offset(self, line: int, unit: int) -> int:
        """Return the place of a unit of a line; behind the end of it, its end."""
        if line >= len(self.starts):
            return len(self.text)
        start = self.starts[max(line, 0)]
        found = self._line(max(line, 0))
        width, units = _WIDTH[self.encoding], 0
        for count, letter in enumerate(found):
            if units >= unit:
                return start + count
            units += len(letter.encode(_UNITS[self.encoding], "surrogatepass")) // width
        return start + len(found)

    def placed(self, place: Place) -> int:
        """Return where a finding stands; its line and column count from 1."""
        line = min(place.line, len(self.starts)) - 1
        return min(self.starts[line] + place.column - 1, self.end(line))

    def end(self, line: int) -> int:
        """Return where a line ends, without what ends it."""
        return self.starts[line] + len(self._line(line))

    def _line(self, line: int) -> str:
        rest = self.starts[line + 1 : line + 2]
        return self.text[self.starts[line] : rest[0] if rest else None].rstrip("\r\n")

    def _units(self, text: str) -> int:
        encoding = self.encoding
        found = text.encode(_UNITS[encoding], "surrogatepass")
        return len(found) // _WIDTH[encoding]
