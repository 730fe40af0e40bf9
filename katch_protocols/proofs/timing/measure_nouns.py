"""What is measured of a protocol: how often, how long, in numbers.

The nouns alone, so that a drawing can be given them without loading what measures.
"""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.model.noun import Id
from katch_protocols.proofs.time_sums import TimePart, print_sum

__all__ = ["BestCase", "Measures", "Range", "Span", "WorstCase"]


class Range(Answerable, Struct, frozen=True):
    """At most (``worst``; ``None``: no bound) and at least (``best``) in a case.

    ``best`` is over the cases that end; ``None``: none does. ``loop`` names the steps
    of a round that can be gone again and again, where there is no bound.
    """

    worst: int | None
    best: int | None
    loop: tuple[str, ...] = ()


class WorstCase(Answerable, Struct, frozen=True):
    """The longest time that something can be owed if every deadline is kept.

    ``minutes`` is ``None`` where there is no bound: ``states`` then names the states in
    which no deadline runs, or of the loop (``loops``) that no deadline ends. Else the
    time is the sum of ``parts``, and ``states`` are those that it passes. ``exact``: a
    case takes that long; else none takes longer. ``asked``: something is owed in some
    case at all.
    """

    KEYS = ("worst_hours=hours", "sum", "parts", "states", "loops", "exact")

    minutes: int | None
    parts: tuple[TimePart, ...] = ()
    states: tuple[str, ...] = ()
    loops: bool = False
    exact: bool = True
    asked: bool = True
    exhausted: bool = True

    @property
    def hours(self) -> float | None:
        """The time in hours."""
        return _in_hours(self.minutes)

    @property
    def sum(self) -> str:
        """The sum for programs: ``3 hours + 5 working days (at most 11 days)``."""
        return print_sum(self.parts)


class BestCase(Struct, frozen=True):
    """The shortest time; ``minutes`` is ``None`` where what is owed never comes."""

    minutes: int | None
    exhausted: bool = True

    @property
    def hours(self) -> float | None:
        """The time in hours."""
        return _in_hours(self.minutes)


class Span(Answerable, Struct, frozen=True):
    """The longest and shortest time from one event to another.

    ``milestone``: the id of what is measured, where the end is the first time that
    anything counts as it. ``safeguard``: the sentence that asks for it. ``unless``:
    only cases in which nothing of this happened before.
    """

    KEYS = (
        "from=start",
        "to=end",
        "unless",
        "milestone",
        "safeguard",
        "reckoned",
        "best_hours=best.hours",
        "*worst",
    )

    start: str
    end: str
    worst: WorstCase
    best: BestCase
    unless: tuple[str, ...] = ()
    milestone: str | None = None
    safeguard: Id | None = None

    @property
    def reckoned(self) -> bool:
        """Whether the longest time is known: the protocol was not too large for it.

        The shortest may not be, where the longest was found from near.
        """
        return self.worst.exhausted


class Measures(Answerable, Struct, frozen=True):
    """The numbers of one protocol; ``None``: too large to be counted.

    ``states`` are those in which a case can be seen to stand, ``activities`` the
    different duties as they are written; ``configurations`` are all that the cases can
    reach. ``counts`` are how often in a case what the handbook measures happens, by its
    id; ``not_measured`` is what nothing here counts as. ``handoffs`` are the different
    ones of all cases, also inside a protocol that runs here, ``handoffs_a_case`` those
    that one case meets; ``agencies`` those that meet the child in one case.
    """

    KEYS = (
        "protocol",
        "states",
        "activities",
        "configurations",
        "handoffs",
        "handoffs_a_case",
        "counts",
        "not_measured",
        "agencies",
        "times",
    )

    protocol: Id
    states: int
    activities: int
    configurations: int | None
    counts: Mapping[Id, Range | None]
    not_measured: tuple[Id, ...]
    handoffs: int | None
    handoffs_a_case: Range | None
    agencies: Range | None
    times: tuple[Span, ...]


def _plain(found: Range | None) -> dict[str, object] | None:
    return None if found is None else found.to_json()


def _in_hours(minutes: int | None) -> float | None:
    return None if minutes is None else minutes / 60
