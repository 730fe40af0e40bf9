"""What starts a step, and one way in which it can go."""

from collections.abc import Mapping
from dataclasses import dataclass

from katch_protocols.charts.chart import Entry, Goal

__all__ = ["Move", "Way"]


@dataclass(frozen=True, slots=True)
class Move:
    """What starts a step: an entry with its recorded values, or the clock at a node.

    ``completes``: neither, but ``done`` of the node, taken by itself (only where
    completion is not folded into the steps that lead to it).
    """

    node: int
    goal: Goal | None
    entry: Entry | None = None
    records: tuple[tuple[str, str], ...] = ()
    completes: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way a step can go: what must be so, what is written, what is entered.

    ``asked`` and ``written`` are keyed by field; ``entered`` lists nodes in the order
    of entry; ``resumed`` those of them whose inside came back as it was last left;
    ``lines`` the lines of choices that were taken (node, position); ``endless``: the
    settling cannot end.
    """

    asked: Mapping[int, frozenset[int]]
    written: Mapping[int, int]
    entered: tuple[int, ...]
    resumed: tuple[int, ...]
    endless: bool = False
    lines: tuple[tuple[int, int], ...] = ()
