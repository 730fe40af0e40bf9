"""The steps of a drawing in words: who holds each, by when, what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from katch_protocols.drawings.story.nouns import Duty, Move, Story
from katch_protocols.papers.content.nouns import Step

__all__ = ["steps_of"]

_ARROW = " → "


def steps_of(story: Story, numbers: Mapping[str, int], language: str) -> Iterator[Step]:
    """Yield every numbered step of a story, in the order of its numbers.

    ``numbers`` are those of the drawing. A way through a decision or a fork names the
    steps that it leads to.
    """
    teller = _Teller(story, numbers, language)
    for name, number in numbers.items():
        if name in story.step:
            yield teller.step(name, number)


@dataclass(frozen=True)
class _Teller:
    story: Story
    numbers: Mapping[str, int]
    language: str

    def step(self, name: str, number: int) -> Step:
        step = self.story.step[name]
        lane = self.story.lane[step.lane]
        return Step(
            number,
            self._title(name),
            lane.short.say(self.language),
            step.deadline.text.say(self.language) if step.deadline else "",
            tuple(self._ways(name)),
        )

    def _title(self, name: str) -> str:
        title = self.story.step[name].title
        return title.say(self.language) if title is not None else name

    def _ways(self, name: str) -> Iterator[str]:
        for move in self.story.moves:
            if move.source == name:
                goal = ", ".join(dict.fromkeys(self._goals(move, ())))
                said = "; ".join(map(self._said, move.duties))
                yield f"{said}{_ARROW}{goal}" if said else f"{_ARROW.strip()} {goal}"

    def _said(self, duty: Duty) -> str:
        said = duty.text.say(self.language)
        if duty.doer is not None:
            said += f" ({duty.doer.say(self.language)})"
        return said

    def _goals(self, move: Move, seen: tuple[str, ...]) -> Iterator[str]:
        """Yield where a move leads: numbers of steps, or the title of an end."""
        target = move.target
        if target in self.numbers:
            yield str(self.numbers[target])
            return
        after = [each for each in self.story.moves if each.source == target]
        if not after or target in seen:
            yield self._title(target)
        for each in after if target not in seen else ():
            yield from self._goals(each, (*seen, target))
