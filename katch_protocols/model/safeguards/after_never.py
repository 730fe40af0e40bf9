"""``after A never C``."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["AfterNever"]


class AfterNever(Rule):
    """``after A never C``.

    DECLARE: not response.
    """

    kind: Literal["after_never"] = "after_never"
    event: str
    forbidden: str
