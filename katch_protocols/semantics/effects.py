"""What the rows of a table do to many words at once."""

from dataclasses import dataclass

from katch_protocols.semantics.arrays import Places, Words, parted
from katch_protocols.semantics.table import Table

__all__ = ["Effects"]


@dataclass(frozen=True)
class Effects:
    """What the rows of a table do. Shapes: ``keep``, ``put`` (rows, parts)."""

    keep: Words
    put: Words

    @classmethod
    def of(cls, table: Table, parts: int) -> "Effects":
        """Return the effects of a table's rows, in their order."""
        keep = parted((~row.clear for row in table.rows), parts)
        return cls(keep, parted((row.set for row in table.rows), parts))

    def after(self, words: Words, rows: Places) -> Words:
        """Return each word after the row that stands beside it."""
        return words & self.keep[rows] | self.put[rows]
