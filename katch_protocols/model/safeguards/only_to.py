"""``D only to X / Y``: a document or data category reaches no other agency."""

from typing import Literal

from katch_protocols.model.conditions import Alternatives
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards.rule import Rule

__all__ = ["OnlyTo"]


class OnlyTo(Rule):
    """``D only to X / Y``: a document or data category reaches no other agency."""

    kind: Literal["only_to"] = "only_to"
    item: Id
    receivers: Alternatives
