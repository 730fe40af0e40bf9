"""``A does not depend on B``: neither order nor condition ties A to B."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["Independent"]


class Independent(Rule):
    """``A does not depend on B``: neither order nor condition ties A to B."""

    kind: Literal["independent"] = "independent"
    event: str
    other: str
