"""``between A and B never C``; open at its end."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["BetweenNever"]


class BetweenNever(Rule):
    """``between A and B never C``; open at its end."""

    kind: Literal["between_never"] = "between_never"
    event: str
    end: str
    forbidden: str
