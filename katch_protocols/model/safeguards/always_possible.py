"""``A is always possible``: from every configuration that is not an end."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["AlwaysPossible"]


class AlwaysPossible(Rule):
    """``A is always possible``: from every configuration that is not an end."""

    kind: Literal["always_possible"] = "always_possible"
    event: str
