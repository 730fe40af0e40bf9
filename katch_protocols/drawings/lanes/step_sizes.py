"""How wide the steps on lanes are, and how large their titles."""

from msgspec import Struct

from katch_protocols.drawings.lanes.heads import HEAD_ROOM
from katch_protocols.drawings.layout.coordinates import SLANT
from katch_protocols.drawings.layout.graph import NodeShape

__all__ = ["CARD_BAR", "STEP_SIZE", "STEP_SIZES", "StepSizes"]

_WIDTH = 192.0
"""How wide a step is, unless a word of some title needs more."""
STEP_SIZE = 16.0
CARD_BAR = 24.0


class StepSizes(Struct, frozen=True):
    """How wide a step is, in pixels, and how large its title."""

    width: float = _WIDTH
    title: float = STEP_SIZE

    def room(self, shape: NodeShape) -> float:
        """Return the room of a title in an outline."""
        match shape:
            case NodeShape.CARD:
                return self.width - CARD_BAR - 14
            case NodeShape.PILL:
                return self.width - 42
            case NodeShape.HEXAGON:
                return self.width - 2 * SLANT - 4
            case NodeShape.BAR:
                return 0.0

    @property
    def head(self) -> float:
        """The room of the head over the narrowest lane."""
        return self.width - _WIDTH + HEAD_ROOM


STEP_SIZES = StepSizes()
"""Those of the lanes with everything."""
