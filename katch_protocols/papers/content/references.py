"""Sources as a paper cites them: numbered, with the law first."""

from collections.abc import Iterable

from katch_protocols import xml_text
from katch_protocols.model.citations import Citation, joined
from katch_protocols.model.noun import Id
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.words.citations import cited

__all__ = ["References", "legal", "property_of"]


class References:
    """Gives every source a number when it is first cited."""

    def __init__(self, wording: PaperTexts) -> None:
        self._wording = wording
        self._cited: dict[Id, Citation] = {}

    def cite(self, citations: Iterable[Citation]) -> tuple[str, ...]:
        """Return the numbers of some sources, smallest first, each with its places.

        ``3`` or ``3, art. 16(2)``; several are told apart by brackets or semicolons.
        """
        found = joined(citations)
        for each in found:
            before = self._cited.get(each.source)
            both = (each,) if before is None else (before, each)
            (self._cited[each.source],) = joined(both)
        numbers = {name: at for at, name in enumerate(self._cited, start=1)}
        return tuple(
            cited(str(numbers[each.source]), each.places, self._wording.language)
            for each in sorted(found, key=lambda one: numbers[one.source])
        )

    def listed(self) -> tuple[str, ...]:
        """Return what each number stands for, from 1, with every place that is cited.

        Ask when all is cited.
        """
        return tuple(map(self._wording.citation, self._cited.values()))


_PROPERTY = 255
"""Characters of a property of a presentation or a document."""


def legal(text: str) -> str:
    """Return a text as office files hold it: they know no carriage return either."""
    return xml_text.legal(text).replace("\r", "\ufffd")


def property_of(text: str) -> str:
    """Return a text as a property of a file: a longer one ends in ``…``."""
    kept = legal(text)
    return kept if len(kept) <= _PROPERTY else f"{kept[: _PROPERTY - 1]}…"
