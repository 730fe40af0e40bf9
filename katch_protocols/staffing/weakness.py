"""What a board loses when a post, one person of it, or an agency is absent."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from katch_protocols.model.noun import Id
from katch_protocols.staffing.clashes import Clash, Clashes
from katch_protocols.staffing.demands import Demand
from katch_protocols.staffing.resilience import Stop, smallest, stops

__all__ = ["Weakness"]


@dataclass(frozen=True)
class Weakness:
    """Whose absence stops some case of those that can be staffed now.

    ``clashes`` are those that there are already; their steps are left out.
    """

    searched: Clashes
    clashes: Sequence[Clash]

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
        return self._stops(self.searched.board.people.of_post)

    def agencies(self) -> tuple[Stop, ...]:
        """Return every smallest set of agencies whose absence stops some case."""
        people = self.searched.board.people
        return self._stops({name: people.of_agency(name) for name in self._bodies})

    def of_post(self, post: Id) -> tuple[str, ...]:
        """Return the activities that nobody can do without a post."""
        return self._lost(self.searched.board.people.of_post[post])

    def of_one(self, post: Id) -> tuple[str, ...]:
        """Return the activities that nobody can do without one person of a post."""
        return self._lost(self.searched.board.people.best(post))

    @cached_property
    def _bodies(self) -> tuple[Id, ...]:
        board = self.searched.board
        found = {
            body
            for step in board.steps
            for role in step.roles
            for body in board.people.bodies(role)
        }
        return tuple(sorted(body for body in found if body is not None))

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

    def _stops(self, units: Mapping[Id, int]) -> tuple[Stop, ...]:
        known: dict[Hashable, tuple[Stop, ...]] = {}
        for part in self.components:
            key = self._key(part)
            if key not in known:
                known[key] = stops(units, partial(self._left, part, units))
        return smallest([each for found in known.values() for each in found])

    def _key(self, part: tuple[int, ...]) -> Hashable:
        """Return what a component of one step depends on; of more, the component."""
        board = self.searched.board
        held = board.held(part)
        if len(held) != 1:
            return part
        asked = [(each.kind, each.name, each.actors) for each in self._of(part)]
        return board.people.able(board.steps[held[0]].roles), tuple(asked)

    def _of(self, part: tuple[int, ...]) -> Iterator[Demand]:
        return (self.searched.board.demands[index] for index in part)

    def _left(
        self, part: tuple[int, ...], units: Mapping[Id, int], absent: int
    ) -> frozenset[Id] | None:
        answer = self.searched.board.answer(frozenset(part), absent)
        if answer.plan is not None:
            used = 0
            for person in answer.plan:
                used |= 1 << person
            return frozenset(name for name, some in units.items() if some & used)
        if any(True for _ in self.searched.of(part, absent)):
            return None
        return frozenset(name for name, some in units.items() if some & ~absent)
