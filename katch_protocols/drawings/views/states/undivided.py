"""A story without lanes by our own layout: every step in one column of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from katch_protocols.drawings.lanes.clusters import clusters_of
from katch_protocols.drawings.lanes.frame import HEAD_TOP, LEFT
from katch_protocols.drawings.lanes.measures import graph_of
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.arrange import Layout, arranged
from katch_protocols.drawings.layout.graph import Graph, Options
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.views.states.holding import Holding

__all__ = ["UndividedView"]

_ONE_LANE = "states"


@dataclass(frozen=True)
class UndividedView(LanesView):
    """A lanes view whose lanes are one column without a head.

    Each step keeps the number and the colour that it has in the lanes view ``whole``;
    whose colour that is, and at which steps, stands under the picture.
    """

    @cached_property
    def head(self) -> float:
        """There is no head of a lane."""
        return 0.0

    @cached_property
    def layout(self) -> Layout:
        """Where everything is."""
        options = self.options or Options(left=LEFT, top=int(HEAD_TOP) + 4)
        return arranged(_in_one_lane(graph_of(self.story), self), options)

    @cached_property
    def colours(self) -> Mapping[str, str]:
        """The colour of each agency, as in the lanes view."""
        return self.story.colours

    def scene(self, language: str) -> Scene:
        """Draw the story in one language."""
        under, bottom = self.foot(language, self.layout.page.bottom + 14)
        holding = Holding(self.story, self.colours, self.numbers)
        page = self.layout.page
        held, bottom = holding.written(language, page.x, page.right, bottom + 14)
        picture = self.picture(language, "view-states")
        return self.sheet(language, (*picture, *under, *held), bottom)


def _in_one_lane(graph: Graph, view: LanesView) -> Graph:
    nodes = tuple(replace(node, lane=_ONE_LANE) for node in graph.nodes)
    clusters = clusters_of(view.story)
    return replace(graph, lanes=(_ONE_LANE,), nodes=nodes, clusters=clusters)
