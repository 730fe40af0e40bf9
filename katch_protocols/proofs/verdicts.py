"""What a proof answers: a verdict, and the case that breaks the sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row

__all__ = ["Answer", "Counterexample", "Proof", "Reason", "Verdict"]


class Verdict(StrEnum):
    """Where a sentence stands over all cases.

    ``enforced``: it depends on who acts, and a live case refuses. ``undefined``: a name
    of the sentence means nothing in the protocol.
    """

    HOLDS = "holds"
    BROKEN = "broken"
    VACUOUS = "vacuous"
    ENFORCED = "enforced"
    NOT_EXHAUSTED = "not-exhausted"
    UNDEFINED = "undefined"


@dataclass(frozen=True)
class Reason:
    """Why, as a code that ``words`` can say, and the ids that fill its gaps."""

    code: str
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Counterexample:
    """A shortest case that breaks the sentence: legal steps from the start.

    ``words`` are the configurations after each step, as words of the protocol's own
    table. ``deciding`` is the position of the step that breaks it; ``len(rows)`` when
    it is broken by what never comes.
    """

    rows: tuple[Row, ...]
    words: tuple[int, ...]
    deciding: int
    reason: Reason


@dataclass(frozen=True)
class Answer:
    """A verdict with what stands behind it, before it is bound to a safeguard."""

    verdict: Verdict
    configurations: int = 0
    counterexample: Counterexample | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class Proof:
    """A verdict on one safeguard (or ``soundness``) of one protocol.

    ``configurations`` is how many stand behind it: of the slice that the sentence can
    see. ``waived``: broken, and a waiver says why.
    """

    protocol: Id
    safeguard: Id
    rule: str
    verdict: Verdict
    configurations: int = 0
    counterexample: Counterexample | None = None
    reason: Reason | None = None
    waived: bool = False

    @property
    def holds(self) -> bool:
        """Whether the sentence holds in every case that can ever run."""
        return self.verdict is Verdict.HOLDS
