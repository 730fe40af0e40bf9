"""``A and B by the same person``."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["SamePerson"]


class SamePerson(Rule):
    """``A and B by the same person``.

    WSP: binding of duty.
    """

    kind: Literal["same_person"] = "same_person"
    event: str
    other: str
