"""What may be done, by whom, and what it changes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import model_validator

from katch_protocols.model.citations import Citation
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.noun import EMPTY, Frozen, Id, Label, Noun

__all__ = [
    "ACTOR",
    "NOBODY",
    "TAKEN_UP",
    "Activity",
    "Elsewhere",
    "Handover",
    "Opens",
    "Raci",
    "Target",
    "is_told",
]

ACTOR: Literal["actor"] = "actor"
"""Written as ``accountable: actor``: the agency of whoever acts."""

NOBODY: Literal["nobody"] = "nobody"
"""Written as ``by: nobody``: it happens by itself, and the host system tells it."""

TAKEN_UP: Literal["taken_up"] = "taken_up"
"""Written as ``by: PROTOCOL.taken_up``: a receiver has begun to act in the case."""


def is_told(name: str) -> bool:
    """Tell whether a name in ``by`` is no role: ``nobody``, or ``PROTOCOL.END``."""
    return name == NOBODY or "." in name


class Target(Noun):
    """Where a move leads: a state by bare name or dotted path, or ``resume STATE``."""

    state: str
    resume: bool = False

    def __str__(self) -> str:
        return f"resume {self.state}" if self.resume else self.state


class Handover(Noun):
    """Responsibility that passes only when every receiver has acknowledged.

    ``to`` are the roles that must, in any order; at least one.
    """

    to: tuple[Id, ...]
    within: Deadline | None = None
    """In what time they must answer; without a start, since the sending."""
    decline: Target | None = None


class Elsewhere(StrEnum):
    """Where a case is opened, if not in the region of its opener."""

    ANOTHER = "another"


class Opens(Noun):
    """A case that is opened beside this one: by what protocol, where, by when taken up.

    ``within`` is the new case's clock: until a receiver acts in it, the opener answers.
    """

    protocol: Id
    within: Deadline | None = None
    region: Elsewhere | None = None


class Raci(Noun):
    """Who does it, answers for it, takes part, is asked before and told after.

    ``told_by`` is what a signal is written ``by``: ``nobody``, or what becomes of a
    case that was opened; then ``by`` is empty, for nobody does it.
    """

    by: tuple[Id, ...] = ()
    told_by: tuple[str, ...] = ()
    together_with: tuple[Id, ...] = ()
    accountable: tuple[Id, ...] = ()
    """Agencies, roles or ``actor``; inherited from the state when empty; one at most
    in a sound protocol."""
    consult: tuple[Id, ...] = ()
    inform: tuple[Id, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, given: Any) -> Any:  # noqa: ANN401 - whatever is given to a noun
        """Keep the roles of ``by`` apart from what no role does."""
        if not isinstance(given, dict) or not any(map(is_told, given.get("by", ()))):
            return given
        every = tuple(given["by"])
        told = (*given.get("told_by", ()), *(each for each in every if is_told(each)))
        roles = tuple(each for each in every if not is_told(each))
        return {**given, "by": roles, "told_by": told}

    @property
    def as_written(self) -> tuple[str, ...]:
        """What a file writes under ``by``."""
        return (*self.by, *self.told_by)


class Activity(Noun):
    """One entry of an act: its duty, its people, its conditions, its effects."""

    id: Id
    title: Label | None = None
    short: Label | None = None
    """What a drawing says that lacks room for the title."""
    note: Label | None = None
    source: tuple[Citation, ...] = ()
    function: Id | None = None
    raci: Raci = Raci()
    qualified: tuple[Id, ...] = ()
    when: Condition | None = None
    needs: tuple[Id, ...] = ()
    produces: tuple[Id, ...] = ()
    records: tuple[Id, ...] = ()
    sets: Frozen[Id] = EMPTY
    forgets: tuple[Id, ...] = ()
    sends: Frozen[tuple[Id, ...]] = EMPTY
    reason: bool = False
    reasons: Frozen[Label | None] = EMPTY
    to: Target | None = None
    handover: Handover | None = None
    within: Deadline | None = None
    """In what time it must be done, once it is owed."""
    every: Deadline | None = None
    """How long at most until it is done, and done again; it has no start."""
    may: bool = False
    """Whether it is a power and no duty: nobody is late who does not use it."""
    escalate_to: tuple[Id, ...] = ()
    """Roles or agencies that are told at once when a clock written here is broken."""
    opens: tuple[Opens, ...] = ()
    counts_as: tuple[Id, ...] = ()
    """What it counts as, once it is done; of ``measured`` in the handbook."""
    origins: tuple[str, ...] = ()
    """Written ``from``, at protocol level only: the states in which it is possible;
    empty: every state that is not final."""

    @property
    def is_signal(self) -> bool:
        """Whether nobody does it: it happens, and is told."""
        return bool(self.raci.told_by)

    @property
    def is_optional(self) -> bool:
        """Whether nobody is late when it never comes, so that nothing may rely on it.

        A deadline that only such activities keep bounds nothing.
        """
        return self.is_signal or self.may

    @property
    def clocks(self) -> Mapping[tuple[str, ...], Deadline]:
        """The clocks that are written here, by their keys below the activity."""
        handed = None if self.handover is None else self.handover.within
        found = {
            ("within",): self.within,
            ("every",): self.every,
            ("handover", "within"): handed,
        }
        return {keys: clock for keys, clock in found.items() if clock is not None}
