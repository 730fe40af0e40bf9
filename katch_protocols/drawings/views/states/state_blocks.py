"""What is told of each state of a phase: who holds it, what is done, where it leads."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.lanes.measures import (
    TextRow,
    badge_text,
)
from katch_protocols.drawings.lanes.notes import duty_rows
from katch_protocols.drawings.lanes.numbers import (
    spoken,
)
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.story.nouns import (
    ArrowDuty,
    Phase,
    StepLook,
    Story,
    StoryStep,
)
from katch_protocols.drawings.story.saying import named, together, word
from katch_protocols.drawings.text import Face, fit
from katch_protocols.model.noun import Id, Label

__all__ = ["TARGET_INDENT", "WORDS_ROOM", "StateBlock", "StateBlocks", "WordsLine"]

WORDS_ROOM = 370.0
"""The room of a row, in pixels."""
_SMALL, _TARGET = 12.0, 22.0
TARGET_INDENT = 58.0
"""The room of the arrow and the number before where a way leads."""


class WordsLine(Struct, frozen=True, dict=True):
    """A row of a block in every language, or where a way leads (``target``)."""

    rows: Mapping[str, TextRow]
    target: StoryStep | None = None

    @cached_property
    def height(self) -> float:
        """The height that holds every language."""
        tall = max(row.height for row in self.rows.values())
        return tall if self.target is None else max(tall, _TARGET)


class StateBlock(Struct, frozen=True):
    """What is told of one ``step``, or of several together."""

    title: Label
    lines: Sequence[WordsLine]
    step: StoryStep | None = None
    badge: Mapping[str, str] | None = None


class StateBlocks(Struct, frozen=True, dict=True):
    """Tells each state of a story: who holds it, by when, what is done, where it leads.

    ``parts`` are the states of each part that is told by itself. A part then tells of
    several states only what is of its own; what is of several parts is told where
    ``is_shared``, and nothing else.
    """

    lanes: LanesView
    parts: Sequence[frozenset[str]] = ()
    is_shared: bool = False

    @property
    def story(self) -> Story:
        """What is told."""
        return self.lanes.story

    @cached_property
    def told(self) -> Sequence[StateBlock]:
        """A block a state in the order of the numbers, then what is shared."""
        numbers, steps = self.lanes.numbers, self.story.steps
        known = {phase.id for phase in self._told}
        own = [step for step in steps if step.phase in known]
        first = sorted(
            (step for step in own if step.id in numbers),
            key=lambda step: numbers[step.id],
        )
        choices = [step for step in own if step.look is StepLook.CHOICE]
        found = [self._block(step) for step in (*first, *choices)]
        if self.is_shared:
            return [*self._together()]
        return [*found, *self._together()]

    def _is_told(self, steps: Sequence[str]) -> bool:
        """Whether what is of several states is told here."""
        is_own = any(part.issuperset(steps) for part in self.parts if steps)
        return not self.parts or is_own is not self.is_shared

    @property
    def _told(self) -> Sequence[Phase]:
        """The phases of the sheet: not what they come from or lead to."""
        known = self.lanes.whole.story if self.lanes.whole else self.story
        names = {phase.id for phase in known.phases}
        return [phase for phase in self.story.phases if phase.id in names]

    def _block(self, step: StoryStep) -> StateBlock:
        lines = [*self._held(step)]
        for move in self.story.moves:
            if move.source == step.id:
                lines += self._way(move.duties, self.story.step[move.target])
        texts = {code: badge_text(step, code) or "" for code in self.story.languages}
        has_badge = all(texts.values())
        title = named(step.title, step.id, self.story.languages)
        return StateBlock(title, lines, step, texts if has_badge else None)

    def _together(self) -> Iterator[StateBlock]:
        """Yield what is told of several states at once: each with their numbers."""
        story = self.story
        for hull in story.hulls:
            if hull.deadline is not None and self._is_told(hull.steps):
                texts = {code: hull.say(code) for code in story.languages}
                yield StateBlock(self._at(hull.steps), [self._line(Label(texts=texts))])
        for note in story.notes:
            if self._is_told(note.steps):
                yield StateBlock(self._at(note.steps), [*self._duty(note.duty)])
        for move in story.moves:
            source = story.step[move.source]
            is_far = source.look is StepLook.ANYWHERE
            if is_far and self._is_told(source.members):
                lines = [*self._way(move.duties, story.step[move.target])]
                yield StateBlock(self._from(source.members), lines)

    def _from(self, steps: Sequence[str]) -> Label:
        """Name the states that a way leads on from, by their numbers."""
        numbers = self._numbers(steps)
        if not numbers:
            return word("any-step", self.story.languages)
        key = "from-step" if len(numbers) == 1 else "from-steps"
        return word(key, self.story.languages, steps=spoken(numbers))

    def _at(self, steps: Sequence[str]) -> Label:
        """Name the states at which something holds, or is done, by their numbers."""
        languages, numbers = self.story.languages, self._numbers(steps)
        where = word("at-any-step", languages)
        if numbers:
            where = Label(texts=dict.fromkeys(languages, spoken(numbers)))
        return together((word("at-steps", languages), where), languages, ": ".join)

    def _numbers(self, steps: Sequence[str]) -> Sequence[int]:
        """Return the numbers of some states; none where they are all."""
        every = self.lanes.numbers
        numbers = [every[name] for name in steps if name in every]
        return [] if len(numbers) == len(every) else numbers

    def _held(self, step: StoryStep) -> Iterator[WordsLine]:
        if step.is_held and step.lane:
            yield self._line(self.story.lane[step.lane].short, _SMALL, lane=step.lane)

    def _way(
        self,
        duties: Sequence[ArrowDuty],
        target: StoryStep,
        passed: frozenset[str] = frozenset(),
    ) -> Iterator[WordsLine]:
        """Yield what is done on a way and where it leads: past the bars of strands."""
        for duty in duties:
            yield from self._duty(duty)
        story = self.lanes.whole.story if self.lanes.whole else self.story
        onward = [move for move in story.moves if move.source == target.id]
        if target.look.is_bar and onward and target.id not in passed:
            for move in onward:
                following = story.step[move.target]
                yield from self._way(move.duties, following, passed | {target.id})
            return
        title = named(target.title, "", self.story.languages)
        yield self._line(title, _SMALL, Face.SEMIBOLD, target=target)

    def _duty(self, duty: ArrowDuty) -> Iterator[WordsLine]:
        told = {
            code: duty_rows(duty, self.lanes.numbers, WORDS_ROOM, code, confirm=True)
            for code in self.story.languages
        }
        rows = {code: [*each] for code, each in told.items()}
        for at in range(len(next(iter(rows.values())))):
            yield WordsLine({code: each[at] for code, each in rows.items()})

    def _line(
        self,
        label: Label,
        size: float = _SMALL,
        face: Face = Face.REGULAR,
        *,
        lane: Id | None = None,
        target: StoryStep | None = None,
    ) -> WordsLine:
        room = WORDS_ROOM - (TARGET_INDENT if target is not None else 0)
        return WordsLine(
            {
                code: TextRow(fit(label.say(code), room, size, face), lane=lane)
                for code in self.story.languages
            },
            target,
        )
