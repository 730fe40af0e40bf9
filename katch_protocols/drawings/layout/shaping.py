"""How many columns each lane gets, so that the page fits its paper best."""

from collections.abc import Mapping, Sequence

from katch_protocols.drawings.layout.columns import columned, least_columns
from katch_protocols.drawings.layout.graph import Graph, Options
from katch_protocols.drawings.layout.ranks import Placing, placed

__all__ = ["shaped"]

_MOST_COLUMNS = 4
_WORTH = 1.03
"""A further column must let the page be printed at least this much larger."""
_LABEL_GAP = 20.0


def shaped(graph: Graph, lanes: Sequence[str], options: Options) -> Placing:
    """Place the nodes; add columns one by one, as long as the print grows.

    Print grows while a page that is too tall for its paper loses rows. Only estimates
    of the page are compared; nothing is routed.
    """
    counts = least_columns(graph, lanes)
    best = _placed(graph, lanes, counts, options)
    scale = _scale(best, graph, options)
    while options.fit:
        tried = []
        for place, lane in enumerate(lanes):
            if counts[lane] < _MOST_COLUMNS:
                more = {**counts, lane: counts[lane] + 1}
                placing = _placed(graph, lanes, more, options)
                tried.append((-_scale(placing, graph, options), place, more, placing))
        if not tried:
            break
        cost, _, more, placing = min(tried, key=lambda found: found[:2])
        if -cost < scale * _WORTH:
            break
        counts, best, scale = more, placing, -cost
    return best


def _placed(
    graph: Graph, lanes: Sequence[str], counts: Mapping[str, int], options: Options
) -> Placing:
    columns = columned(graph, lanes, counts)
    return placed(graph, columns, compact=options.compact)


def _scale(placing: Placing, graph: Graph, options: Options) -> float:
    """Return about how large the page can be printed on its paper."""
    width = options.left + _width(placing, graph, options)
    height = options.top + _height(placing, graph, options) + options.foot
    return round(min(options.paper.width / width, options.paper.height / height), 6)


def _width(placing: Placing, graph: Graph, options: Options) -> float:
    """Add up columns and gutters; a level arrow needs a gutter as wide as its text."""
    node = max((node.size.width for node in graph.nodes), default=0.0)
    gutters = [options.gutter] * len(placing.lanes)
    for edge in graph.edges:
        source, target = placing.cells[edge.source], placing.cells[edge.target]
        if source.rank == target.rank and edge.labels:
            at = min(source.column, target.column)
            gutters[at] = max(gutters[at], min(box.width for box in edge.labels))
    return len(gutters) * (node + options.lane_margin) + sum(gutters)


def _height(placing: Placing, graph: Graph, options: Options) -> float:
    """Add up rows and corridors; a corridor holds the texts from the row above."""
    rows = [0.0] * placing.ranks
    corridors = [options.corridor] * placing.ranks
    for node in graph.nodes:
        rank = placing.cells[node.id].rank
        rows[rank] = max(rows[rank], node.size.height + 2 * options.row_margin)
    for edge in graph.edges:
        rank = placing.cells[edge.source].rank
        if placing.cells[edge.target].rank != rank and edge.labels:
            least = min(box.height for box in edge.labels) + _LABEL_GAP
            corridors[rank] = max(corridors[rank], least)
    return sum(rows) + sum(corridors)
