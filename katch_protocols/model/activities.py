"""What may be done, by whom, and what it changes."""

from collections.abc import Mapping
from typing import Literal

from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.noun import EMPTY, Frozen, Id, Label, Noun

__all__ = ["ACTOR", "Activity", "Handover", "Raci", "Target"]

ACTOR: Literal["actor"] = "actor"
"""Written as ``accountable: actor``: the agency of whoever acts."""


class Target(Noun):
    """Where a move leads: a state by bare name or dotted path, or ``resume STATE``."""

    state: str
    resume: bool = False

    def __str__(self) -> str:
        return f"resume {self.state}" if self.resume else self.state


class Handover(Noun):
    """Responsibility that passes only when the receiver acknowledges."""

    to: Id
    within: Deadline | None = None
    """In what time the receiver must answer; without a start, since the sending."""
    decline: Target | None = None


class Raci(Noun):
    """Who does it, answers for it, takes part, is asked before and told after."""

    by: tuple[Id, ...] = ()
    together_with: tuple[Id, ...] = ()
    accountable: tuple[Id, ...] = ()
    """Agencies, roles or ``actor``; inherited from the state when empty; one at most
    in a sound protocol."""
    consult: tuple[Id, ...] = ()
    inform: tuple[Id, ...] = ()


class Activity(Noun):
    """One entry of an act: its duty, its people, its conditions, its effects."""

    id: Id
    title: Label | None = None
    note: Label | None = None
    source: tuple[Id, ...] = ()
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
    counts_as: tuple[Id, ...] = ()
    """What it counts as, once it is done; of ``measured`` in the handbook."""
    origins: tuple[str, ...] = ()
    """Written ``from``, at protocol level only: the states in which it is possible;
    empty: every state that is not final."""

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
