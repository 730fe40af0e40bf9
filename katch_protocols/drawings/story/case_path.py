"""The way of one case through the steps and moves of a story."""

from collections import deque
from collections.abc import Iterator, Sequence

from msgspec import Struct

from katch_protocols.drawings.story.folding import Folding
from katch_protocols.drawings.story.nouns import StepLook, Story, StoryMove
from katch_protocols.semantics.table import Row, Table

__all__ = ["Leg", "trail"]

_PASSED = {
    StepLook.CHOICE,
    StepLook.FORK,
    StepLook.JOIN,
    StepLook.ANYWHERE,
    StepLook.BACK,
}


class Leg(Struct, frozen=True):
    """One step of a case on the picture: the moves that it takes, in order.

    ``steps`` are the boxes that it touches, where it comes from first. A leg without
    moves stays where the case is.
    """

    number: int
    moves: tuple[StoryMove, ...]
    steps: tuple[str, ...]


def trail(
    table: Table, story: Story, rows: Sequence[Row], words: Sequence[int]
) -> tuple[Leg, ...]:
    """Return the legs of a case; ``words`` are the configurations after each row."""
    return tuple(_Tracker(table, story).legs(rows, words))


class _Tracker:
    def __init__(self, table: Table, story: Story) -> None:
        self.table, self.story = table, story
        self.chart = table.chart
        self.folding = Folding(table.chart)

    def legs(self, rows: Sequence[Row], words: Sequence[int]) -> Iterator[Leg]:
        before = self._standing(self.table.initial, ())
        for number, (row, word) in enumerate(zip(rows, words, strict=True), start=1):
            after = self._standing(word, before)
            yield self._leg(number, row, before, after)
            before = after

    def _standing(self, word: int, before: Sequence[str]) -> tuple[str, ...]:
        """Return the boxes at which a case stands."""
        active = self.table.active(word)
        nodes = self.chart.nodes
        found: dict[str, None] = {}
        for index in active:
            if not {*nodes[index].children} & {*active}:
                found.update(dict.fromkeys(self._boxes(index, before)))
        return tuple(name for name in found if name in self.story.step)

    def _boxes(self, index: int, before: Sequence[str]) -> tuple[str, ...]:
        nodes = self.chart.nodes
        for above in (index, *self.chart.ancestors(index)):
            if nodes[above].running is not None and not self.folding.is_inside_run(
                above
            ):
                return (nodes[above].name,)
        if not self.folding.is_no_step(nodes[index]):
            return (self.folding.entered(index),)
        # While an acknowledgement is awaited, the case still stands with the sender.
        senders = [
            step
            for entry in self.chart.senders(index)
            for step in self.folding.resting(entry.node)
        ]
        return tuple(step for step in senders if step in before) or tuple(senders[:1])

    def _leg(
        self, number: int, row: Row, before: Sequence[str], after: Sequence[str]
    ) -> Leg:
        sources = self._sources(row, before)
        targets = [step for step in after if step not in before]
        if row.entry is not None and row.entry.hands_to is not None:
            aim = self.folding.aim(row.entry)
            if aim == row.entry.hands_to:
                targets = [self.folding.entered(aim.node)]
        moves: dict[str, StoryMove] = {}
        for target in targets:
            moves |= {move.id: move for move in self._path(row, sources, target)}
        touched = [
            step for move in moves.values() for step in (move.source, move.target)
        ]
        steps = dict.fromkeys((*touched, *targets) or sources[:1])
        return Leg(number, tuple(moves.values()), tuple(steps))

    def _sources(self, row: Row, before: Sequence[str]) -> tuple[str, ...]:
        """Return the boxes from which a step starts: those of its own state first."""
        own = set(self.folding.resting(row.node))
        return tuple(step for step in before if step in own) or tuple(before)

    def _path(self, row: Row, sources: Sequence[str], target: str) -> list[StoryMove]:
        """Return the fewest moves to a box; only what needs no step is passed."""
        starts = [*sources, *self._marks(sources)]
        came: dict[str, StoryMove | None] = dict.fromkeys(starts)
        queue = deque(starts)
        while queue:
            here = queue.popleft()
            for move in self.story.moves:
                if move.source != here or move.target in came:
                    continue
                came[move.target] = move
                if move.target == target:
                    return self._back(came, target)
                if self._is_passed(row, move.target):
                    queue.append(move.target)
        return []

    def _marks(self, sources: Sequence[str]) -> Iterator[str]:
        """Yield the marks "from any of these steps" that speak of the sources."""
        for step in self.story.steps:
            if step.look is StepLook.ANYWHERE and {*step.members} & {*sources}:
                yield step.id

    def _is_passed(self, row: Row, name: str) -> bool:
        look = self.story.step[name].look
        if look is StepLook.CHOICE:
            return self.chart.by_name[name] in row.entered
        return look in _PASSED

    @staticmethod
    def _back(came: dict[str, StoryMove | None], target: str) -> list[StoryMove]:
        path = []
        move = came[target]
        while move is not None:
            path.append(move)
            move = came[move.source]
        return path[::-1]
