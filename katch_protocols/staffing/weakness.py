"""Whose absence stops some case: every smallest set of posts, or of agencies.

By implicit hitting sets: each plan that was found must lose somebody, so only sets that
hit every known plan are tried; a set that leaves a plan brings that plan. Static
resiliency is hard in general (Wang and Li 2007, Fong 2018), so sets are looked for up
to three; larger ones are left out.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct, field

from katch_protocols.model.noun import Id
from katch_protocols.staffing.assignment import Assignment
from katch_protocols.staffing.clashes import Clash, Clashes
from katch_protocols.staffing.demands import Demand

__all__ = ["MOST_ABSENT", "Left", "Stop", "Weakness", "smallest", "stops"]


MOST_ABSENT = 3
"""Up to how many absent at once are looked at."""

Stop = frozenset[Id]
"""Those whose absence together stops some case."""

Left = Callable[[Stop], frozenset[Id] | None]
"""Whom a plan uses without some; ``None``: some case then stops."""


def stops(left: Left, *, most: int = MOST_ABSENT) -> tuple[Stop, ...]:
    """Return every smallest set of up to ``most`` whose absence stops a case.

    Args:
        left: whom a plan uses without some posts or agencies; more absent ones never
            help.
        most: how large a set may be.
    """
    found: dict[Stop, None] = {}
    tried: tuple[Stop, ...] = (frozenset(),)
    while True:
        for some in tried:
            if some in found:
                continue
            plan = left(some)
            if plan is not None:
                tried = _hitting(tried, plan, most)
                break
            found[some] = None
        else:
            return smallest(found)


def smallest(sets: Mapping[Stop, object] | Sequence[Stop]) -> tuple[Stop, ...]:
    """Return the sets that hold no other, the smallest first, then by their names."""
    kept: list[Stop] = []
    for each in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(other <= each for other in kept):
            kept.append(each)
    return tuple(kept)


def _hitting(sets: Sequence[Stop], plan: Stop, most: int) -> tuple[Stop, ...]:
    """Return the smallest sets that hit one plan more (Berge 1989)."""
    hit = [each for each in sets if each & plan]
    grown = {
        each | {name}: None
        for each in sets
        if not each & plan and len(each) < most
        for name in sorted(plan)
    }
    new = [each for each in grown if not any(other <= each for other in hit)]
    return (*hit, *smallest(new))


Part = tuple[int, ...]
"""The demands of one component."""


class Weakness(Struct, frozen=True, dict=True):
    """Whose absence stops some case of those that can be staffed now.

    ``clashes`` are those that there are already; their steps are left out.
    """

    searched: Clashes
    clashes: Sequence[Clash]
    _elsewhere: dict[Stop, Clashes] = field(default_factory=dict)

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
            there = Assignment(board.steps, board.demands, board.people.without(away))
            self._elsewhere[away] = Clashes(there, self.searched.cases)
        return self._elsewhere[away]
