"""Where a promise stands for people: its verdict with its waiver, and the tally."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.words.dates import until
from katch_protocols.words.say import say

__all__ = ["Standing", "StandingKind", "Tally", "standing", "tally"]


class StandingKind(StrEnum):
    """What can become of a promise, in the order in which it is told."""

    HOLDS = "holds"
    WAIVED = "waived"
    ENFORCED = "enforced"
    EMPTY = "vacuous"
    BROKEN = "broken"
    OPEN = "not-exhausted"


_KINDS = {
    Verdict.HOLDS: StandingKind.HOLDS,
    Verdict.BROKEN: StandingKind.BROKEN,
    Verdict.VACUOUS: StandingKind.EMPTY,
    Verdict.ENFORCED: StandingKind.ENFORCED,
    Verdict.NOT_EXHAUSTED: StandingKind.OPEN,
    Verdict.UNDEFINED: StandingKind.OPEN,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one promise stands; ``until``: the last day of the waiver, if waived."""

    kind: StandingKind
    until: date | None = None

    def say(self, language: str) -> str:
        """Say it in a few words; ``holds``, ``waived until 31 March 2026``."""
        return self.count(1, language)

    def count(self, number: int, language: str) -> str:
        """Say it in the form that follows a number; the number is not said."""
        gaps = {"number": number, "until": until(self.until, language)}
        return say(f"proofs.verdict-{self.kind}", language, **gaps)


def standing(proof: Proof) -> Standing:
    """Return where the promise of a proof stands."""
    if proof.waived:
        return Standing(StandingKind.WAIVED, proof.waived_until)
    return Standing(_KINDS[proof.verdict])


@dataclass(frozen=True)
class Tally:
    """How many promises stand where; those waived until different days apart."""

    counts: Mapping[Standing, int]

    def say(self, language: str) -> str:
        """Say it without adding verdicts up: ``18 hold, 1 not decided``."""
        return ", ".join(
            f"{number} {each.count(number, language)}"
            for each, number in self.counts.items()
        )


def tally(proofs: Iterable[Proof]) -> Tally:
    """Count the proofs by where they stand, in the order in which it is told."""
    found = Counter(map(standing, proofs))
    order = sorted(
        found, key=lambda one: (tuple(StandingKind).index(one.kind), str(one.until))
    )
    return Tally({each: found[each] for each in order})
