"""What a board loses when a post, one person of it, or an agency is absent."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from katch_protocols.model.noun import Id
from katch_protocols.staffing.board import Board
from katch_protocols.staffing.clashes import Clash, Clashes
from katch_protocols.staffing.demands import Demand
from katch_protocols.staffing.resilience import Stop, smallest, stops

__all__ = ["Weakness"]

Part = tuple[int, ...]
"""The demands of one component."""


@dataclass(frozen=True)
class Weakness:
    """Whose absence stops some case of those that can be staffed now.

    ``clashes`` are those that there are already; their steps are left out.
    """

    searched: Clashes
    clashes: Sequence[Clash]
    _elsewhere: dict[Stop, Clashes] = field(default_factory=dict, repr=False)

    @cached_property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """The demands that are met now, by component."""
        board = self.searched.board
        gone = {
            step
            for clash in self.clashes
            for index in clash
            for step in board.demands[index].steps
        }
        found = (
            tuple(i for i in part if gone.isdisjoint(board.demands[i].steps))
            for part in board.components
        )
        return tuple(part for part in found if part)

    def posts(self) -> tuple[Stop, ...]:
        """Return every smallest set of posts whose absence stops some case."""
        return self._stops(self._left_without_posts)

    def agencies(self) -> tuple[Stop, ...]:
        """Return every smallest set of agencies whose absence stops some case."""
        return self._stops(self._left_without_agencies)

    def of_post(self, post: Id) -> tuple[str, ...]:
        """Return the activities that nobody can do without a post."""
        return self._lost(self.searched.board.people.of_post[post])

    def of_one(self, post: Id) -> tuple[str, ...]:
        """Return the activities that nobody can do without one person of a post."""
        return self._lost(self.searched.board.people.best(post))

    def _lost(self, absent: int) -> tuple[str, ...]:
        board = self.searched.board
        found = {
            board.steps[step].activity: None
            for part in self._touched(absent)
            for clash in self.searched.of(part, absent)
            for index in sorted(clash)
            for step in board.demands[index].steps
        }
        return tuple(found)

    def _touched(self, absent: int) -> Iterator[tuple[int, ...]]:
        """Yield the components in which an absent person could be needed."""
        people, steps = self.searched.board.people, self.searched.board.steps
        for part in self.components:
            held = self.searched.board.held(part)
            if any(people.able(steps[step].roles) & absent for step in held):
                yield part

    def _stops(self, left: Callable[[Part, Stop], Stop | None]) -> tuple[Stop, ...]:
        known: dict[Hashable, tuple[Stop, ...]] = {}
        for part in self.components:
            key = self._key(part)
            if key not in known:
                known[key] = stops(partial(left, part))
        return smallest([each for found in known.values() for each in found])

    def _key(self, part: tuple[int, ...]) -> Hashable:
        """Return what a component of one step depends on; of more, the component."""
        board = self.searched.board
        held = board.held(part)
        if len(held) != 1:
            return part
        asked = [(each.kind, each.name, each.actors) for each in self._of(part)]
        return board.steps[held[0]].roles, tuple(asked)

    def _of(self, part: tuple[int, ...]) -> Iterator[Demand]:
        return (self.searched.board.demands[index] for index in part)

    def _left_without_posts(self, part: Part, away: Stop) -> Stop | None:
        people = self.searched.board.people
        absent = 0
        for name in sorted(away):
            absent |= people.of_post[name]
        answer = self.searched.board.answer(frozenset(part), absent)
        if answer.plan is not None:
            used = {*answer.plan}
            return frozenset(
                name
                for name, some in people.of_post.items()
                if any(some >> person & 1 for person in used)
            )
        if any(True for _ in self.searched.of(part, absent)):
            return None
        return frozenset(people.of_post) - away

    def _left_without_agencies(self, part: Part, away: Stop) -> Stop | None:
        searched = self._without(away)
        board = searched.board
        answer = board.answer(frozenset(part))
        if answer.plan is None:
            if any(True for _ in searched.of(part)):
                return None
            return self._bodies(board.held(part)) - away
        doing = zip(board.held(part), answer.plan, strict=True)
        return frozenset(
            body
            for step, person in doing
            for role in board.steps[step].roles
            for body, some in board.people.bodies(role).items()
            if body is not None and some >> person & 1
        )

    def _bodies(self, steps: Sequence[int]) -> frozenset[Id]:
        board = self.searched.board
        return frozenset(
            body
            for step in steps
            for role in board.steps[step].roles
            for body in board.people.bodies(role)
            if body is not None
        )

    def _without(self, away: Stop) -> Clashes:
        """Return the search while some agencies are absent."""
        if away not in self._elsewhere:
            board = self.searched.board
            there = Board(board.steps, board.demands, board.people.without(away))
            self._elsewhere[away] = Clashes(there, self.searched.cases)
        return self._elsewhere[away]
