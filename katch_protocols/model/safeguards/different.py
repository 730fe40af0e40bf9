"""``A and B by different people`` or ``by different agencies``."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["Different"]


class Different(Rule):
    """``A and B by different people`` or ``by different agencies``.

    WSP: separation of duty.
    """

    kind: Literal["different"] = "different"
    event: str
    other: str
    agencies: bool = False
