"""The demands on whoever staffs a case: each can be left out, to see which clash."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

from katch_protocols.charts.chart import Chart
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.safeguards.different import Different
from katch_protocols.model.safeguards.only_does import OnlyDoes
from katch_protocols.model.safeguards.same_person import SamePerson
from katch_protocols.staffing.naming import entries_of, state_of
from katch_protocols.staffing.steps import Part, Step

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
    """Whoever does an activity, and whoever takes part in it, are different people."""
    DIFFERENT_PEOPLE = "different-people"
    DIFFERENT_AGENCIES = "different-agencies"
    SAME_PERSON = "same-person"


@dataclass(frozen=True)
class Demand:
    """A demand on one step or on two, by their positions.

    ``name`` is the qualification, the language or the safeguard that demands it.
    ``unless`` is the event after which a safeguard does not bind. ``entered`` are the
    states that the steps must enter to count, where the sentence speaks of states.
    """

    kind: DemandKind
    steps: tuple[int, ...]
    name: str | None = None
    actors: tuple[Id, ...] = ()
    unless: str | None = None
    entered: tuple[int | None, ...] = ()


def demands(
    steps: tuple[Step, ...], chart: Chart, safeguards: Mapping[Id, Safeguard]
) -> tuple[Demand, ...]:
    """Return every demand: those of the activities first, then those of safeguards.

    A sentence that ends with ``where`` is taken to bind always.
    """
    return (*_of_steps(steps), *_of_acts(steps), *_said(steps, chart, safeguards))


def _of_steps(steps: tuple[Step, ...]) -> Iterator[Demand]:
    for place, step in enumerate(steps):
        yield Demand(DemandKind.HELD, (place,))
        if step.urgent:
            yield Demand(DemandKind.ON_DUTY, (place,))
        for name in step.qualified:
            yield Demand(DemandKind.TRAINED, (place,), name)
        if step.language is not None:
            yield Demand(DemandKind.SPOKEN, (place,), step.language)


def _of_acts(steps: tuple[Step, ...]) -> Iterator[Demand]:
    """Yield that whoever meets in one activity is not one person."""
    acts: dict[str, list[int]] = {}
    for place, step in enumerate(steps):
        acts.setdefault(step.activity, []).append(place)
    for places in acts.values():
        for one, other in combinations(places, 2):
            first, second = steps[one], steps[other]
            if first.part is second.part is Part.DOES:
                continue
            if first.language and second.language and first.roles == second.roles:
                continue
            if first.entries & second.entries:
                yield Demand(DemandKind.TOGETHER, (one, other))


_KINDS = {Different: DemandKind.DIFFERENT_PEOPLE, SamePerson: DemandKind.SAME_PERSON}


def _said(
    steps: tuple[Step, ...], chart: Chart, safeguards: Mapping[Id, Safeguard]
) -> Iterator[Demand]:
    for name, safeguard in safeguards.items():
        rule = safeguard.rule
        match rule:
            case OnlyDoes():
                for place in _doers(steps, entries_of(chart, rule.event)):
                    yield Demand(
                        DemandKind.ONLY, (place,), name, rule.actors, rule.unless
                    )
            case Different() | SamePerson():
                kind = _KINDS[type(rule)]
                if isinstance(rule, Different) and rule.agencies:
                    kind = DemandKind.DIFFERENT_AGENCIES
                firsts = _doers(steps, entries_of(chart, rule.event))
                others = _doers(steps, entries_of(chart, rule.other))
                entered = state_of(chart, rule.event), state_of(chart, rule.other)
                for pair in dict.fromkeys(product(firsts, others)):
                    # One step that is both is broken in the protocol itself.
                    if pair[0] != pair[1]:
                        yield Demand(
                            kind, pair, name, unless=rule.unless, entered=entered
                        )
            case _:
                continue


def _doers(steps: tuple[Step, ...], entries: Collection[int]) -> list[int]:
    return [
        place
        for place, step in enumerate(steps)
        if step.part is Part.DOES and not step.entries.isdisjoint(entries)
    ]
