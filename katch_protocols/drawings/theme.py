"""The colours and measures of every drawing."""

from katch_protocols.drawings.colours import tint

__all__ = [
    "ADDED",
    "ALERT",
    "BAND",
    "CHANGED",
    "CHOICE",
    "FAMILY",
    "HAIRLINE",
    "INK",
    "LANES",
    "MANY_LANES",
    "MUTED",
    "PAPER",
    "REMOVED",
    "lane_tint",
]

FAMILY = "KP Sans"
"""The bundled family; a reader without it gets the next of ``FALLBACKS``."""

INK, MUTED, PAPER = "#1B2733", "#4A5763", "#FFFFFF"
ALERT = "#B3261E"
ADDED, REMOVED, CHANGED = "#0B6E4F", ALERT, "#8A5A00"
"""What a comparison shows; a warning has the colour of what changed."""
CHOICE = "#FFF7DB"
BAND, HAIRLINE = "#E7EBEF", "#C9D1D8"

LANES = (
    "#AA5986",
    "#052286",
    "#228248",
    "#58171E",
    "#3572D7",
    "#3F2C43",
    "#6A498C",
    "#054B3C",
)
"""Up to eight lanes: light and dark take turns, so grey print tells neighbours."""

MANY_LANES = (
    "#65042D",
    "#1D714B",
    "#442A09",
    "#013BDA",
    "#0B3754",
    "#7D5E87",
    "#A75A60",
    "#9D0E9A",
    "#7960E0",
    "#45058C",
)
"""Nine or ten lanes; with more, colours repeat, and the head tells the lane."""

_TINT = 0.075


def lane_tint(colour: str) -> str:
    """Return the pale ground of a lane; text on it is always ink."""
    return tint(colour, _TINT)
