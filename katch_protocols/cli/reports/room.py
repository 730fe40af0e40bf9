"""How much of a report a screen shows at once."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

__all__ = ["SCREEN", "Room"]

SCREEN = 40
"""So many lines of findings are told in full where nobody knows the screen."""

_ASIDE = 2
"""On a terminal the command stands above an answer, and the next prompt below."""


class Room(NamedTuple):
    """Rows that are free, and how many letters fit into one: 0 in a pipe, or a file.

    In a pipe only what is told in full takes room: nothing there scrolls away.
    """

    rows: int = SCREEN
    columns: int = 0

    @classmethod
    def of(cls, console: Console) -> Self:
        """Return the room of a terminal, or that of a pipe."""
        if not console.is_terminal:
            return cls()
        width, height = console.size
        return cls(height - _ASIDE, width)

    def taken(self, lines: Iterable[Text]) -> int:
        """Return how many rows lines take: a long one goes on in the next."""
        if not self.columns:
            return sum(1 for _ in lines)
        widths = (cell_len(line.plain) for line in lines)
        return sum(max(1, -(-width // self.columns)) for width in widths)

    def beside(self, lines: Iterable[Text]) -> int:
        """Return how many rows are free beside lines that are told in any case."""
        return self.rows - self.taken(lines) if self.columns else self.rows
