"""The lanes view of a story: one layout, one scene a language."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import ceil
from string import ascii_uppercase

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.caption import described, foot_line, stepped
from katch_protocols.drawings.lanes.arrows import Arrows
from katch_protocols.drawings.lanes.cards import Cards
from katch_protocols.drawings.lanes.composite_frames import Hulls, clusters_of
from katch_protocols.drawings.lanes.frame import HEAD_TOP, LEFT, Frame
from katch_protocols.drawings.lanes.heads import head_height
from katch_protocols.drawings.lanes.key import LanesLegend
from katch_protocols.drawings.lanes.measures import graph_of
from katch_protocols.drawings.lanes.notes import Notes
from katch_protocols.drawings.lanes.numbers import numbered
from katch_protocols.drawings.lanes.step_sizes import STEP_SIZES, StepSizes
from katch_protocols.drawings.layout.arrange import PageLayout, arranged, reading_order
from katch_protocols.drawings.layout.columns import best_order
from katch_protocols.drawings.layout.graph import Graph, Options
from katch_protocols.drawings.layout.ranks import Placing
from katch_protocols.drawings.layout.shaping import shaped
from katch_protocols.drawings.scene import Anchor, Scene, Shape, Words
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.steps import framed
from katch_protocols.drawings.text import Face, TextLines, width
from katch_protocols.drawings.theme import MUTED
from katch_protocols.in_use import InUse
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.words.say import say

__all__ = ["FOOT", "LanesView", "with_best_lanes"]

FOOT = 24.0
"""The room of the line at the foot of a page."""
_MARGIN, _SMALL = 12.0, 13.0

_laid = InUse[PageLayout](16)
"""Lanes, cards and tables of a protocol take their numbers from one layout."""


class LanesView(Struct, frozen=True, dict=True):
    """A story laid out once; ``scene`` draws it in any of its languages."""

    story: Story
    protocol: Protocol
    options: Options | None = None
    whole: "LanesView | None" = None
    """The view of the whole story, if this is a part: numbers are its."""
    sizes: StepSizes = STEP_SIZES

    @cached_property
    def head(self) -> float:
        """The height of the heads of lanes."""
        return head_height(self.story, self.sizes.head)

    @cached_property
    def layout(self) -> PageLayout:
        """Where everything is."""
        return _laid.of(
            (self.story,),
            lambda: arranged(*self._graph, self._placing),
            self.sizes,
            self.options,
        )

    @cached_property
    def _placing(self) -> Placing:
        """Where the steps stand: all that their numbers need."""
        graph, options = self._graph
        return shaped(graph, graph.lanes, options)

    @cached_property
    def _graph(self) -> tuple[Graph, Options]:
        options = self.options or Options(left=LEFT, top=ceil(HEAD_TOP + self.head + 4))
        graph = replace(
            graph_of(self.story, self.sizes), clusters=clusters_of(self.story)
        )
        return graph, options

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each step; nothing is laid out further than these need."""
        if self.whole is not None:
            return self.whole.numbers
        laid = self.__dict__.get("layout")
        if laid is None:
            order = reading_order(self._graph[0], self._placing)
        else:
            order = laid.order
        return numbered(self.story, order)

    @cached_property
    def colours(self) -> Mapping[Id, str]:
        """The colour of each lane, and of everybody else who does something here."""
        lanes = {lane.id: MUTED for lane in self.story.lanes}
        return {**lanes, **self.story.colours}

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """The letter of each composite that has no hull; strands have the first ones.

        A part of a story keeps the letters of the whole.
        """
        names = [hull.id for hull in framed(self.story)]
        bare = [name for name in names if name not in self.layout.hulls]
        home = self.whole or self
        known = home.alphabet
        return {name: known[name] for name in bare if name in known}

    @cached_property
    def alphabet(self) -> Mapping[str, str]:
        """A letter for every composite; those that have no hull here come first."""
        names = [hull.id for hull in framed(self.story)]
        names.sort(key=lambda name: name in self.layout.hulls)
        taken = max((step.letter or "" for step in self.story.steps), default="")
        left = (letter for letter in ascii_uppercase if letter > taken)
        return dict(zip(names, left, strict=False))

    @cached_property
    def key(self) -> LanesLegend:
        """The key below the picture."""
        return LanesLegend(
            self.story,
            self.colours,
            bool(self.layout.chips),
            tuple(self.layout.hulls),
            self.letters,
        )

    @cached_property
    def right(self) -> float:
        """Where the sheet ends: with the lanes, or with the widest line below them."""
        page, languages = self.layout.page, self.story.languages
        lines = [foot_line(self.protocol, language) for language in languages]
        foot = _MARGIN + max(width(line, _SMALL) for line in lines)
        return max(page.right, ceil(foot), ceil(page.x + self.key.widest))

    def scene(self, language: str) -> Scene:
        """Draw the story in one language."""
        under, bottom = self.foot(language, self.layout.page.bottom + 14)
        return self.sheet(language, (*self.picture(language), *under), bottom)

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return the steps as rows of text, the head first."""
        return stepped(self.story, self.numbers, language)

    def sheet(
        self,
        language: str,
        parts: Iterable[Shape],
        bottom: float,
        description: str | None = None,
    ) -> Scene:
        """Return the page of ``parts``, which end at ``bottom``, with its foot line."""
        right = self.right
        foot = TextLines((foot_line(self.protocol, language),), Face.REGULAR, _SMALL)
        bottom += FOOT
        line = Words((right, bottom - 8), foot, MUTED, Anchor.END)
        return Scene(
            right + _MARGIN,
            bottom,
            self.story.title.say(language),
            description or described(self.story, self.numbers, language),
            language,
            (*parts, line),
            protocol=self.protocol.id,
        )

    @cached_property
    def _notes(self) -> Notes:
        return Notes(self.story, self.layout, self.colours, self.numbers, self.letters)

    def foot(self, language: str, top: float) -> tuple[tuple[Shape, ...], float]:
        """Return the notes and the key below the picture, and where they end."""
        page = self.layout.page
        written, bottom = self._notes.written(language, top)
        marks, bottom = self.key.written(language, page.x, self.right, bottom + 4)
        return (*written, *marks), bottom

    def picture(self, language: str, kind: str = "view-lanes") -> Iterator[Shape]:
        """Yield the lanes themselves; ``kind`` is the word for the view."""
        story, layout, colours = self.story, self.layout, self.colours
        frame = Frame(story, layout, colours, language, self.head, self.sizes.head)
        arrows = Arrows(story, layout, colours, language)
        hulls = Hulls(story, layout, self.letters, language)
        yield from frame.ground()
        yield from hulls.frames()
        yield from arrows.lines()
        yield from hulls.tabs()
        cards = Cards(story, layout, colours, self.numbers, language, self.sizes)
        yield from cards.groups()
        yield from hulls.marks()
        yield from arrows.texts()
        yield from frame.heads()
        yield from frame.title(say(f"drawings.{kind}", language))


def with_best_lanes(story: Story) -> Story:
    """Return a story whose lanes stand so that arrows are short."""
    order = best_order(graph_of(story))
    return replace(story, lanes=tuple(story.lane[name] for name in order))
