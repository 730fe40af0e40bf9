"""``A at most N times``: in no case more often."""

from typing import Annotated, Literal

from pydantic import Field

from katch_protocols.model.durations import MAX_AMOUNT
from katch_protocols.model.safeguards.rule import Rule

__all__ = ["AtMost"]


class AtMost(Rule):
    """``A at most N times``: in no case more often.

    DECLARE: absence.
    """

    kind: Literal["at_most"] = "at_most"
    event: str
    times: Annotated[int, Field(ge=1, le=MAX_AMOUNT)]
