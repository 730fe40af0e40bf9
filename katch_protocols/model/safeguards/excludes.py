"""``A excludes B``: no case has both."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["Excludes"]


class Excludes(Rule):
    """``A excludes B``: no case has both.

    DECLARE: not co-existence.
    """

    kind: Literal["excludes"] = "excludes"
    event: str
    other: str
