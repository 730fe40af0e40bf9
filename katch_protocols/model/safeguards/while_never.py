"""``while S never C``: S active just before C."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["WhileNever"]


class WhileNever(Rule):
    """``while S never C``: S active just before C."""

    kind: Literal["while_never"] = "while_never"
    event: str
    forbidden: str
