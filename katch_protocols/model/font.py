"""A font of one's own: what a handbook names where the bundled fonts lack letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Font"]


@dataclass(frozen=True, slots=True)
class Font:
    """A font file of a handbook.

    Attributes:
        file: Its path below the handbook.
        data: Its bytes.
        family: What it calls itself; empty while nobody could read it.
        advances: The width of each letter that it draws, in thousandths of its size;
            empty while nobody could read it.
    """

    file: str
    data: bytes = field(default=b"", repr=False)
    family: str = field(default="", compare=False)
    advances: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
