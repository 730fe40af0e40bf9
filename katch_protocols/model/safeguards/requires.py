"""``A requires B``: B happened earlier; ``each time``: since the last A."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["Requires"]


class Requires(Rule):
    """``A requires B``: B happened earlier; ``each time``: since the last A.

    DECLARE: precedence, alternate precedence.
    """

    kind: Literal["requires"] = "requires"
    event: str
    earlier: str
    each_time: bool = False
