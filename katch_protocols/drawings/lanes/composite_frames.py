"""Composite states: their steps stay together, with a frame around them."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.drawings.lanes.cards import badge, block
from katch_protocols.drawings.lanes.measures import pill_box
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.layout.graph import Box, Cluster, Point, Rect
from katch_protocols.drawings.scene import Group, Ink, Panel, Shape
from katch_protocols.drawings.story.nouns import Hull, Story
from katch_protocols.drawings.story.steps import framed, guests
from katch_protocols.drawings.text import Face, TextLines, fit
from katch_protocols.drawings.theme import INK, MUTED, PAPER

__all__ = [
    "HULL_INK",
    "TAB_LEADING",
    "TAB_PAD",
    "Hulls",
    "clusters_of",
    "lettered",
    "tab_lines",
    "tab_pill",
]


TAB_PAD, TAB_LEADING = 8.0, 1.2
_SIZE, _PILL_GAP, _RIM, _LEAST = 13.0, 8.0, 3.0, 22.0
_ROOMS = (330.0, 150.0, 96.0)
"""The widths at which a title may break."""


def clusters_of(story: Story) -> tuple[Cluster, ...]:
    """Return what is to be framed, with titles that hold every language."""
    return tuple(
        Cluster(
            hull.id,
            hull.steps,
            tuple(_box(hull, story.languages, at) for at in range(len(_ROOMS))),
            guests(hull, story),
        )
        for hull in framed(story)
    )


def tab_lines(hull: Hull, language: str, option: int) -> TextLines:
    """Set the title of a composite in lines, in the way of ``option``."""
    text = hull.title.say(language) if hull.title is not None else ""
    return fit(text, _ROOMS[option], _SIZE, Face.SEMIBOLD)


def tab_pill(hull: Hull, languages: Sequence[str]) -> Box | None:
    """Return the size of the pill beside the title."""
    if hull.deadline is None:
        return None
    texts = [hull.deadline.text.say(language) for language in languages]
    return pill_box(texts, has_clock=True)


def _box(hull: Hull, languages: Sequence[str], option: int) -> Box:
    titles = [tab_lines(hull, language, option) for language in languages]
    wide = max(title.width for title in titles)
    high = max(len(title.lines) for title in titles) * _SIZE * TAB_LEADING
    pill = tab_pill(hull, languages)
    if pill is not None:
        wide += pill.width + (_PILL_GAP if wide else 0.0)
        high = max(high, pill.height)
    return Box(round(wide + 2 * TAB_PAD, 1), round(max(high + 2 * _RIM, _LEAST), 1))


HULL_INK = Ink("none", MUTED, 1.2, "10 4")
_RADIUS, _CORNER = 12.0, 4.0
_LETTER, _STEP, _ASIDE = 16.0, 20.0, 3.0
_PALE, _LABEL_GAP = 0.6, 3.0


class Hulls(Struct, frozen=True):
    """Draws the composites of a story in one language; ``letters`` are by composite."""

    story: Story
    layout: PageLayout
    letters: Mapping[str, str]
    language: str

    def frames(self) -> Iterator[Group]:
        """Yield the hulls, which lie behind everything."""
        for name, rect in self.layout.hulls.items():
            ground = Group("ground", (Panel(rect, Ink(PAPER), _RADIUS),), opacity=_PALE)
            parts = ground, Panel(rect, HULL_INK, _RADIUS), *self._gaps(rect)
            yield Group("hull", parts, {"hull": name})

    def _gaps(self, hull: Rect) -> Iterator[Shape]:
        """Yield what breaks the upright edges of a hull where a text crosses them."""
        for label in self.layout.labels.values():
            for side in (hull.x, hull.right):
                gap = Rect(
                    side - _LABEL_GAP / 2, label.rect.y, _LABEL_GAP, label.rect.height
                )
                is_beside = hull.y < gap.y and gap.bottom < hull.bottom
                if is_beside and gap.meets(label.rect):
                    yield Panel(gap, Ink(PAPER))

    def tabs(self) -> Iterator[Group]:
        """Yield the titles, which lie on arrows."""
        hulls = {hull.id: hull for hull in self.story.hulls}
        for name, tab in self.layout.tabs.items():
            parts = tuple(self._tab(hulls[name], tab.rect, tab.option))
            yield Group("hull-tab", parts, {"hull": name})

    def _tab(self, hull: Hull, rect: Rect, option: int) -> Iterator[Shape]:
        yield Panel(rect, Ink(PAPER, MUTED, 1.2), _CORNER)
        pill = tab_pill(hull, self.story.languages)
        if pill is not None and hull.deadline is not None:
            left = rect.right - TAB_PAD - pill.width
            top = rect.middle[1] - pill.height / 2
            place = Rect(left, top, pill.width, pill.height)
            text = hull.deadline.text.say(self.language)
            yield from badge(place, text, hull.deadline.basis)
        if hull.title is not None:
            lines = tab_lines(hull, self.language, option)
            x = rect.middle[0]
            if pill is not None:
                x = rect.x + TAB_PAD + lines.width / 2
            yield block(lines, (x, rect.middle[1]), INK, TAB_LEADING)

    def marks(self) -> Iterator[Group]:
        """Yield the letters, each at the foot of its step."""
        seen: dict[str, int] = {}
        for hull in self.story.hulls:
            letter = self.letters.get(hull.id)
            for name in hull.steps if letter is not None else ():
                if self.story.step[name].look.is_bar:
                    continue
                rect = self.layout.nodes[name]
                place = seen.setdefault(name, 0)
                seen[name] += 1
                at = rect.x - _ASIDE + _STEP * place, rect.bottom - 1
                data = {"hull": hull.id, "step": name}
                yield Group("hull-letter", tuple(lettered(letter or "", at)), data)


def lettered(letter: str, middle: Point) -> Iterator[Shape]:
    """Yield a letter in a small dashed square."""
    x, y = middle
    square = Rect(x - _LETTER / 2, y - _LETTER / 2, _LETTER, _LETTER)
    yield Panel(square, Ink(PAPER, INK, 1.2, "3 2"), _CORNER)
    yield block(TextLines((letter,), Face.SEMIBOLD, 13), middle, INK)
