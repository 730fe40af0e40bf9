"""``A requires that CONDITION``: it held just before A."""

from typing import Literal

from katch_protocols.model.conditions import Condition
from katch_protocols.model.safeguards.rule import Rule

__all__ = ["RequiresThat"]


class RequiresThat(Rule):
    """``A requires that CONDITION``: it held just before A."""

    kind: Literal["requires_that"] = "requires_that"
    event: str
    condition: Condition
