"""The sheets of paper that drawings are printed on."""

from msgspec import Struct

__all__ = ["A2", "A3", "A4", "LEAST_OF_LANES", "LEAST_PRINT", "Paper"]

_POINTS_A_MM = 72 / 25.4
_MARGIN = 10.0


class Paper(Struct, frozen=True):
    """A sheet in landscape; width and height in millimetres."""

    name: str
    width: float
    height: float

    def scale(self, width: float, height: float) -> float:
        """Return the points of one pixel when a page fills the printable room.

        A page that is taller than wide is printed upright.
        """
        long, short = self.room(1.0)
        return min(long / max(width, height), short / min(width, height))

    def room(self, pixel: float) -> tuple[float, float]:
        """Return the pixels of the printable room, the long side first.

        ``pixel`` is the size of one, in points.
        """
        long, short = (
            (side - 2 * _MARGIN) * _POINTS_A_MM / pixel
            for side in (self.width, self.height)
        )
        return long, short

    @property
    def larger(self) -> "Paper":
        """The next larger sheet that offices have; of the largest, itself."""
        return {A4: A3, A3: A2}.get(self, self)


A4, A3, A2 = Paper("A4", 297, 210), Paper("A3", 420, 297), Paper("A2", 594, 420)

LEAST_PRINT = 8.0
"""No letter of a sheet is smaller in print, in points."""
LEAST_OF_LANES = 9.0
"""Nor of a sheet of lanes, which people read standing around it."""
