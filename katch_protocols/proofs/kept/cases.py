"""What was found of all cases of a table, so that nobody need explore them again.

It is about words and rows alone, and nothing that they stand for: it lies under a
digest of these. So another limit, name or text changes nothing here.
"""

import marshal
from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from katch_protocols.budget import keep
from katch_protocols.proofs.kept.answer_cache import Plain, current
from katch_protocols.semantics.table import Table

if TYPE_CHECKING:
    from katch_protocols.semantics.explore import Exploration

__all__ = ["KnownCases"]

_PLAIN = 0
"""The form of ``marshal`` in which equal values are equal bytes, and only these."""


class KnownCases:
    """Every configuration of a table, up to a limit, and how many lie where.

    What was asked and ``put`` into the cache before is known at once; for all else the
    table is explored, once.
    """

    def __init__(self, table: Table, limit: int) -> None:
        """Look up what is known; nothing is explored yet."""
        self.table, self.limit = table, limit
        cache = current()
        self._cache = cache
        self._key = "" if cache is None else _digest(cache.version, table, limit)
        told = None if cache is None else cache.find(self._key)
        self._told: Mapping[str, Any] | None = told
        self._counts: dict[str, int] = {} if told is None else dict(told["counts"])
        self._is_new = told is None

    @property
    def is_known(self) -> bool:
        """Whether most questions need no exploring."""
        return self._told is not None

    def explore(self) -> "Exploration":
        """Return all that was found, explored where nobody has asked for it yet.

        Raises:
            BudgetError: The budget of the command is spent.
        """
        return self._explored

    @cached_property
    def _explored(self) -> "Exploration":
        # Lazy: what explores is loaded only where something is not known.
        from katch_protocols.semantics.explored import explored  # noqa: PLC0415

        found = explored(self.table, limit=self.limit)
        keep(found.size)
        return found

    def __len__(self) -> int:
        """Return how many configurations were found."""
        return int(self._facts["size"])

    @property
    def exhausted(self) -> bool:
        """Whether nothing was left out."""
        return bool(self._facts["exhausted"])

    @property
    def fired(self) -> Sequence[bool]:
        """Of each row of the table whether it applied anywhere."""
        return [each == "1" for each in self._facts["fired"]]

    @property
    def ends(self) -> int:
        """In how many configurations the case is complete."""
        return int(self._facts["ends"])

    def count(self, mask: int, match: int) -> int:
        """Return how many of the configurations lie in a cube."""
        cube = f"{mask:x}:{match:x}"
        found = self._counts.get(cube)
        if found is None:
            found = self._counts[cube] = len(self.explore().where(mask, match))
            self._is_new = True
        return found

    def put(self) -> None:
        """Put all that was asked into the cache, if it has anything new."""
        if self._cache is not None and self._is_new:
            told = {**self._facts, "counts": dict(self._counts)}
            self._cache.put(self._key, told)
            self._is_new = False

    @cached_property
    def _facts(self) -> Plain:
        """What is known but for the counts."""
        if self._told is not None:
            return {key: each for key, each in self._told.items() if key != "counts"}
        found = self.explore()
        return {
            "size": len(found),
            "exhausted": found.exhausted,
            "fired": "".join("01"[hit] for hit in found.fired.tolist()),
            "ends": len(found.ends()),
        }


def _digest(version: str, table: Table, limit: int) -> str:
    """Return the digest of all that the configurations of a table depend on."""
    rows = [(row.mask, row.match, row.clear, row.set) for row in table.rows]
    told = "cases", version, table.layout.width, table.initial, rows, table.final, limit
    return sha256(marshal.dumps(told, _PLAIN)).hexdigest()
