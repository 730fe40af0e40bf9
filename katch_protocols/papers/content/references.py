"""The list of sources at the end of a paper: numbers in the order of first use."""

from collections.abc import Iterable

from katch_protocols.model.noun import Id
from katch_protocols.papers.content.tongue import Tongue

__all__ = ["References"]


class References:
    """Gives every source a number when it is first cited."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue
        self._numbers: dict[Id, int] = {}

    def cite(self, names: Iterable[Id]) -> tuple[int, ...]:
        """Return the numbers of some sources, smallest first."""
        found = {self._numbers.setdefault(n, len(self._numbers) + 1) for n in names}
        return tuple(sorted(found))

    def listed(self) -> tuple[str, ...]:
        """Return what each number stands for, from 1."""
        return tuple(map(self._tongue.source, self._numbers))
