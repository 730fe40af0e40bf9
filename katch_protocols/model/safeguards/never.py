"""``never A``: A happens in no case."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["Never"]


class Never(Rule):
    """``never A``: A happens in no case."""

    kind: Literal["never"] = "never"
    event: str
