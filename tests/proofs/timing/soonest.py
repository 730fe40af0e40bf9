"""The shortest time, hour by hour: the same exhaustive search, asked the other way."""

from collections.abc import Iterator
from dataclasses import replace

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from tests.proofs.timing.timed import Asked, Moment, Search

__all__ = ["shortest_wait"]


def shortest_wait(
    protocol: Protocol, handbook: Handbook, asked: Asked, cap: int
) -> int | None:
    """Return the fewest hours in which B comes after an A that nothing answered yet.

    ``None``: it never comes, or only with the very step that asks for it.
    """
    return _Soonest(protocol, handbook, asked, cap).soonest()


class _Soonest(Search):
    """The first A counts, until B comes."""

    def soonest(self) -> int | None:
        best: int | None = None
        for moment in self.reached():
            if moment.came is not None:
                best = moment.came if best is None else min(best, moment.came)
        return best

    def _owing(self, moment: Moment, events: list[frozenset[str]]) -> Iterator[Moment]:
        owed, came = moment.owed, None
        for names in events:
            if self.asked.then in names and owed is not None:
                came = came if moment.owed is None else moment.owed
                owed = None
            elif self.asked.first in names and owed is None:
                owed = 0
        yield replace(moment, owed=owed, came=came)
