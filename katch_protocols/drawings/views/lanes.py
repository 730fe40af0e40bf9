"""The lanes view: a column an agency, time running down."""

from katch_protocols.drawings.material import Material
from katch_protocols.drawings.view import PHASE, STORY, View

__all__ = ["VIEW"]

VIEW: View[Material] = View(
    "lanes",
    place=10,
    lay_out=lambda given: given.lanes,
    print=STORY,
    part=PHASE,
    is_split=True,
    cost=8,
)
