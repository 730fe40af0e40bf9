"""``after A then B``, and ``within DURATION`` if every deadline is kept."""

from typing import Literal

from katch_protocols.model.durations import PositiveDuration
from katch_protocols.model.safeguards.rule import Rule

__all__ = ["AfterThen"]


class AfterThen(Rule):
    """``after A then B``, and ``within DURATION`` if every deadline is kept.

    DECLARE: response.
    """

    kind: Literal["after_then"] = "after_then"
    event: str
    later: str
    within: PositiveDuration | None = None
