"""safeguard-not-decided: a promise that a check could neither prove nor refute."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.rules.context import Context
from katch_protocols.rules.proven import proven
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for each in proven(context):
        if each.proof.verdict is Verdict.NOT_EXHAUSTED:
            yield Spot(each.path, each.facts)


RULE = Rule(
    name="safeguard-not-decided",
    family=Family.PROOFS,
    severity=Severity.NOTE,
    wording=Wording(
        saw=(
            "Safeguard '{safeguard}' is not decided in '{protocol}': neither proved "
            "nor refuted."
        ),
        why="Nobody knows whether every case keeps this promise.",
        fix=(
            "Run `katch prove {protocol} {safeguard}`: it looks further and "
            "says what stands in the way."
        ),
    ),
    spots=_spots,
)
