"""What does not count in a source, and why."""

from collections.abc import Mapping

from msgspec import Struct, field

__all__ = ["SourceFlaw"]


class SourceFlaw(Struct, frozen=True):
    """Something in a source that does not count, or is asked about.

    Attributes:
        key: That of its words in the catalogue ``indicators``, behind ``flaw-``.
        source: The file.
        row: The row, from 1; 0 where the whole file is meant.
        facts: What was seen; never a person.
    """

    key: str
    source: str
    row: int
    facts: Mapping[str, str] = field(default_factory=dict)
