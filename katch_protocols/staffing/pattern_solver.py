"""A matching of blocks of steps to people, kept up as blocks grow (Kuhn 1955)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from katch_protocols.staffing.assignment_problem import (
    AssignmentProblem,
    Pair,
    Plan,
    Solution,
    persons,
)

__all__ = ["MOST_TRIES", "Matching", "solve"]


class Matching:
    """Each block has a person of its own; ``person[block]`` is who."""

    def __init__(self) -> None:
        self.person: dict[int, int] = {}
        self.block: dict[int, int] = {}

    def match(self, block: int, able: Sequence[int]) -> bool:
        """Give a block, new or changed, a person; tell whether that is possible.

        ``able`` holds for each block the people who may do all of its steps.
        """
        has = self.person.get(block)
        if has is not None:
            if able[block] >> has & 1:
                return True
            del self.person[block], self.block[has]
        return self._augment(block, able, set())

    def _augment(self, block: int, able: Sequence[int], seen: set[int]) -> bool:
        for person in persons(able[block]):
            if person not in self.block:
                self._set(block, person)
                return True
        for person in persons(able[block]):
            if person in seen:
                continue
            seen.add(person)
            if self._augment(self.block[person], able, seen):
                self._set(block, person)
                return True
        return False

    def _set(self, block: int, person: int) -> None:
        self.person[block] = person
        self.block[person] = block

    def state(self) -> tuple[dict[int, int], dict[int, int]]:
        """Return what ``restore`` takes."""
        return dict(self.person), dict(self.block)

    def restore(self, state: tuple[dict[int, int], dict[int, int]]) -> None:
        """Go back to an earlier matching."""
        self.person, self.block = dict(state[0]), dict(state[1])


MOST_TRIES = 20_000
"""How many partial patterns are tried before the search gives up."""


class _GivenUpError(Exception):
    """Too many patterns were tried."""


def solve(problem: AssignmentProblem, *, most: int = MOST_TRIES) -> Solution:
    """Return a plan for a problem, or none if there is none.

    At most about ``most`` partial patterns are tried; then ``decided`` is false.
    """
    tries = _Tries(most)
    try:
        for narrowed in _for_agencies(problem):
            plan = _solve(narrowed, tries)
            if plan is not None:
                return Solution(plan)
    except _GivenUpError:
        return Solution(None, decided=False)
    return Solution(None)


class _Tries:
    def __init__(self, most: int) -> None:
        self.left = most

    def count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _GivenUpError


def _for_agencies(problem: AssignmentProblem) -> Iterator[AssignmentProblem]:
    """Yield the problem with an agency chosen for each step that needs one."""
    if not problem.strangers:
        yield problem
        return
    steps = sorted({step for pair in problem.strangers for step in pair})
    for choice in product(*(problem.bodies.get(step, {}).items() for step in steps)):
        acts = {step: body for step, (body, _) in zip(steps, choice, strict=True)}
        if any(acts[one] == acts[other] for one, other in problem.strangers):
            continue
        allowed = list(problem.allowed)
        for step, (_, able) in zip(steps, choice, strict=True):
            allowed[step] &= able
        apart = (*problem.apart, *problem.strangers)
        yield AssignmentProblem(tuple(allowed), apart, problem.same)


def _solve(problem: AssignmentProblem, tries: _Tries) -> Plan | None:
    group = _groups(len(problem.allowed), problem.same)
    allowed: dict[int, int] = {}
    for step, able in enumerate(problem.allowed):
        allowed[group[step]] = allowed.get(group[step], -1) & able
    if not all(allowed.values()):
        return None
    apart: dict[int, int] = dict.fromkeys(allowed, 0)
    for one, other in problem.apart:
        first, second = group[one], group[other]
        if first == second:
            return None
        apart[first] |= 1 << second
        apart[second] |= 1 << first
    found = _PatternSearch(allowed, apart, tries).run()
    if found is None:
        return None
    return tuple(found[group[step]] for step in range(len(problem.allowed)))


def _groups(count: int, same: Sequence[Pair]) -> list[int]:
    """Return for each step the lowest of those that one person does with it."""
    group = list(range(count))
    for one, other in same:
        low, high = sorted((group[one], group[other]))
        if low != high:
            group = [low if each == high else each for each in group]
    return group


class _PatternSearch:
    """``allowed`` and ``apart`` are sets of people and of steps, by step."""

    def __init__(
        self, allowed: Mapping[int, int], apart: Mapping[int, int], tries: _Tries
    ) -> None:
        self.allowed, self.apart, self.tries = allowed, apart, tries
        self.plan: dict[int, int] = {}

    def run(self) -> Mapping[int, int] | None:
        easy, hard = self._parted()
        for part in self._components(hard):
            found = self._pattern(part)
            if found is None:
                return None
            self.plan.update(found)
        for step in reversed(easy):
            taken = 0
            for other in persons(self.apart[step]):
                if other in self.plan:
                    taken |= 1 << self.plan[other]
            free = self.allowed[step] & ~taken
            self.plan[step] = (free & -free).bit_length() - 1
        return self.plan

    def _parted(self) -> tuple[list[int], int]:
        """Set aside, one after the other, each step for which somebody is left."""
        left = sum(1 << step for step in self.allowed)
        sizes = {step: able.bit_count() for step, able in self.allowed.items()}
        easy: list[int] = []
        waiting = list(self.allowed)
        while waiting:
            step = waiting.pop()
            near = self.apart[step] & left
            if left >> step & 1 and sizes[step] > near.bit_count():
                left ^= 1 << step
                easy.append(step)
                waiting.extend(persons(near))
        return easy, left

    def _components(self, steps: int) -> Iterator[list[int]]:
        """Yield the steps that are kept apart, directly or by others, together."""
        while steps:
            part = frontier = steps & -steps
            while frontier:
                near = 0
                for step in persons(frontier):
                    near |= self.apart[step]
                frontier = near & steps & ~part
                part |= frontier
            steps &= ~part
            yield list(persons(part))

    def _pattern(self, steps: list[int]) -> Mapping[int, int] | None:
        """Return a plan for steps that must be searched, the scarcest first."""
        steps.sort(key=lambda step: (self.allowed[step].bit_count(), step))
        blocks = _Blocks(self.allowed, self.apart)
        return blocks.plan() if self._place(steps, 0, blocks) else None

    def _place(self, steps: list[int], position: int, blocks: "_Blocks") -> bool:
        if position == len(steps):
            return True
        step = steps[position]
        for block in blocks.choices(step):
            self.tries.count()
            before = blocks.state()
            if blocks.put(step, block) and self._place(steps, position + 1, blocks):
                return True
            blocks.restore(before)
        return False


_State = tuple[list[int], list[int], tuple[dict[int, int], dict[int, int]]]


class _Blocks:
    """A partial pattern: blocks of steps, each matched to a person of its own."""

    def __init__(self, allowed: Mapping[int, int], apart: Mapping[int, int]) -> None:
        self.allowed, self.apart = allowed, apart
        self.steps: list[int] = []
        self.able: list[int] = []
        self.matching = Matching()

    def choices(self, step: int) -> list[int]:
        """Return the blocks that could take a step; the last, if any, is a new one.

        Where people are plenty the new one comes first.
        """
        old = [
            block
            for block, inside in enumerate(self.steps)
            if not inside & self.apart[step] and self.able[block] & self.allowed[step]
        ]
        new = len(self.steps)
        plenty = self.allowed[step].bit_count() > new
        return [new, *old] if plenty else [*old, new]

    def put(self, step: int, block: int) -> bool:
        """Put a step into a block; tell whether each block still has a person."""
        if block == len(self.steps):
            self.steps.append(1 << step)
            self.able.append(self.allowed[step])
        else:
            self.steps[block] |= 1 << step
            self.able[block] &= self.allowed[step]
        return self.matching.match(block, self.able)

    def state(self) -> _State:
        return [*self.steps], [*self.able], self.matching.state()

    def restore(self, state: _State) -> None:
        self.steps, self.able = [*state[0]], [*state[1]]
        self.matching.restore(state[2])

    def plan(self) -> Mapping[int, int]:
        person = self.matching.person
        return {
            step: person[block]
            for block, inside in enumerate(self.steps)
            for step in persons(inside)
        }
