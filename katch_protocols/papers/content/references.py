"""Sources as a paper cites them: numbered, with the law first."""

import re
from collections.abc import Iterable

from katch_protocols.model.noun import Id
from katch_protocols.papers.content.speaker import PaperTexts

__all__ = ["References", "legal", "property_of"]


class References:
    """Gives every source a number when it is first cited."""

    def __init__(self, tongue: PaperTexts) -> None:
        self._tongue = tongue
        self._numbers: dict[Id, int] = {}

    def cite(self, names: Iterable[Id]) -> tuple[int, ...]:
        """Return the numbers of some sources, smallest first."""
        found = {self._numbers.setdefault(n, len(self._numbers) + 1) for n in names}
        return tuple(sorted(found))

    def listed(self) -> tuple[str, ...]:
        """Return what each number stands for, from 1."""
        return tuple(map(self._tongue.source, self._numbers))


_PROPERTY = 255
"""Characters of a property of a presentation or a document."""

_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text without control characters."""
    return _ILLEGAL.sub("\ufffd", text)


def property_of(text: str) -> str:
    """Return a text as a property of a file: a longer one ends in ``…``."""
    kept = legal(text)
    return kept if len(kept) <= _PROPERTY else f"{kept[: _PROPERTY - 1]}…"
