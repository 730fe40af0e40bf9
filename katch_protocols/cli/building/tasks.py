"""Tasks of a build, and which of many workers does which: what is alike stays together.

What one worker has read, laid out or proved of a protocol serves its next part. So
each protocol has a home, the worker that began with it, and others help out only where
its home would be busy for longer than they need to begin anew.
"""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from msgspec import Struct

__all__ = ["Key", "Show", "Steps", "Task", "TaskShares"]

Key = tuple[str, str]
"""What is made, and of which protocol."""

Steps = Iterator[tuple[Key, Any]]
Show = Callable[[str, Steps, int], Steps]
"""Shows how far it is: the key of a title, the steps, and how many there are."""

_HELP = 2_000_000
"""With so many microseconds of work at a home another worker begins with it as well."""


_size = attrgetter("size")


class Task(Struct, frozen=True):
    """Something to make: ``work(state, *given)``.

    ``size`` is about how many microseconds it takes; ``key`` says what it is.
    """

    size: int
    key: Key
    work: Callable[..., Any]
    given: tuple[Any, ...] = ()

    @property
    def subject(self) -> str:
        """Of what it is made: of a protocol, or of a language of all."""
        return self.key[1]


class TaskShares:
    """The tasks that wait, by what they are made of, and where each has its home."""

    def __init__(self) -> None:
        """Have none."""
        self._waiting: dict[str, list[Task]] = {}
        self._homes: dict[str, int] = {}

    def __len__(self) -> int:
        """How many tasks wait."""
        return sum(map(len, self._waiting.values()))

    @property
    def work(self) -> int:
        """About how many microseconds they take."""
        return sum(map(self._work, self._waiting))

    def add(self, tasks: Iterable[Task]) -> None:
        """Take on more."""
        for task in tasks:
            self._waiting.setdefault(task.subject, []).append(task)
        for each in self._waiting.values():
            each.sort(key=_size)

    def take(self, worker: int, *, shortest: bool = False) -> Task | None:
        """Return what a worker does next, the longest task of its own first.

        Else it makes the largest subject its own that has no home, else it helps out.
        With ``shortest`` it takes the shortest task and the smallest subject.
        """
        own = [name for name in self._waiting if self._homes.get(name) == worker]
        free = [name for name in self._waiting if name not in self._homes]
        others = [name for name in self._waiting if self._is_long(name)]
        found = own or free or others
        if not found:
            return None
        choose = min if shortest and found is not others else max
        name = choose(found, key=lambda each: (self._work(each), each))
        self._homes.setdefault(name, worker)
        tasks = self._waiting[name]
        task = tasks.pop(0 if shortest else -1)
        if not tasks:
            del self._waiting[name]
        return task

    def _is_long(self, name: str) -> bool:
        """Whether its home is busy with it for long, and with all that it has."""
        home = self._homes.get(name)
        there = (each for each in self._waiting if self._homes.get(each) == home)
        return sum(map(self._work, there)) > _HELP

    def _work(self, name: str) -> int:
        return sum(task.size for task in self._waiting[name])
