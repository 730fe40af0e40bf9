"""``between A and B always C at least every DURATION``."""

from typing import Literal

from katch_protocols.model.durations import PositiveDuration
from katch_protocols.model.safeguards.rule import Rule

__all__ = ["AtLeastEvery"]


class AtLeastEvery(Rule):
    """``between A and B always C at least every DURATION``."""

    kind: Literal["at_least_every"] = "at_least_every"
    event: str
    end: str
    recurring: str
    period: PositiveDuration
