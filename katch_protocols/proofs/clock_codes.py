"""What the codes of a clock's field mean, and what a step does to them."""

from collections.abc import Sequence

from msgspec import Struct

from katch_protocols.semantics.cubes import Cube

__all__ = [
    "AFTER_FIRST",
    "AGAIN",
    "AGAIN_REMEMBERED",
    "NOTHING",
    "NO_WAYS",
    "PLAIN",
    "REMEMBERED",
    "ClockChange",
    "ClockCodes",
    "Effects",
    "Ways",
]


class ClockChange(Struct, frozen=True):
    """What a step does to a clock: codes become ``put`` where they are ``only``."""

    put: int | None = None
    renews: bool = False
    only: int | None = None


Effects = tuple[ClockChange, ...]
NOTHING: Effects = ()

Ways = list[tuple[Sequence[Cube], Effects]]
"""What a step may do to a clock, each with the cubes in which it does that."""

NO_WAYS: Ways = [(((0, 0),), NOTHING)]


class ClockCodes(Struct, frozen=True):
    """What the codes of a clock's field mean; ``None``: none of them does."""

    values: tuple[str, ...]
    off: int
    owed: int
    kept: int | None
    running: tuple[int, ...]


PLAIN = ClockCodes(("owed", "kept"), 0, 0, 1, (0,))
REMEMBERED = ClockCodes(("off", "kept", "owed"), 0, 2, 1, (2,))
"""Where it is left and may be taken up, the word does not tell whether it was owed."""

AGAIN = ClockCodes(("on",), 0, 0, None, (0,))
AGAIN_REMEMBERED = ClockCodes(("off", "on"), 0, 1, None, (1,))
AFTER_FIRST = ClockCodes(("not_yet", "begun"), 0, 0, 1, (1,))
