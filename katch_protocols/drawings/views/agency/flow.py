"""Where the sheets of a card end: what stands in columns goes on on the next one."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.sheets.fitting import half_of

__all__ = ["SheetFlow"]


class SheetFlow(Struct):
    """Gives what follows its place from the top down, and knows where sheets end.

    ``room`` is how tall a sheet may be. Where all fits, there is one.
    """

    room: float
    starts: list[float] = field(default_factory=lambda: [0.0])

    def left(self, top: float) -> float:
        """Return how much room the sheet has below ``top``."""
        return self.starts[-1] + self.room - top

    def keep(self, top: float, height: float) -> None:
        """Begin a sheet at ``top`` if so much does not fit on the one before."""
        if height > self.left(top) and top > self.starts[-1]:
            self.starts.append(top)

    def columns(
        self, heights: Sequence[float], top: float, count: int
    ) -> Iterator[tuple[int, int, float]]:
        """Yield the row, its column and its top, for rows that go down the columns.

        On the last sheet both columns end alike.
        """
        at = 0
        while at < len(heights):
            self.keep(top, heights[at])
            chunk = self._filled(heights[at:], self.left(top), count)
            below = top
            for column, rows in enumerate(chunk):
                y = top
                for height in rows:
                    yield at, column, y
                    at, y = at + 1, y + height
                below = max(below, y)
            top = below

    @staticmethod
    def _filled(
        heights: Sequence[float], room: float, count: int
    ) -> Sequence[Sequence[float]]:
        """Return the rows of each column of a sheet: at least one row."""
        first = half_of(heights) if count > 1 else len(heights)
        even = [heights[:first], heights[first:]]
        if max(map(sum, even)) <= room:
            return even
        found: list[list[float]] = [[] for _ in range(count)]
        at = 0
        for column in found:
            while at < len(heights):
                if (at or column) and sum(column) + heights[at] > room:
                    break
                column.append(heights[at])
                at += 1
        return found

    def sheets(self, wide: float, bottom: float) -> tuple[Rect, ...]:
        """Return the sheets, if there are several; ``bottom`` is where all ends."""
        if len(self.starts) == 1:
            return ()
        ends = [*self.starts[1:], bottom]
        pairs = zip(self.starts, ends, strict=True)
        return tuple(Rect(0, start, wide, end - start) for start, end in pairs)
