"""What a proof answers: a verdict, and the case that breaks the sentence."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct, field

from katch_protocols.answers import Answerable
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol, Waiver
from katch_protocols.proofs.time_sums import Spent, TimePart
from katch_protocols.semantics.table import Row

__all__ = [
    "OVER_BUDGET",
    "Answer",
    "CaseStep",
    "Counterexample",
    "Proof",
    "Reason",
    "Verdict",
    "WaiverState",
    "WaiverUse",
    "is_in_force",
    "waiver_uses",
]


OVER_BUDGET = "over-budget"
"""The reason of a proof that met the budget of its command."""


class Verdict(StrEnum):
    """Where a sentence stands over all cases.

    ``enforced``: it depends on who acts, or when, and a live case refuses.
    ``undefined``: a name of the sentence means nothing in the protocol.
    """

    HOLDS = "holds"
    BROKEN = "broken"
    VACUOUS = "vacuous"
    ENFORCED = "enforced"
    NOT_EXHAUSTED = "not-exhausted"
    UNDEFINED = "undefined"


class Reason(Struct, frozen=True):
    """Why, as a code that ``words`` can say, and the ids that fill its gaps.

    ``spent`` is the time that it takes, where the sentence sets a time.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    spent: Spent | None = None

    def every_fact(self) -> dict[str, str]:
        """Return the facts with the times, as texts for programs."""
        return {**self.facts, **(self.spent.facts() if self.spent else {})}


class CaseStep(Struct, frozen=True):
    """One step of a case as people tell it.

    ``by`` are the roles any one of which may do it, empty for a step of the clock;
    ``states`` the states active after it, full names in document order.
    """

    activity: str
    by: tuple[Id, ...]
    records: Mapping[str, str]
    states: tuple[str, ...]


class Counterexample(Answerable, Struct, frozen=True):
    """A case that breaks the sentence: legal steps from the start.

    ``shortest``: none has fewer steps; else only a near look was taken.
    ``words`` are the configurations after each step, as words of the table to which
    ``rows`` belong: in a ``Proof`` the protocol's own. ``deciding`` is the position of
    the step that breaks it; ``len(rows)`` when it is broken by what never comes.
    ``steps`` tells the same, in a ``Proof`` only.
    """

    rows: tuple[Row, ...]
    words: tuple[int, ...]
    deciding: int
    reason: Reason
    steps: tuple[CaseStep, ...] = ()
    shortest: bool = True

    def to_json(self) -> list[dict[str, object]]:
        """Return the steps as plain data; the deciding step is marked."""
        return [
            {
                "activity": step.activity,
                "by": self._actor(number, step),
                "by_any": list(step.by),
                "records": dict(step.records),
                "states": list(step.states),
                "deciding": number == self.deciding,
            }
            for number, step in enumerate(self.steps)
        ]

    def _actor(self, number: int, step: CaseStep) -> Id | None:
        """Return a role that does a step: in the deciding one, the one that matters."""
        named = self.reason.facts.get("by")
        if number == self.deciding and named is not None:
            return named
        return step.by[0] if step.by else None


class Answer(Struct, frozen=True):
    """A verdict with what stands behind it, before it is bound to a safeguard."""

    verdict: Verdict
    configurations: int = 0
    counterexample: Counterexample | None = None
    reason: Reason | None = None


class Proof(Answerable, Struct, frozen=True):
    """A verdict on one safeguard (or ``soundness``) of one protocol.

    ``configurations`` is how many stand behind it: of the slice that the sentence can
    see. ``near`` are the names that an undefined one could mean. ``waived_until``: it
    is broken, and a waiver says why until this day, the last on which it counts.
    """

    KEYS = (
        "protocol",
        "safeguard",
        "rule",
        "verdict",
        "waived",
        "configurations",
        "reason=why.code",
        "facts",
        "parts",
        "near",
        "counterexample",
    )

    protocol: Id
    safeguard: Id
    rule: str
    verdict: Verdict
    configurations: int = 0
    counterexample: Counterexample | None = None
    reason: Reason | None = None
    near: tuple[str, ...] = ()
    waived_until: date | None = None

    @property
    def waived(self) -> bool:
        """Whether it is broken and a waiver says why."""
        return self.waived_until is not None

    @property
    def holds(self) -> bool:
        """Whether the sentence holds in every case that can ever run."""
        return self.verdict is Verdict.HOLDS

    @property
    def is_over_budget(self) -> bool:
        """Whether it was cut short: a larger budget may decide it."""
        return self.reason is not None and self.reason.code == OVER_BUDGET

    @property
    def why(self) -> Reason | None:
        """The reason of the case that breaks it, else of the verdict."""
        case = self.counterexample
        return self.reason if case is None else case.reason

    @property
    def facts(self) -> Mapping[str, str]:
        """What fills the gaps of the reason, with the times, as texts for programs."""
        return {} if self.why is None else self.why.every_fact()

    @property
    def parts(self) -> tuple[TimePart, ...]:
        """The limits that the longest time is the sum of, if there is one."""
        spent = None if self.why is None else self.why.spent
        return () if spent is None else spent.parts


def _parts(reason: Reason | None) -> tuple[TimePart, ...]:
    return () if reason is None or reason.spent is None else reason.spent.parts


class WaiverState(StrEnum):
    """What a waiver is worth on a day.

    ``needless``: the safeguard is not broken. ``open``: nobody knows, for the safeguard
    was not decided.
    """

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    NEEDLESS = "needless"
    OPEN = "open"


class WaiverUse(Answerable, Struct, frozen=True):
    """A waiver and what it is worth."""

    KEYS = ("protocol", "safeguard", "by=waiver.by", "until=waiver.until", "state")

    protocol: Id
    safeguard: Id
    waiver: Waiver
    state: WaiverState


def is_in_force(waiver: Waiver, as_of: date | None) -> bool:
    """Tell whether a waiver still stands; its last day counts. No day: it does."""
    return as_of is None or as_of <= waiver.until


def waiver_uses(
    protocol: Protocol, proofs: Mapping[Id, Proof], as_of: date | None
) -> tuple[WaiverUse, ...]:
    """Return what each waiver of a protocol is worth, in the order of the file.

    A waiver of a safeguard that does not bind the protocol is left out: a rule of names
    finds it.
    """
    return tuple(
        WaiverUse(protocol.id, name, waiver, _state(waiver, proofs[name], as_of))
        for name, waiver in protocol.waivers.items()
        if name in proofs
    )


def _state(waiver: Waiver, proof: Proof, as_of: date | None) -> WaiverState:
    match proof.verdict:
        case Verdict.HOLDS | Verdict.VACUOUS | Verdict.ENFORCED:
            return WaiverState.NEEDLESS
        case Verdict.NOT_EXHAUSTED | Verdict.UNDEFINED:
            return WaiverState.OPEN
        case Verdict.BROKEN:
            in_force = is_in_force(waiver, as_of)
            return WaiverState.IN_FORCE if in_force else WaiverState.EXPIRED
