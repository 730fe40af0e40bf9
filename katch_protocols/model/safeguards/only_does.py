"""``only X / Y does A``: an agency or role, or several."""

from typing import Literal

from katch_protocols.model.conditions import Alternatives
from katch_protocols.model.safeguards.rule import Rule

__all__ = ["OnlyDoes"]


class OnlyDoes(Rule):
    """``only X / Y does A``: an agency or role, or several.

    WSP: authorisation.
    """

    kind: Literal["only_does"] = "only_does"
    event: str
    actors: Alternatives
