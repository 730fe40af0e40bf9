"""``A with ROLE``: the role always takes part in A."""

from typing import Literal

from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards.rule import Rule

__all__ = ["TakesPart"]


class TakesPart(Rule):
    """``A with ROLE``: the role always takes part in A."""

    kind: Literal["takes_part"] = "takes_part"
    event: str
    role: Id
