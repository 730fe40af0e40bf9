"""Where each region stands on a tile map: equal squares, no borders to dispute.

The grid of the 20 regions of Kazakhstan keeps neighbours together. A handbook with any
other region is drawn in rows, in its own order.
"""

from collections.abc import Sequence
from math import ceil, sqrt

from katch_protocols.model.noun import Id

__all__ = ["tiles"]

_GRID = {
    "west_kazakhstan": (0, 1),
    "aktobe": (1, 1),
    "kostanay": (2, 0),
    "north_kazakhstan": (3, 0),
    "akmola": (3, 1),
    "astana": (4, 1),
    "pavlodar": (5, 0),
    "abai": (5, 1),
    "east_kazakhstan": (6, 1),
    "atyrau": (0, 2),
    "ulytau": (2, 2),
    "karaganda": (3, 2),
    "jetisu": (6, 2),
    "mangystau": (0, 3),
    "kyzylorda": (2, 3),
    "turkistan": (3, 3),
    "jambyl": (4, 3),
    "almaty_oblast": (5, 3),
    "shymkent": (3, 4),
    "almaty_city": (5, 4),
}
"""Column and row of each region, by its id; the ids are those of the handbook."""


def tiles(regions: Sequence[Id]) -> dict[Id, tuple[int, int]]:
    """Return the column and row of each region; empty columns and rows are left out."""
    if not all(region in _GRID for region in regions):
        wide = max(ceil(sqrt(len(regions))), 1)
        return {name: (at % wide, at // wide) for at, name in enumerate(regions)}
    columns = sorted({_GRID[region][0] for region in regions})
    rows = sorted({_GRID[region][1] for region in regions})
    return {
        region: (columns.index(_GRID[region][0]), rows.index(_GRID[region][1]))
        for region in regions
    }
