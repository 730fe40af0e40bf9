"""What is kept of the cells of a log: a keyed hash of cases and of people."""

from collections.abc import Sequence

from katch_protocols.evidence.logs.hashing import (
    TOKENS,
    Hashing,
    refuse_personal,
    suspected,
)
from katch_protocols.evidence.logs.joined_texts import JoinedTexts
from katch_protocols.evidence.logs.names import split_cell
from katch_protocols.model.logs import LogColumns

__all__ = ["HashedCells", "tells_apart"]

_CASES = ("case", "opener")
_SEATS = ";|"


class HashedCells:
    """Puts keyed hashes for references and people, as cells are read."""

    def __init__(self, columns: LogColumns, hashing: Hashing) -> None:
        self._hashing = hashing
        self._kinds = {
            name: kind for kind in TOKENS if (name := getattr(columns, kind))
        }

    def clean(self, column: str, text: str, row: int) -> str:
        """Return what is kept of a cell.

        Raises:
            LogError: It could say who somebody is.
        """
        kind = self._kinds.get(column)
        refuse_personal(column, text, row, kind=kind)
        if kind is None:
            return text
        if kind in _CASES:
            return self._hashing.anew("case", text)
        if kind == "together_with":
            return ";".join(map(self._seat, split_cell(text, _SEATS)))
        return self._hashing.anew("person", text)

    def every(self, column: str, texts: Sequence[str]) -> list[str]:
        """Return what is kept of many different cells; raises as ``clean``."""
        return [self.clean(column, text, 0) for text in texts]

    def case(self, column: str, text: str, row: int) -> bytes:
        """Return the key of a case; raises as ``clean``."""
        refuse_personal(column, text, row, kind="case")
        return self._hashing.key(text)

    def cases(self, column: str, texts: Sequence[str]) -> bytes:
        """Return the keys of many cases, one after another; raises as ``clean``."""
        for text in suspected(texts):
            refuse_personal(column, text, 0, kind="case")
        return self.plain_cases(JoinedTexts.of([text.strip() for text in texts]))

    def plain_cases(self, texts: JoinedTexts) -> bytes:
        """Return the keys of many cases of which nothing has to be looked at."""
        return self._hashing.keys(texts)

    def _seat(self, text: str) -> str:
        role, agency, person, *_ = (*text.split("/"), "", "")
        hashed = self._hashing.person(person) if person.strip() else ""
        return f"{role.strip()}/{agency.strip()}/{hashed}"


def tells_apart(columns: LogColumns) -> bool:
    """Tell whether no column holds references or people beside something else."""
    tokens = [name for kind in TOKENS if (name := getattr(columns, kind))]
    every = list(columns.model_dump(exclude_none=True).values())
    return all(every.count(name) == 1 for name in tokens)
