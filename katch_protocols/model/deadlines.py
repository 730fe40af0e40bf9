"""By when: the deadline to leave a state, and what happens when it is broken."""

from enum import StrEnum

from katch_protocols.model.durations import Duration
from katch_protocols.model.noun import Id, Noun

__all__ = ["Basis", "Deadline", "Escalation"]


class Basis(StrEnum):
    """What a deadline rests on."""

    STATUTORY = "statutory"
    GUIDANCE = "guidance"
    PROPOSED = "proposed"


class Deadline(Noun):
    """A limit, its basis, and the event whose last occurrence starts the clock."""

    limit: Duration
    basis: Basis = Basis.PROPOSED
    source: tuple[Id, ...] = ()
    start: Id | None = None
    """Written ``from``. Without it the clock starts when the state is entered."""


class Escalation(Noun):
    """Who is told, how long after a deadline was broken (role or agency)."""

    after: Duration
    tell: Id
