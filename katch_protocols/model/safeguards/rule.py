"""What every kind of safeguard may end with: ``where CONDITION`` and ``unless B``."""

from katch_protocols.model.conditions import Condition
from katch_protocols.model.noun import Noun

__all__ = ["Rule"]


class Rule(Noun):
    """A sentence about events; an event is an activity or a state that is entered.

    ``where`` filters the first event; ``unless`` names the documented exception, after
    which the rule does not bind.
    """

    where: Condition | None = None
    unless: str | None = None
