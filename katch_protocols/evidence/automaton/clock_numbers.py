"""Moments and limits of a protocol's clocks, each with the number that loops use."""

from msgspec import Struct, field

from katch_protocols.model.deadlines import Duration

__all__ = ["ClockNumbers"]


class ClockNumbers(Struct, frozen=True):
    """Gives moments and limits their numbers, in the order in which they are named.

    A moment is when something last was in a case: a node was entered, an event
    happened, the clock made a step, a duty began, the B of a sentence was.
    """

    limits: dict[Duration, int] = field(default_factory=dict)
    moments: dict[tuple[str, object], int] = field(default_factory=dict)

    def moment(self, kind: str, what: object) -> int:
        """Return the number of a moment."""
        return self.moments.setdefault((kind, what), len(self.moments))

    def event(self, name: str | None) -> int:
        """Return the number of the moment of an event; -1 where there is none."""
        return -1 if name is None else self.moment("event", name)

    def limit(self, limit: Duration) -> int:
        """Return the number of a limit."""
        return self.limits.setdefault(limit, len(self.limits))
