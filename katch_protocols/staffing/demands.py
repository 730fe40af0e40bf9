"""The demands on whoever staffs a case: each can be left out, to see which clash."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from itertools import combinations, product
from typing import assert_never

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import AboutPeople, Enforcement, Safeguard
from katch_protocols.staffing.events import entries_of, state_of
from katch_protocols.staffing.steps import StaffedStep, StepPart

__all__ = ["Demand", "DemandKind", "demands"]


class DemandKind(StrEnum):
    """What is demanded."""

    HELD = "held"
    """Somebody who holds the role."""
    ON_DUTY = "on-duty"
    """Somebody who is there at all hours."""
    TRAINED = "trained"
    """Somebody who holds the qualification ``name``."""
    SPOKEN = "spoken"
    """Somebody who speaks the language ``name``."""
    ONLY = "only"
    """Somebody of those whom the safeguard ``name`` lists."""
    TOGETHER = "together"
    """Whoever does an activity, and whoever takes part in it, are different people; so
    are those who sit in a panel."""
    DIFFERENT_PEOPLE = "different-people"
    DIFFERENT_AGENCIES = "different-agencies"
    SAME_PERSON = "same-person"


class Demand(Struct, frozen=True):
    """A demand on one step or on two, by their positions.

    ``name`` is the qualification, the language or the safeguard that demands it.
    ``unless`` are the events after any of which a safeguard does not bind. ``entered``
    are the states that the steps must enter to count, where the sentence speaks of
    states.
    """

    kind: DemandKind
    steps: tuple[int, ...]
    name: str | None = None
    actors: tuple[Id, ...] = ()
    unless: tuple[str, ...] = ()
    entered: tuple[int | None, ...] = ()


def demands(
    steps: tuple[StaffedStep, ...], chart: Chart, safeguards: Mapping[Id, Safeguard]
) -> tuple[Demand, ...]:
    """Return every demand: those of the activities first, then those of safeguards.

    A sentence that ends with ``where`` is taken to bind always.
    """
    return (*_of_steps(steps), *_of_acts(steps), *_said(steps, chart, safeguards))


def _of_steps(steps: tuple[StaffedStep, ...]) -> Iterator[Demand]:
    for place, step in enumerate(steps):
        yield Demand(DemandKind.HELD, (place,))
        if step.urgent:
            yield Demand(DemandKind.ON_DUTY, (place,))
        for name in step.qualified:
            yield Demand(DemandKind.TRAINED, (place,), name)
        if step.language is not None:
            yield Demand(DemandKind.SPOKEN, (place,), step.language)


def _of_acts(steps: tuple[StaffedStep, ...]) -> Iterator[Demand]:
    """Yield that whoever meets in one activity is not one person."""
    acts: dict[str, list[int]] = {}
    for place, step in enumerate(steps):
        acts.setdefault(step.activity, []).append(place)
    for places in acts.values():
        for one, other in combinations(places, 2):
            first, second = steps[one], steps[other]
            sit = first.panel == second.panel and first.is_seat and second.is_seat
            if first.part is second.part is StepPart.DOES and not sit:
                continue
            if first.language and second.language and first.roles == second.roles:
                continue
            if first.entries & second.entries:
                yield Demand(DemandKind.TOGETHER, (one, other))


_PAIRS = {
    Enforcement.APART: DemandKind.DIFFERENT_PEOPLE,
    Enforcement.AGENCIES_APART: DemandKind.DIFFERENT_AGENCIES,
    Enforcement.SAME: DemandKind.SAME_PERSON,
}
"""What is demanded of two steps by a sentence about them."""


def _said(
    steps: tuple[StaffedStep, ...], chart: Chart, safeguards: Mapping[Id, Safeguard]
) -> Iterator[Demand]:
    for name, safeguard in safeguards.items():
        rule = safeguard.rule
        if isinstance(rule, AboutPeople):
            yield from _of_people(rule, name, steps, chart)


def _of_people(
    rule: AboutPeople, name: Id, steps: tuple[StaffedStep, ...], chart: Chart
) -> Iterator[Demand]:
    doers = [_doers(steps, entries_of(chart, event)) for event in rule.done]
    match rule.enforcement:
        case Enforcement.WITH | Enforcement.WAIT:
            # Who takes part is a step of its own, which is there already.
            return
        case Enforcement.ONLY:
            for place in doers[0]:
                yield Demand(DemandKind.ONLY, (place,), name, rule.parties, rule.unless)
        case Enforcement.APART | Enforcement.AGENCIES_APART | Enforcement.SAME as pair:
            kind = _PAIRS[pair]
            entered = tuple(state_of(chart, event) for event in rule.done)
            for places in dict.fromkeys(product(*doers)):
                both = [steps[place] for place in places]
                if pair is Enforcement.SAME and any(
                    each.panel is not None and each.safeguard != name for each in both
                ):
                    # Any one of those who sit will do, and has a step of its own.
                    continue
                # One step that is both is broken in the protocol itself.
                if places[0] != places[1]:
                    yield Demand(
                        kind, places, name, unless=rule.unless, entered=entered
                    )
        case _:
            assert_never(rule.enforcement)


def _doers(steps: tuple[StaffedStep, ...], entries: Collection[int]) -> list[int]:
    return [
        place
        for place, step in enumerate(steps)
        if step.part is StepPart.DOES and not step.entries.isdisjoint(entries)
    ]
