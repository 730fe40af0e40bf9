"""What is written under the picture: duties that move nothing, texts without room."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from katch_protocols.drawings.lanes.arrows import chip_name, row_shapes
from katch_protocols.drawings.lanes.measures import (
    TextRow,
    block_size,
    on_condition,
    only_if,
)
from katch_protocols.drawings.lanes.measures import is_long as is_long_guard
from katch_protocols.drawings.lanes.numbers import (
    COLUMN_GAP,
    LONGEST,
    ROW_GAP,
    column_width,
    columned,
    spoken,
)
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Shape, Sign, Words
from katch_protocols.drawings.story.duties import SEVERAL
from katch_protocols.drawings.story.nouns import ArrowDuty, Hull, Story
from katch_protocols.drawings.text import Face, TextLines, fit
from katch_protocols.drawings.theme import INK
from katch_protocols.model.noun import Id
from katch_protocols.words.lists import one_line
from katch_protocols.words.say import say

__all__ = ["Notes", "duty_rows"]

_SIZE, _SMALL, _TITLE = 13.0, 13.0, 14.0
_ABOUT = 70.0


class _Entry(Struct, frozen=True):
    """One paragraph: the steps or letter that it is about, and its rows."""

    about: TextLines
    rows: tuple[TextRow, ...]

    @property
    def height(self) -> float:
        return max(len(self.about.lines) * 16.0, block_size(self.rows)[1])


class Notes(Struct, frozen=True, dict=True):
    """Writes the notes of a story; every language gets the same places."""

    story: Story
    layout: PageLayout
    colours: Mapping[Id, str]
    numbers: Mapping[str, int]
    letters: Mapping[str, str] = field(default_factory=dict)
    """The letters of composites, which the key names with their deadlines."""

    @property
    def _columns(self) -> tuple[int, float]:
        """How many columns there are, and how wide one is."""
        return column_width(self.layout.page.width)

    def written(self, language: str, top: float) -> tuple[tuple[Shape, ...], float]:
        """Return the shapes of all notes, column by column, and where they end."""
        entries, heights = self._every[language], self._heights
        _, width = self._columns
        shapes: list[Shape] = []
        lowest = top
        for column, places in enumerate(self._places):
            x, y = self.layout.page.x + column * (width + COLUMN_GAP), top
            for place in places:
                shapes.extend(self._shapes(entries[place], x, y, width))
                y += heights[place] + ROW_GAP
            lowest = max(lowest, y)
        return tuple(shapes), lowest

    @cached_property
    def _every(self) -> Mapping[str, Sequence[_Entry]]:
        """The entries in every language, the same ones in each."""
        return {language: self._entries(language) for language in self.story.languages}

    @cached_property
    def _heights(self) -> Sequence[float]:
        """How tall each entry is in the language in which it is tallest."""
        every = zip(*self._every.values(), strict=True)
        return [max(entry.height for entry in entries) for entries in every]

    @cached_property
    def _places(self) -> Sequence[Sequence[int]]:
        """The entries of each column, which are titles at the same places."""
        entries = self._every[self.story.languages[0]]
        titles = {at for at, entry in enumerate(entries) if not entry.rows}
        return columned(self._heights, titles, self._columns[0])

    def _shapes(
        self, entry: _Entry, x: float, top: float, width: float
    ) -> Iterator[Shape]:
        yield Words((x, top + 13), entry.about, INK)
        rect = Rect(x + _ABOUT, top, width - _ABOUT, block_size(entry.rows)[1])
        text = tuple(row_shapes(entry.rows, rect, Anchor.START, self.colours))
        if text:
            yield Group("note", text)

    def _entries(self, language: str) -> list[_Entry]:
        """Return all entries, each section behind its title."""
        sections = {
            "notes": list(self._duties(language)),
            "roles": list(self._roles(language)),
            "arrows": list(self._chips(language)),
        }
        found = []
        for key, entries in sections.items():
            if entries:
                title = fit(
                    say(f"drawings.{key}", language),
                    self._columns[1],
                    _TITLE,
                    Face.SEMIBOLD,
                )
                found += [_Entry(title, ()), *entries]
        return found

    def _duties(self, language: str) -> Iterator[_Entry]:
        room = self._columns[1] - _ABOUT - 8
        shown = [phase.deadline for phase in self.story.phases]
        told = {*self.layout.hulls, *self.letters}
        for hull in self.story.hulls:
            is_shown = any(hull.deadline is deadline for deadline in shown)
            is_shown = is_shown or hull.id in told
            if hull.deadline is not None and not is_shown:
                yield self._entry(self._about(hull.steps, language), hull, language)
        for note in self.story.notes:
            rows = tuple(duty_rows(note.duty, self.numbers, room, language))
            yield _Entry(self._about(note.steps, language), rows)

    def _roles(self, language: str) -> Iterator[_Entry]:
        room = self._columns[1] - _ABOUT - 8
        for move in self.story.moves:
            steps = self.story.step[move.source].members or (move.source,)
            numbers = (self.numbers[name] for name in steps if name in self.numbers)
            is_long = len(spoken(numbers)) > len(LONGEST)
            for duty in move.duties:
                guard = duty.guard is not None and is_long_guard(duty.guard)
                if duty.everyone or is_long or guard:
                    rows = tuple(duty_rows(duty, self.numbers, room, language))
                    yield _Entry(self._about(steps, language), rows)

    def _entry(self, about: TextLines, hull: Hull, language: str) -> _Entry:
        room = self._columns[1] - _ABOUT - 22
        title = hull.title.say(language) if hull.title is not None else ""
        span = hull.deadline.text.say(language) if hull.deadline is not None else ""
        row = TextRow(fit(f"{title}: {span}", room, _SIZE), Sign.CLOCK)
        return _Entry(about, (row,))

    def _about(self, steps: Sequence[str], language: str) -> TextLines:
        numbers = [self.numbers[name] for name in steps if name in self.numbers]
        text = spoken(numbers)
        if len(numbers) == len(self.numbers) or not numbers:
            text = say("drawings.at-any-step", language)
        return fit(text, _ABOUT - 8, _SIZE, Face.SEMIBOLD)

    def _chips(self, language: str) -> Iterator[_Entry]:
        room = self._columns[1] - _ABOUT - 8
        moves = {move.id: move for move in self.story.moves}
        for place, name in enumerate(self.layout.chips):
            said = " · ".join(self._said(moves[name].duties, language))
            about = TextLines((chip_name(place),), Face.SEMIBOLD, _SIZE)
            yield _Entry(about, (TextRow(fit(said, room, _SIZE)),))

    @staticmethod
    def _said(duties: Sequence[ArrowDuty], language: str) -> Iterator[str]:
        for duty in duties:
            text = duty.text.say(language)
            doer = f" ({duty.doer.say(language)})" if duty.doer is not None else ""
            parts = [f"{text}{doer}", on_condition(duty, language)]
            if duty.companions is not None:
                parts.append(
                    say("drawings.with", language, names=duty.companions.say(language))
                )
            if duty.opens is not None:
                opened = duty.opens.say(language)
                parts.append(say("drawings.opens-beside", language, names=opened))
            if duty.confirm is not None:
                parts.append(duty.confirm.say(language))
            yield one_line(parts)


def duty_rows(
    duty: ArrowDuty,
    numbers: Mapping[str, int],
    room: float,
    language: str,
    *,
    confirm: bool = False,
) -> Iterator[TextRow]:
    """Yield the rows of a duty: everyone who may do it, with whom, when.

    With ``confirm`` also how long the receiver has to acknowledge.
    """
    sign = Sign.CLOCK if duty.is_clock else None
    inner = room - 14
    yield TextRow(fit(duty.text.say(language), inner if sign else room, _SIZE), sign)
    if duty.guard is not None:
        yield TextRow(fit(only_if(duty.guard, language), room, _SMALL))
    if duty.doer is not None:
        for doer, lane in _doers(duty, numbers, language):
            yield TextRow(fit(doer, inner, _SMALL, Face.SEMIBOLD), lane=lane)
    if duty.companions is not None:
        said = say("drawings.with", language, names=duty.companions.say(language))
        yield TextRow(fit(said, room, _SMALL))
    if duty.opens is not None:
        door = fit(duty.opens.say(language), inner, _SMALL, Face.SEMIBOLD)
        yield TextRow(door, Sign.DOOR)
    if confirm and duty.confirm is not None:
        said = duty.confirm.say(language)
        yield TextRow(fit(said, inner, _SMALL, Face.SEMIBOLD), Sign.CHECK)


def _doers(
    duty: ArrowDuty, numbers: Mapping[str, int], language: str
) -> Iterator[tuple[str, Id]]:
    if not duty.everyone and duty.doer is not None:
        yield duty.doer.say(language), duty.lane or SEVERAL
    for each in duty.everyone:
        said = each.said.say(language)
        if len(duty.everyone) > 1:
            found = [numbers[step] for step in each.steps if step in numbers]
            said = f"{spoken(found)}: {said}"
        yield said, each.lanes[0] if len(each.lanes) == 1 else SEVERAL
