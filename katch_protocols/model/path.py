"""Moments of protocols that a handbook tells of: the path, injects, pictograms."""

from katch_protocols.model.noun import Id, Label, Noun
from katch_protocols.model.pictures import Picture

__all__ = [
    "MOST_BESIDE",
    "MOST_MOMENTS",
    "AtMoment",
    "Depicted",
    "Inject",
    "StoryMoment",
]

MOST_MOMENTS, MOST_BESIDE = 8, 2
"""One sheet has room for so many moments, and for so much beside them."""


class AtMoment(Noun):
    """What is said of a moment: ``at`` is ``PROTOCOL.NAME``, a state or an activity."""

    at: str

    @property
    def home(self) -> Id:
        """The protocol, or what runs beside the path."""
        return self.at.partition(".")[0]

    @property
    def name(self) -> str:
        """The state or the activity there; empty for what runs beside."""
        return self.at.partition(".")[2]


class Depicted(AtMoment):
    """An activity, and the pictogram that stands for it where pictures tell."""

    picture: Picture


class StoryMoment(AtMoment):
    """A moment of the path: what is shown of it follows from the protocol.

    ``at`` may be a protocol or a fragment alone, which runs beside the path.
    ``promises`` are principles, whose promise to the child is said.
    """

    promises: tuple[Id, ...] = ()
    picture: Picture | None = None


class Inject(AtMoment):
    """What the facilitator of an exercise reads out as well, at a moment of a case.

    ``promises`` are principles; whether somebody thought of them is scored.
    """

    promises: tuple[Id, ...] = ()
    text: Label
