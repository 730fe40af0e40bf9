"""The fewest steps after which a sentence about time is broken: the same search."""

from collections import deque

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from tests.proofs.timing.timed import Asked, Moment, Search, TooLargeError

__all__ = ["fewest_steps"]

MOST = 4_000


def fewest_steps(
    protocol: Protocol, handbook: Handbook, asked: Asked, most: int
) -> int | None:
    """Return how many steps a shortest case has that breaks a sentence.

    It is broken once what is owed can be owed for more than ``most`` hours, or is still
    owed when the case is complete. An hour that passes is no step.
    """
    return _Fewest(protocol, handbook, asked, most + 1).fewest()


class _Fewest(Search):
    def fewest(self) -> int | None:
        """Look at moments by their number of steps; hours come before steps."""
        waiting = deque((moment, 0) for moment in self.first())
        seen: set[Moment] = set()
        while waiting:
            moment, steps = waiting.popleft()
            if moment in seen:
                continue
            seen.add(moment)
            if len(seen) > MOST:
                raise TooLargeError
            if self._is_broken(moment):
                return steps
            if self._may_wait(moment):
                waiting.appendleft((self._wait(moment), steps))
            waiting.extend((later, steps + 1) for later in self.stepped(moment))
        return None

    def _is_broken(self, moment: Moment) -> bool:
        if moment.owed is None:
            return False
        return moment.owed == self.cap or self.steps.complete(moment.now)
