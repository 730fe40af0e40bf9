"""The small signs of drawings as lines; around their middle, in pixels."""

from katch_protocols.drawings.layout.graph import Point
from katch_protocols.drawings.scene import Sign

__all__ = ["STROKES"]

STROKES: dict[Sign, tuple[tuple[Point, ...], ...]] = {
    Sign.CLOCK: (((0, -2.6), (0, 0), (1.9, 1.4)),),
    Sign.CHECK: (((-3.8, 0.2), (-1.2, 3), (4, -3)),),
    Sign.BACK: (
        (
            (-4.5, -1.5),
            (1.5, -1.5),
            (4, 0),
            (4.5, 1.5),
            (4, 3.6),
            (1.5, 4.5),
            (-2, 4.5),
        ),
        ((-2, -4), (-4.5, -1.5), (-2, 1)),
    ),
    Sign.ANYWHERE: (
        ((-4.5, -4.5), (-0.5, -0.5)),
        ((-5.5, 0), (5, 0)),
        ((-4.5, 4.5), (-0.5, 0.5)),
        ((2.5, -2.5), (5, 0), (2.5, 2.5)),
    ),
    Sign.STAYS: (
        ((3.8, -2.2), (1.6, -4.1), (-1, -4.2), (-3.6, -2.5), (-4.4, 0), (-3.6, 2.6)),
        ((-3.6, 2.6), (-1, 4.3), (1.6, 4.1), (3.8, 2.2), (4.4, 0.8)),
        ((4.4, -5), (4.4, -2), (1.4, -2)),
    ),
    Sign.OPENS: (
        ((-4, -4), (4, -4), (4, 4), (-4, 4), (-4, -4)),
        ((0, -2), (0, 2)),
        ((-2, 0), (2, 0)),
    ),
}
"""The clock has a ring besides."""
