"""The path of the child as a handbook tells it: a few moments of its protocols."""

from katch_protocols.model.noun import Id, Noun
from katch_protocols.model.pictures import Picture

__all__ = ["MOST_BESIDE", "MOST_MOMENTS", "Moment"]

MOST_MOMENTS, MOST_BESIDE = 8, 2
"""One sheet has room for so many moments, and for so much beside them."""


class Moment(Noun):
    """A moment of the path: what is shown of it follows from the protocol.

    ``at`` is ``PROTOCOL.NAME``, a state or an activity; or a protocol or a fragment
    alone, which runs beside the path. ``promises`` are principles, whose promise to the
    child is said.
    """

    at: str
    picture: Picture | None = None
    promises: tuple[Id, ...] = ()

    @property
    def home(self) -> Id:
        """The protocol, or what runs beside the path."""
        return self.at.partition(".")[0]

    @property
    def name(self) -> str:
        """The state or the activity there; empty for what runs beside."""
        return self.at.partition(".")[2]
