"""What one command may spend: seconds of the processor, bytes of memory.

Whoever runs a command opens a budget around it; whatever grows with what is read looks
at it while it grows. Nothing here reads a clock: one is handed in. Results that were
not cut short never depend on it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TypeVar

from msgspec import Struct

from katch_protocols.errors import BudgetError
from katch_protocols.findings import Path, Place

__all__ = [
    "ENDLESS",
    "Budget",
    "Meter",
    "begin",
    "blaming",
    "counting",
    "current",
    "keep",
    "look",
    "parts",
    "progressed",
    "room",
    "spending",
    "tick",
]

_Item = TypeVar("_Item")

_NONE = "none"
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) ?(s|min|MB|GB)?")
_SECONDS = {"s": 1, "min": 60}
_BYTES = {"MB": 10**6, "GB": 10**9}

_TELLING = 0.1
"""The share of the seconds that is kept for saying what was found."""

_GRACE = 0.5
"""Seconds between two warnings of the guard, to tell what was found."""

_LIBRARY = 200 * 10**6
"""What the library itself fills, with what it stands on, in bytes."""

_SELDOM = 64
"""How many small steps are taken between two looks at the clock."""

_FAIR = 0.5
"""The share of what is left that one of several parts may spend at the most."""


class Budget(Struct, frozen=True):
    """What one command may spend; ``None`` is without an end.

    ``seconds`` are seconds of the processor, ``bytes`` an estimate of the memory.
    """

    seconds: float | None = 30.0
    bytes: int | None = 10**9

    @classmethod
    def read(cls, text: str) -> "Budget":
        """Read ``60s,4GB``; what is not named is as by default, ``none`` has no end.

        Raises:
            ValueError: The text is no budget.
        """
        if text.strip() == _NONE:
            return cls(None, None)
        found: dict[str, float] = {}
        for part in text.split(","):
            amount = _AMOUNT.fullmatch(part.strip())
            if amount is None or not float(amount[1]):
                raise ValueError(text)
            unit = amount[2] or "s"
            kind = "seconds" if unit in _SECONDS else "bytes"
            if kind in found:
                raise ValueError(text)
            found[kind] = float(amount[1]) * (_SECONDS | _BYTES)[unit]
        seconds, size = found.get("seconds", cls().seconds), found.get("bytes")
        return cls(seconds, cls().bytes if size is None else int(size))

    @property
    def twice(self) -> "Budget":
        """Twice as much of each: what to give where this was too little."""
        seconds = None if self.seconds is None else 2 * self.seconds
        return Budget(seconds, None if self.bytes is None else 2 * self.bytes)

    def __str__(self) -> str:
        said = []
        if self.seconds is not None:
            said.append(f"{self.seconds:g}s")
        if self.bytes is not None:
            said.append(f"{self.bytes / 10**9:g}GB")
        return ",".join(said) or _NONE


class Meter:
    """A budget being spent, by a clock that counts seconds of the processor.

    ``path`` is the place in the handbook that is being worked on: whatever crosses the
    budget there is to blame.
    """

    def __init__(self, budget: Budget, clock: Callable[[], float]) -> None:
        self.budget = budget
        self.clock = clock
        self.is_endless = budget.seconds is None and budget.bytes is None
        self.kept = 0
        self.path: Path = ()
        self.counted: tuple[str, int] | None = None
        """What long work counts, and how many of them are done."""
        self.is_counting = False
        """Whether something counts whatever is counted inside of it."""
        self.find: Callable[[Path], Place | None] = lambda _: None
        """Where in the files a part of the handbook was written."""
        self._apart = 0.0
        self._since: float | None = None
        self._ticks = 0
        self._most = None if budget.bytes is None else max(budget.bytes - _LIBRARY, 0)
        self._ends: float | None = None
        self._last: float | None = None
        if budget.seconds is not None:
            self._last = self._now() + budget.seconds
            self._ends = self._last - budget.seconds * _TELLING

    def fresh(self) -> "Meter":
        """Return a meter of the same budget of which nothing is spent."""
        if self.is_endless:
            return self
        meter = Meter(self.budget, self.clock)
        meter.find = self.find
        return meter

    def look(self, growing: int = 0) -> None:
        """Go on only within the budget; ``growing`` bytes are held just now.

        Raises:
            BudgetError: The seconds are spent, or the bytes are more than there are.
        """
        if self.is_endless:
            return
        if self._most is not None and self.kept + growing > self._most:
            raise self.error("memory")
        if self._ends is not None and self._now() > self._ends:
            raise self.error("time")

    def tick(self, growing: int = 0) -> None:
        """Look now and then: for steps of a few microseconds."""
        self._ticks += 1
        if self._ticks >= _SELDOM:
            self._ticks = 0
            self.look(growing)

    def keep(self, size: int) -> None:
        """Count bytes that stay for as long as the command, or its part, runs."""
        self.kept += size
        self.look()

    def guard(self, resident: int) -> None:
        """Stop what never looked: all seconds are spent, or ``resident`` bytes filled.

        The time that is kept for telling lies between the last look and this.
        """
        most = self.budget.bytes
        if most is not None and resident > most and self._most:
            self._most = 0  # nothing grows any more
            raise self.error("memory")
        if self._last is not None and self._now() > self._last:
            self._last = self._now() + _GRACE
            raise self.error("time")

    @property
    def left(self) -> float | None:
        """How many seconds are left; ``None`` is without an end."""
        return None if self._ends is None else max(self._ends - self._now(), 0)

    def spend(self, seconds: float) -> None:
        """Count what another program has spent for this command."""
        if self._ends is not None:
            self._ends -= seconds
        self.look()

    def error(self, bound: str) -> BudgetError:
        """Return the refusal to go on, with the place that is being worked on."""
        return BudgetError(bound, str(self.budget), self.path, self.find(self.path))

    @contextmanager
    def room(self) -> Iterator[None]:
        """Give back at the end what was kept inside."""
        before = self.kept
        try:
            yield
        finally:
            self.kept = before

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Count no seconds inside: what is done there, no handbook asked for."""
        if self._since is not None:
            yield
            return
        self._since = self.clock()
        try:
            yield
        finally:
            self._apart += self.clock() - self._since
            self._since = None

    def _now(self) -> float:
        """Return the seconds of the clock that count."""
        now = self.clock() if self._since is None else self._since
        return now - self._apart

    @contextmanager
    def share(self, share: float) -> Iterator[None]:
        """Let what is inside spend only a share of the seconds that are left."""
        before = self._ends
        if before is not None:
            now = self._now()
            self._ends = now + max(before - now, 0) * share
        try:
            yield
        finally:
            self._ends = before

    @contextmanager
    def blaming(self, path: Path) -> Iterator[None]:
        """Blame this place for what is spent inside."""
        before = self.path
        self.path = path
        try:
            yield
        finally:
            self.path = before


ENDLESS = Meter(Budget(None, None), lambda: 0.0)
"""Nothing is counted: where nobody opened a budget."""

_METER: ContextVar[Meter] = ContextVar("katch_protocols.budget", default=ENDLESS)


def current() -> Meter:
    """Return the meter of the command that runs in this thread."""
    return _METER.get()


def begin(meter: Meter) -> Meter:
    """Let everything from here on spend one budget together, in this thread."""
    _METER.set(meter)
    return meter


@contextmanager
def spending(meter: Meter) -> Iterator[Meter]:
    """Let everything inside spend one budget together."""
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


def look(growing: int = 0) -> None:
    """Go on only within the budget; see ``Meter.look``."""
    _METER.get().look(growing)


def tick(growing: int = 0) -> None:
    """Look at the budget now and then; see ``Meter.tick``."""
    _METER.get().tick(growing)


def keep(size: int) -> None:
    """Count bytes that stay; see ``Meter.keep``."""
    _METER.get().keep(size)


def room() -> AbstractContextManager[None]:
    """Give back at the end what was kept inside; see ``Meter.room``."""
    return _METER.get().room()


def progressed(what: str, done: int) -> None:
    """Let whoever waits know how many of something are done."""
    meter = _METER.get()
    if not meter.is_counting:
        meter.counted = what, done


def counting(what: str, items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield items and count them; what is counted on the way is not told meanwhile."""
    meter = _METER.get()
    outer, meter.is_counting = meter.is_counting, True
    try:
        for number, each in enumerate(items):
            if not outer:
                meter.counted = what, number
            yield each
    finally:
        meter.is_counting = outer


def blaming(path: Path) -> AbstractContextManager[None]:
    """Blame this place for what is spent inside; see ``Meter.blaming``."""
    return _METER.get().blaming(path)


def parts(count: int) -> Iterator[AbstractContextManager[None]]:
    """Yield a share for each of ``count`` parts: half of what is left, the last all.

    So no part starves the others, and what a part does not need is there for the next.
    """
    meter = _METER.get()
    for number in range(count):
        yield meter.share(1.0 if number + 1 == count else _FAIR)
