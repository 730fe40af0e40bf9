"""What the clock of a case knows, in parts, to be written down and read again."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from katch_protocols.cases.owed import Moment

__all__ = ["ClockParts"]


class ClockParts(Struct, frozen=True):
    """Everything that a clock knows; nodes and duties by their numbers.

    ``pauses`` are a node, since when, and until which moment; of ``owed`` the last says
    whether it is kept.
    """

    entered: Mapping[int, Moment]
    fired: Mapping[str, Moment]
    happened: Mapping[str, Moment]
    left: Mapping[int, datetime]
    pauses: tuple[tuple[int, datetime, Moment], ...]
    owed: Mapping[int, tuple[Moment, bool]]
