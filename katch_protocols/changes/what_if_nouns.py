"""What a protocol loses if nobody does one duty: the parts of the answer."""

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Id
from katch_protocols.proofs.verdicts import Counterexample, Verdict

__all__ = ["LostCase", "LostDeadline", "LostHandoff", "LostPromise", "WhatIf"]


class LostPromise(Answerable, Struct, frozen=True):
    """A promise that is kept as long as the duty is done.

    ``without`` is where it stands if nobody does the duty: broken, or empty because
    what it speaks of never happens.
    """

    safeguard: Id
    with_duty: Verdict
    without: Verdict


class LostDeadline(Answerable, Struct, frozen=True):
    """A deadline that no case ever meets: of a state, or of an ``activity`` in it."""

    state: str
    activity: str | None
    limit: Duration


class LostHandoff(Answerable, Struct, frozen=True):
    """A handoff that no case ever makes; ``activity`` is what asks for it."""

    activity: str
    sender: Id
    receiver: Id


class LostCase(Answerable, Struct, frozen=True):
    """A case that is possible without the duty, and in which the child is let down.

    It breaks the promise ``safeguard``; without one it comes to where it stays for
    ever. Every step of it is one that a case with the duty may take as well.
    """

    KEYS = ("safeguard", "steps=case")

    safeguard: Id | None
    case: Counterexample


class WhatIf(Answerable, Struct, frozen=True):
    """What a protocol loses if nobody does one duty; everything in document order.

    Attributes:
        protocol: Its id.
        duty: The activity that nobody does, by its full name.
        promises: Those that are kept with the duty and not without it.
        undecided: Promises that are kept with the duty and not decided without it.
        stays: States in which a case can now stay for ever, or among which it can go
            round and come to no end. What is promised to follow is proved of cases that
            go on, so a promise may hold and not be kept there.
        ends: How no case can end any more.
        states: Other states that no case reaches any more.
        activities: What can never be done any more, the duty aside.
        deadlines: What no longer runs.
        handoffs: Between whom no child is handed over any more.
        case: The shortest case that shows it: that breaks a promise, or that stays for
            ever; none where no case does either.
        exhausted: Whether every configuration was looked at, with and without the duty;
            else what is lost besides promises is not decided, and nothing of it told.
    """

    protocol: Id
    duty: str
    promises: tuple[LostPromise, ...]
    undecided: tuple[Id, ...]
    stays: tuple[str, ...]
    ends: tuple[str, ...]
    states: tuple[str, ...]
    activities: tuple[str, ...]
    deadlines: tuple[LostDeadline, ...]
    handoffs: tuple[LostHandoff, ...]
    exhausted: bool
    case: LostCase | None = None

    @property
    def loses(self) -> bool:
        """Whether anything depends on the duty, as far as is known."""
        return any(
            (
                self.promises,
                self.undecided,
                self.stays,
                self.ends,
                self.states,
                self.activities,
                self.deadlines,
                self.handoffs,
            )
        )
