"""Every place where a case can stand, by the second interpreter, with what happened.

For the sentences that no single case breaks: ``A is always possible`` and ``A does not
depend on B``.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from katch_protocols.sentences.truth import evaluate
from tests.interpreter import Configuration
from tests.proofs.telling import Case, Happening, Teller

__all__ = ["Spread", "dependent_length", "lost_length"]

MOST = 500
"""How many places are looked at."""

Key = tuple[Configuration, frozenset[str]]


@dataclass(frozen=True)
class Spread:
    """Places by number, in the order found, breadth first.

    ``cases`` has one shortest case for each; ``steps`` every step out of each: the
    place it leads to and its events. ``is_whole``: nothing was left out.
    """

    cases: tuple[Case, ...]
    steps: tuple[tuple[tuple[int, tuple[Happening, ...]], ...], ...]
    is_whole: bool

    @classmethod
    def of(cls, teller: Teller, remembered: frozenset[str]) -> "Spread":
        """Look at all places; those that differ in a remembered event differ."""
        places: dict[Key, int] = {}
        cases: list[Case] = []
        steps: list[tuple[tuple[int, tuple[Happening, ...]], ...]] = []
        waiting: deque[Case] = deque()

        def number(case: Case) -> int:
            names = frozenset(
                name
                for name in remembered
                if any(event.is_named(name) for event in case.events)
            )
            key = (case.now, names)
            if key not in places:
                places[key] = len(places)
                cases.append(case)
                waiting.append(case)
            return places[key]

        for begun in teller.begins():
            number(begun)
        while waiting and len(places) <= MOST:
            case = waiting.popleft()
            steps.append(
                tuple(
                    (number(longer), longer.events[len(case.events) :])
                    for longer in teller.go_on(case)
                )
            )
        return cls(tuple(cases), tuple(steps), is_whole=not waiting)

    def has(self, place: int, *names: str) -> bool:
        """Tell whether one of the events happened in the cases of a place."""
        return any(event.is_any_of(names) for event in self.cases[place].events)


def _counts(rule: Any, event: Happening) -> bool:
    if not event.is_named(rule.event):
        return False
    return rule.where is None or evaluate(rule.where, event) is True


def lost_length(rule: Any, spread: Spread) -> int | None:
    """Return the length of a shortest case after which A can never happen again."""
    able = {
        place
        for place, steps in enumerate(spread.steps)
        if any(_counts(rule, event) for _, events in steps for event in events)
    }
    size = -1
    while size != len(able):
        size = len(able)
        able |= {
            place
            for place, steps in enumerate(spread.steps)
            if any(after in able for after, _ in steps)
        }
    lengths = [
        len(case.moves)
        for place, case in enumerate(spread.cases)
        if place not in able and not case.ended and not spread.has(place, *rule.unless)
    ]
    return min(lengths, default=None)


def dependent_length(rule: Any, spread: Spread) -> int | None:
    """Return the length of a shortest case with B and then A, as A never is without."""
    found: dict[tuple[object, bool], int] = {}
    for place, with_b, length in _occurrences(rule, spread):
        found[place, with_b] = min(length, found.get((place, with_b), length))
    lengths = [
        length
        for (place, with_b), length in found.items()
        if with_b and (place, False) not in found
    ]
    return min(lengths, default=None)


def _occurrences(rule: Any, spread: Spread) -> Iterator[tuple[object, bool, int]]:
    """Yield where A happens, whether after B, and how long the case is then."""
    first = spread.cases[0].events
    starts = [(0, first)] if first else []
    for length, events in starts:
        yield from _in_step(rule, events, length, had=False)
    for place, steps in enumerate(spread.steps):
        if spread.has(place, *rule.unless):
            continue
        had = spread.has(place, rule.other)
        length = len(spread.cases[place].moves) + 1
        for _, events in steps:
            yield from _in_step(rule, events, length, had=had)


def _may_be(rule: Any, event: Happening) -> bool:
    """Tell whether an event is A by itself, or each of several that count as A."""
    if event.name != rule.event and rule.event not in event.counts_as:
        return False
    return rule.where is None or evaluate(rule.where, event) is True


def _place(event: Happening) -> object:
    """Return where an event is declared: the activity in its state, or the state."""
    act = event.act.id if event.act is not None else None
    is_done = event.name.rpartition(".")[2] == act
    return (event.name, event.origin) if is_done else event.name


def _in_step(
    rule: Any,
    events: tuple[Happening, ...],
    length: int,
    *,
    had: bool,
) -> Iterator[tuple[object, bool, int]]:
    if any(event.is_any_of(rule.unless) for event in events):
        return
    for event in events:
        if _may_be(rule, event):
            yield _place(event), had, length
        had = had or event.is_named(rule.other)
