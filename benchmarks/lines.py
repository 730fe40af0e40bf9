"""One line of the table of results, and how the table is printed."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Line", "table"]


_FEW = 10
"""Below so many times as fast, a whole number would hide what was measured."""


@dataclass(frozen=True)
class Line:
    """A measurement, what it is compared with, and what we aim at."""

    what: str
    ours: str
    floor: str
    result: str
    aim: str
    met: bool

    @classmethod
    def ratio(cls, what: str, ours: float, floor: float, *, under: float) -> "Line":
        """Compare seconds with the seconds of a floor: how many times as long."""
        ratio = ours / floor
        return cls(
            what,
            spoken(ours),
            spoken(floor),
            f"{ratio:.2f} x",
            f"under {under:g} x",
            ratio < under,
        )

    @classmethod
    def faster(cls, what: str, ours: float, peer: float, *, over: float) -> "Line":
        """Compare seconds with the seconds of a peer: how many times as fast."""
        ratio = peer / ours
        return cls(
            what,
            spoken(ours),
            spoken(peer),
            f"{ratio:.0f} x faster" if ratio >= _FEW else f"{ratio:.2f} x as fast",
            f"over {over:g} x",
            ratio > over,
        )

    @classmethod
    def within(cls, what: str, ours: float, *, under: float) -> "Line":
        """Hold seconds against a limit."""
        said = spoken(ours)
        return cls(what, said, "-", said, f"under {spoken(under)}", ours < under)


def spoken(seconds: float) -> str:
    """Say seconds in the unit that fits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def table(lines: Iterable[Line]) -> str:
    """Return the lines as a table of text."""
    head = ("measured", "ours", "floor", "result", "aim", "")
    rows = [head]
    for line in lines:
        met = "met" if line.met else "MISSED"
        rows.append((line.what, line.ours, line.floor, line.result, line.aim, met))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
