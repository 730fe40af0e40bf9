"""Where a case can stand: situations, choices, chapters, strands."""

from enum import StrEnum

from katch_protocols.model.activities import Activity, Opens, Target
from katch_protocols.model.citations import Citation
from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Deadline, Duration
from katch_protocols.model.noun import EMPTY, Frozen, Id, Label, Noun

__all__ = ["GOOD_ENDS", "Branch", "OnPause", "Outcome", "State", "StateKind", "Timer"]


class Outcome(StrEnum):
    """What an end of a protocol means for the child, or for the work of bodies.

    ``done`` and ``not_done`` are ends of protocols about bodies.
    """

    PROTECTED = "protected"
    TRANSFERRED = "transferred"
    NOT_APPLICABLE = "not_applicable"
    ADVERSE = "adverse"
    DONE = "done"
    NOT_DONE = "not_done"


GOOD_ENDS = frozenset({Outcome.PROTECTED, Outcome.DONE})
"""What is said of cases that end well holds of both."""


class OnPause(StrEnum):
    """What the clocks of a composite do while it is left and may be resumed."""

    KEEP_RUNNING = "keep running"
    STOP = "stop"
    RESTART = "restart"


class StateKind(StrEnum):
    """What a state is made of; a sound state is exactly one of these."""

    ATOMIC = "atomic"
    COMPOSITE = "composite"
    PARALLEL = "parallel"
    CHOICE = "choice"
    RUNNING = "running"
    FINAL = "final"


class Branch(Noun):
    """One line of ``decide``; the last line has no condition."""

    when: Condition | None = None
    to: Target


class Timer(Noun):
    """``after``: a transition that the clock makes by itself."""

    limit: Duration
    to: Target


class State(Noun):
    """A state, a strand of a parallel state, or a choice."""

    id: Id
    title: Label | None = None
    note: Label | None = None
    source: tuple[Citation, ...] = ()
    phase: Id | None = None
    held_by: Id | None = None
    function: Id | None = None
    within: Deadline | None = None
    escalate_to: tuple[Id, ...] = ()
    after: tuple[Timer, ...] = ()
    activities: Frozen[Activity] = EMPTY
    initial: Id | None = None
    states: Frozen["State"] = EMPTY
    parallel: Frozen["State"] = EMPTY
    done: Target | None = None
    decide: tuple[Branch, ...] = ()
    runs: Id | None = None
    then: Frozen[Target] = EMPTY
    final: bool = False
    outcome: Outcome | None = None
    opens: tuple[Opens, ...] = ()
    """The cases that take over, on an end."""
    counts_as: tuple[Id, ...] = ()
    """What it counts as, once it is entered; of ``measured`` in the handbook."""
    on_pause: OnPause = OnPause.KEEP_RUNNING

    @property
    def kind(self) -> StateKind:
        """What the state is made of; the first that applies, in the order below."""
        if self.decide:
            return StateKind.CHOICE
        if self.runs is not None:
            return StateKind.RUNNING
        if self.parallel:
            return StateKind.PARALLEL
        if self.states or self.initial is not None:
            return StateKind.COMPOSITE
        return StateKind.FINAL if self.final else StateKind.ATOMIC


State.model_rebuild()
