"""Moments of protocols that a handbook tells of: the child's path, and injects."""

from katch_protocols.model.noun import Id, Label, Noun
from katch_protocols.model.pictures import Picture

__all__ = ["MOST_BESIDE", "MOST_MOMENTS", "AtMoment", "Inject", "StoryMoment"]

MOST_MOMENTS, MOST_BESIDE = 8, 2
"""One sheet has room for so many moments, and for so much beside them."""


class AtMoment(Noun):
    """What is said of a moment: ``at`` is ``PROTOCOL.NAME``, a state or an activity.

    ``promises`` are principles, whose promise to the child is said.
    """

    at: str
    promises: tuple[Id, ...] = ()

    @property
    def home(self) -> Id:
        """The protocol, or what runs beside the path."""
        return self.at.partition(".")[0]

    @property
    def name(self) -> str:
        """The state or the activity there; empty for what runs beside."""
        return self.at.partition(".")[2]


class StoryMoment(AtMoment):
    """A moment of the path: what is shown of it follows from the protocol.

    ``at`` may be a protocol or a fragment alone, which runs beside the path.
    """

    picture: Picture | None = None


class Inject(AtMoment):
    """What the facilitator of an exercise reads out as well, at a moment of a case.

    Whether its ``promises`` were thought of is scored.
    """

    text: Label
