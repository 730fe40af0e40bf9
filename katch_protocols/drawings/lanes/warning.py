"""The one warning of an overview, where there is room: what nobody acknowledges."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Words
from katch_protocols.drawings.story.nouns import MoveKind, Story
from katch_protocols.drawings.story.saying import word
from katch_protocols.drawings.text import Face, TextLines, fit
from katch_protocols.drawings.theme import ALERT, INK, PAPER

__all__ = ["OverviewWarning", "free_place"]

_SIZE, _LEADING, _ROOM, _PAD, _APART = 14.0, 1.25, 300.0, 12.0, 8.0
_STEP = 16.0


class OverviewWarning(Struct, frozen=True, dict=True):
    """Says at which steps a case is handed over that nobody has to acknowledge.

    The arrows say it too; both read the same handoffs.
    """

    story: Story
    layout: PageLayout
    numbers: Mapping[str, int]

    @cached_property
    def steps(self) -> Sequence[int]:
        """The numbers of the steps from which such a handoff leads."""
        found = set[int]()
        for move in self.story.moves:
            is_silent = any(not duty.is_confirm for duty in move.duties)
            if move.kind is MoveKind.HANDOFF and is_silent:
                names = self._members(move.source)
                found.update(self.numbers[n] for n in names if n in self.numbers)
        return sorted(found)

    def _members(self, name: str) -> Sequence[str]:
        """Return the steps that a mark or a bar speaks of; of a step itself."""
        step, names = self.story.step[name], [name]
        if not step.look.is_bar:
            return step.members or names
        for each in names:
            if self.story.step[each].look.is_bar:
                before = (m.source for m in self.story.moves if m.target == each)
                names += [other for other in before if other not in names]
        return names

    @cached_property
    def _texts(self) -> Mapping[str, TextLines]:
        languages = self.story.languages
        said = word("warning-silence", languages, steps=spoken(self.steps))
        face = Face.SEMIBOLD
        return {code: fit(said.say(code), _ROOM, _SIZE, face) for code in languages}

    @property
    def size(self) -> tuple[float, float]:
        """The width and height that hold every language."""
        texts = self._texts.values()
        tall = max(len(each.lines) * each.size * _LEADING for each in texts)
        wide = max(each.width for each in texts)
        return round(wide + 2 * _PAD, 1), round(tall + 2 * _PAD - 4, 1)

    @cached_property
    def place(self) -> Rect | None:
        """Where it stands on the lanes; ``None`` where nothing is silent or free."""
        return free_place(self.layout, self.size) if self.steps else None

    def drawn(self, place: Rect, language: str) -> Group:
        """Draw it at a place."""
        text = self._texts[language]
        at = place.x + _PAD, place.y + _PAD + text.size * 0.8
        panel = Panel(place, Ink(PAPER, ALERT, 1.8, "5 3"), 6)
        words = Words(at, text, INK, Anchor.START, _LEADING)
        return Group("warning", (panel, words), {}, " ".join(text.lines))


def free_place(layout: PageLayout, size: tuple[float, float]) -> Rect | None:
    """Return a room on the lanes that nothing covers: the topmost, then rightmost.

    ``None`` where there is none.
    """
    wide, tall = size
    taken = [each.grown(_APART) for each in _taken(layout)]
    if not layout.lanes or not layout.phases:
        return None
    left, right = layout.lanes[0].start + _APART, layout.lanes[-1].end - _APART
    top, bottom = layout.phases[0].start + _APART, layout.phases[-1].end - _APART
    y = top
    while y + tall <= bottom:
        x = right - wide
        while x >= left:
            room = Rect(x, y, wide, tall)
            hit = next((each for each in taken if each.meets(room)), None)
            if hit is None:
                return room
            x = min(hit.x - wide, x) - 0.1
        y += _STEP
    return None


def _taken(layout: PageLayout) -> Iterator[Rect]:
    yield from layout.nodes.values()
    yield from layout.badges.values()
    yield from (label.rect for label in layout.labels.values())
    yield from (tab.rect for tab in layout.tabs.values())
    for line in layout.lines.values():
        for (x, y), (u, v) in pairwise(line):
            yield Rect(min(x, u), min(y, v), abs(u - x), abs(v - y))
