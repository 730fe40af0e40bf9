"""``A at most N times``: in no case more often."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["AtMost"]


class AtMost(Rule):
    """``A at most N times``: in no case more often.

    DECLARE: absence.
    """

    kind: Literal["at_most"] = "at_most"
    event: str
    times: int
