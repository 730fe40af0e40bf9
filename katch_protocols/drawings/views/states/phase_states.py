"""The states of one phase and where they lead: places by Graphviz, or our own."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.caption import described, foot_line
from katch_protocols.drawings.lanes.arrows import (
    arrow_ink,
    row_shapes,
    sender_colour,
)
from katch_protocols.drawings.lanes.cards import Cards
from katch_protocols.drawings.lanes.composite_frames import clusters_of
from katch_protocols.drawings.lanes.frame import HEAD_TOP, LEFT
from katch_protocols.drawings.lanes.heads import headline
from katch_protocols.drawings.lanes.key import LanesLegend
from katch_protocols.drawings.lanes.measures import ROOMS, graph_of, is_choice, rows
from katch_protocols.drawings.lanes.notes import Notes
from katch_protocols.drawings.lanes.overview import OVERVIEW_SIZES
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.arrange import PageLayout, arranged
from katch_protocols.drawings.layout.graph import Graph, Options, Rect
from katch_protocols.drawings.layout.obstacles import badges
from katch_protocols.drawings.paper import A3, LEAST_PRINT
from katch_protocols.drawings.scene import (
    Anchor,
    Curve,
    Group,
    Ink,
    Panel,
    Scene,
    Shape,
    Words,
)
from katch_protocols.drawings.sheets.reading import with_paper
from katch_protocols.drawings.small_print import small_print
from katch_protocols.drawings.story.nouns import Story, StoryMove
from katch_protocols.drawings.story.overview import overviewed
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import FRAME, HAIRLINE, INK, MUTED
from katch_protocols.drawings.views.states.graphviz_layout import (
    GraphvizPlaces,
    placed_by_dot,
    read_places,
    to_dot,
)
from katch_protocols.drawings.views.states.holding import Holding
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.words.say import say

__all__ = ["PhaseStates", "UndividedView"]


_ONE_LANE = "states"


class UndividedView(LanesView, frozen=True, dict=True):
    """A lanes view whose lanes are one column without a head.

    Each step keeps the number and the colour that it has in the lanes view ``whole``;
    whose colour that is, and at which steps, stands under the picture.
    """

    @cached_property
    def head(self) -> float:
        """There is no head of a lane."""
        return 0.0

    @cached_property
    def layout(self) -> PageLayout:
        """Where everything is."""
        options = self.options or Options(left=LEFT, top=int(HEAD_TOP) + 4)
        return arranged(_in_one_lane(graph_of(self.story, self.sizes), self), options)

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


_ORIGIN = 24.0, 84.0
_MARGIN, _FOOT, _LEAST_WIDTH = 24.0, 24.0, 900.0
_MIDDLE_ROOM = 1


class PhaseStates(Struct, frozen=True, dict=True):
    """The states of one phase and where they lead, without what is done."""

    lanes: LanesView
    graphviz: bool = True
    phase: Id | None = None

    @cached_property
    def story(self) -> Story:
        """What is shown."""
        story = self.lanes.story
        own = (s.id for s in story.steps if self.phase in {None, s.phase})
        return overviewed(story, keeping=frozenset(own)).story

    @property
    def protocol(self) -> Protocol:
        """Whose story it is."""
        return self.lanes.protocol

    @cached_property
    def places(self) -> GraphvizPlaces | None:
        """Where Graphviz puts everything; ``None`` without it."""
        if not self.graphviz:
            return None
        answer = placed_by_dot(to_dot(self.story, OVERVIEW_SIZES))
        return None if answer is None else read_places(answer, self.story, _ORIGIN)

    @cached_property
    def undivided(self) -> UndividedView:
        """The same by our own layout, with the numbers of the lanes view."""
        whole = self.lanes.whole or self.lanes
        return UndividedView(
            self.story, self.protocol, whole=whole, sizes=OVERVIEW_SIZES
        )

    def states(self, language: str) -> Scene:
        """Draw the states; by our own layout where there is no ``dot``.

        So too where the one of ``dot`` is too large for A3. A sheet whose letters are
        small there says where it can be read.
        """
        drawn = None
        if self.places is not None:
            drawn = _Picture(self, self.places, language).scene()
        if drawn is None or small_print(drawn, A3, LEAST_PRINT):
            drawn = self.undivided.scene(language)
        return with_paper(drawn, self.story.languages, LEAST_PRINT)


class _Picture(Struct, frozen=True, dict=True):
    """One language of a states view."""

    view: PhaseStates
    places: GraphvizPlaces
    language: str

    @cached_property
    def layout(self) -> PageLayout:
        """The places in the form that cards, notes and key read."""
        page, story = self.places.page, self.view.story
        graph, boxes, curves = (
            graph_of(story, OVERVIEW_SIZES),
            self.places.boxes,
            self.places.curves,
        )
        wide = Rect(page.x, page.y, max(page.width, _LEAST_WIDTH), page.height)
        return PageLayout(
            lanes=(),
            phases=(),
            nodes=boxes,
            badges=badges(graph, boxes, curves),
            lines={},
            labels={},
            chips=(),
            order=tuple(step.id for step in story.steps),
            hulls={},
            tabs={},
            page=wide,
        )

    def scene(self) -> Scene:
        view, page, language = self.view, self.layout.page, self.language
        numbers, colours = view.lanes.numbers, view.lanes.colours
        sizes = OVERVIEW_SIZES
        cards = Cards(view.story, self.layout, colours, numbers, language, sizes)
        notes = Notes(view.story, self.layout, colours, numbers)
        written, bottom = notes.written(language, page.bottom + 14)
        key = LanesLegend(view.story, colours, has_chips=False)
        marks, bottom = key.written(language, page.x, page.right, bottom + 4)
        holding = Holding(view.story, colours, numbers)
        holders, bottom = holding.written(language, page.x, page.right, bottom + 14)
        bottom += _FOOT
        foot = TextLines((foot_line(view.protocol, language),), Face.REGULAR, 12)
        parts = (
            *self._frames(),
            *self._moves(),
            *cards.groups(),
            *self._texts(),
            *self._title(),
            *written,
            *marks,
            *holders,
            Words((page.right, bottom - 8), foot, MUTED, Anchor.END),
        )
        said = described(view.story, numbers, language)
        title = view.story.title.say(language)
        right, name = page.right + _MARGIN, view.protocol.id
        return Scene(right, bottom, title, said, language, parts, protocol=name)

    def _title(self) -> Iterator[Shape]:
        room = self.layout.page.right - _ORIGIN[0]
        title = headline(self.view.story.title.say(self.language), room)
        y = 36 if len(title.lines) == 1 else 18
        kind = TextLines(
            (say("drawings.view-states", self.language),), Face.REGULAR, 13
        )
        yield Words((_ORIGIN[0], y), title, INK, leading=1.2)
        yield Words((_ORIGIN[0], 58), kind, MUTED)

    def _frames(self) -> Iterator[Shape]:
        phases = {phase.id: phase for phase in self.view.story.phases}
        for name, rect in self.places.frames.items():
            yield Panel(rect, Ink(FRAME, HAIRLINE, 1.2), 10)
            title = phases[name].say(self.language)
            if title:
                text = TextLines((title,), Face.SEMIBOLD, 13)
                yield Words((rect.x + 8, rect.y + 15), text, MUTED)

    def _moves(self) -> Iterator[Group]:
        for move in self.view.story.moves:
            colour = sender_colour(move, self.view.lanes.colours)
            ink = arrow_ink(move.kind, colour)
            curve = Curve(self.places.curves[move.id], ink, 9, 1.8)
            data = {"from": move.source, "to": move.target}
            yield Group(f"move {move.kind}", (curve,), data)

    def _texts(self) -> Iterator[Group]:
        for move in self.view.story.moves:
            if move.id in self.places.texts:
                yield Group("text", tuple(self._text(move)))

    def _text(self, move: StoryMove) -> Iterator[Shape]:
        bold = is_choice(move, self.view.story)
        text = rows(move, ROOMS[_MIDDLE_ROOM], self.language, bold=bold)
        x, y = self.places.texts[move.id]
        middle = Rect(x, y, 0, 0)
        yield from row_shapes(text, middle, Anchor.MIDDLE, self.view.lanes.colours)
