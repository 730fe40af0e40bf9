"""The lanes view: a column an agency, time running down."""

from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_OF_LANES
from katch_protocols.drawings.view import PHASE, View

__all__ = ["VIEW"]

VIEW: View[Material] = View(
    "lanes",
    place=10,
    lay_out=lambda given: given.lanes,
    least=LEAST_OF_LANES,
    part=PHASE,
    is_split=True,
    cost=8,
)
