"""When a state is entered at the latest, hour by hour: the same exhaustive search."""

from collections.abc import Iterator
from dataclasses import replace

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from tests.proofs.timing.timed import Asked, Moment, Search

__all__ = ["latest_entry"]


def latest_entry(
    protocol: Protocol, handbook: Handbook, asked: Asked, cap: int
) -> int | None:
    """Return the most hours from the last A to the entry of the state B.

    Every deadline is kept until then: what is over as it is entered with B is no more
    late than B. ``cap`` stands for more; ``None``: B is never entered after an A.
    """
    return _Latest(protocol, handbook, asked, cap).latest()


class _Latest(Search):
    """The last A counts, until B comes; a case that comes late is not gone on with.

    Where the same step brings both, the clock of B is new, and nobody asks.
    """

    entered: frozenset[str] = frozenset()
    """What the step entered that was told last."""

    def latest(self) -> int | None:
        came = (moment.came for moment in self.reached())
        return max((each for each in came if each is not None), default=None)

    def _next(self, moment: Moment) -> Iterator[Moment]:
        if super()._is_kept(moment):
            yield from super()._next(moment)

    def _is_kept(self, moment: Moment) -> bool:
        limits = self.limits
        if moment.came is not None:
            self.limits = {
                path: each for path, each in limits.items() if path not in self.entered
            }
        kept = super()._is_kept(moment)
        self.limits = limits
        return kept

    def _owing(self, moment: Moment, events: list[frozenset[str]]) -> Iterator[Moment]:
        self.entered = frozenset().union(*events)
        anew = any(self.asked.first in names for names in events)
        comes = any(self.asked.then in names for names in events)
        came = moment.owed if comes and not anew else None
        owed = None if comes else moment.owed
        yield replace(moment, owed=0 if anew else owed, came=came)
