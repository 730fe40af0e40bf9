"""What a search for an explanation still has to look at, the cheapest first."""

from enum import IntEnum
from typing import NamedTuple

from katch_protocols.evidence.audits.explanation import ExplainedKind, ExplainedMove
from katch_protocols.evidence.audits.steps import ExplanationNode

__all__ = [
    "COSTS",
    "EDIT",
    "EXPLAINED",
    "SILENT",
    "SURPLUS",
    "SearchEntry",
    "SearchKind",
    "Trail",
]

SILENT, SURPLUS, EDIT = 1, 1 << 20, 1 << 40
"""What an explanation costs as one number: edits count first, then surplus events."""


class SearchKind(IntEnum):
    """What an entry of the search waits for."""

    NODE = 0
    """To be looked at."""
    EDITS = 1
    """What leads on from a node at a cost is still to be found."""
    MISSING = 2
    """Steps that are missing from a node on."""
    UNLOGGED = 3
    """Likewise, steps that the log never tells."""


COSTS = {SearchKind.MISSING: EDIT, SearchKind.UNLOGGED: SILENT}
EXPLAINED = {
    SearchKind.MISSING: ExplainedKind.MISSING,
    SearchKind.UNLOGGED: ExplainedKind.UNLOGGED,
}


class Trail(NamedTuple):
    """The moves to a node, the last one first."""

    move: ExplainedMove
    before: "Trail | None"


class SearchEntry(NamedTuple):
    """A node that is still to be looked at; the cheapest first, then the furthest.

    Of what costs the same, that in which the log tells fewer steps of the clock too
    ``early`` is first: an order of events at one instant may be the only reason.
    ``number`` tells the order in which they were found. Of steps that nobody logged,
    which all cost the same, one entry stands for those from ``place`` on.
    """

    cost: int
    early: int
    progress: int
    number: int
    place: int
    kind: SearchKind
    node: ExplanationNode
    trail: Trail | None
    word: int
