"""What is measured of a protocol: how often, how long, in numbers.

The nouns alone, so that a drawing can be given them without loading what measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from katch_protocols.model.noun import Id
from katch_protocols.proofs.sums import Part, print_sum

__all__ = ["BestCase", "Measures", "Range", "Span", "WorstCase"]


@dataclass(frozen=True)
class Range:
    """At most (``worst``; ``None``: no bound) and at least (``best``) in a case.

    ``best`` is over the cases that end; ``None``: none does. ``loop`` names the steps
    of a round that can be gone again and again, where there is no bound.
    """

    worst: int | None
    best: int | None
    loop: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the range as plain data."""
        return {"worst": self.worst, "best": self.best, "loop": list(self.loop)}


@dataclass(frozen=True)
class WorstCase:
    """The longest time that something can be owed if every deadline is kept.

    ``minutes`` is ``None`` where there is no bound: ``states`` then names the states in
    which no deadline runs, or of the loop (``loops``) that no deadline ends. Else the
    time is the sum of ``parts``, and ``states`` are those that it passes. ``exact``: a
    case takes that long; else none takes longer. ``asked``: something is owed in some
    case at all.
    """

    minutes: int | None
    parts: tuple[Part, ...] = ()
    states: tuple[str, ...] = ()
    loops: bool = False
    exact: bool = True
    asked: bool = True
    exhausted: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return the time as plain data; hours are ``null`` where there is no bound."""
        hours = None if self.minutes is None else self.minutes / 60
        return {
            "worst_hours": hours,
            "sum": print_sum(self.parts),
            "parts": [part.to_json() for part in self.parts],
            "states": list(self.states),
            "loops": self.loops,
            "exact": self.exact,
        }


@dataclass(frozen=True)
class BestCase:
    """The shortest time; ``minutes`` is ``None`` where what is owed never comes."""

    minutes: int | None
    exhausted: bool = True


@dataclass(frozen=True)
class Span:
    """The longest and shortest time from one event to another.

    ``milestone``: the id of what is measured, where the end is the first time that
    anything counts as it. ``safeguard``: the sentence that asks for it. ``unless``:
    only cases in which this did not happen before.
    """

    start: str
    end: str
    worst: WorstCase
    best: BestCase
    unless: str | None = None
    milestone: str | None = None
    safeguard: Id | None = None

    @property
    def reckoned(self) -> bool:
        """Whether the longest time is known: the protocol was not too large for it.

        The shortest may not be, where the longest was found from near.
        """
        return self.worst.exhausted

    def to_json(self) -> dict[str, Any]:
        """Return the span as plain data; hours are ``null`` where there is no bound."""
        best = self.best.minutes
        return {
            "from": self.start,
            "to": self.end,
            "unless": self.unless,
            "milestone": self.milestone,
            "safeguard": self.safeguard,
            "reckoned": self.reckoned,
            "best_hours": None if best is None else best / 60,
            **self.worst.to_json(),
        }


@dataclass(frozen=True)
class Measures:
    """The numbers of one protocol; ``None``: too large to be counted.

    ``states`` are those in which a case can be seen to stand, ``activities`` the
    different duties as they are written; ``configurations`` are all that the cases can
    reach. ``counts`` are how often in a case what the handbook measures happens, by its
    id; ``not_measured`` is what nothing here counts as. ``handoffs`` are the different
    ones of all cases, ``handoffs_a_case`` those that one case meets; ``agencies`` those
    that meet the child in one case.
    """

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

    def to_json(self) -> dict[str, Any]:
        """Return the numbers as plain data, as ``katch measures`` prints them."""
        return {
            "protocol": self.protocol,
            "states": self.states,
            "activities": self.activities,
            "configurations": self.configurations,
            "handoffs": self.handoffs,
            "handoffs_a_case": _plain(self.handoffs_a_case),
            "counts": {name: _plain(found) for name, found in self.counts.items()},
            "not_measured": list(self.not_measured),
            "agencies": _plain(self.agencies),
            "times": [span.to_json() for span in self.times],
        }


def _plain(found: Range | None) -> dict[str, object] | None:
    return None if found is None else found.to_json()
