"""A matching of blocks of steps to people, kept up as blocks grow (Kuhn 1955)."""

from collections.abc import Sequence

from katch_protocols.staffing.problem import persons

__all__ = ["Matching"]


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
