"""``every case has A``: each that ends ``protected``; ``before an end``: any end."""

from typing import Literal

from katch_protocols.model.safeguards.rule import Rule

__all__ = ["EveryCaseHas"]


class EveryCaseHas(Rule):
    """``every case has A``: each that ends ``protected``; ``before an end``: any end.

    DECLARE: existence.
    """

    kind: Literal["every_case_has"] = "every_case_has"
    event: str
    any_end: bool = False
