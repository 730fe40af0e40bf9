"""Where a promise stands for people: its verdict with its waiver, and the tally."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.sentences.russian import plural
from katch_protocols.words.verdicts import A_DATE, MONTHS, UNTIL, VERDICTS

__all__ = ["Kind", "Standing", "Tally", "say_until", "standing", "tally"]


class Kind(StrEnum):
    """What can become of a promise, in the order in which it is told."""

    HOLDS = "holds"
    WAIVED = "waived"
    ENFORCED = "enforced"
    EMPTY = "vacuous"
    BROKEN = "broken"
    OPEN = "not-exhausted"


_KINDS = {
    Verdict.HOLDS: Kind.HOLDS,
    Verdict.BROKEN: Kind.BROKEN,
    Verdict.VACUOUS: Kind.EMPTY,
    Verdict.ENFORCED: Kind.ENFORCED,
    Verdict.NOT_EXHAUSTED: Kind.OPEN,
    Verdict.UNDEFINED: Kind.OPEN,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one promise stands; ``until``: the last day of the waiver, if waived."""

    kind: Kind
    until: date | None = None

    def say(self, language: str) -> str:
        """Say it in a few words; ``holds``, ``waived until 31 March 2026``."""
        return self.count(1, language)

    def count(self, number: int, language: str) -> str:
        """Say it in the form that follows a number; the number is not said."""
        known = language if language in VERDICTS[self.kind] else "en"
        forms = VERDICTS[self.kind][known]
        form = plural(number) if known == "ru" else int(number != 1)
        return forms[min(form, len(forms) - 1)].format(
            until=say_until(self.until, known)
        )


def say_until(until: date | None, language: str) -> str:
    """Say a last day: ``until 31 March 2026``; ``None``: until a date."""
    known = language if language in UNTIL else "en"
    if until is None:
        return A_DATE[known]
    month = MONTHS[known][until.month - 1]
    return UNTIL[known].format(day=until.day, month=month, year=until.year)


def standing(proof: Proof) -> Standing:
    """Return where the promise of a proof stands."""
    if proof.waived:
        return Standing(Kind.WAIVED, proof.waived_until)
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
    order = sorted(found, key=lambda one: (tuple(Kind).index(one.kind), str(one.until)))
    return Tally({each: found[each] for each in order})
