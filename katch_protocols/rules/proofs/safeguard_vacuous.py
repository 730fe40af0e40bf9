"""safeguard-vacuous: a promise about what never happens."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.rules.context import Context
from katch_protocols.rules.proven import proven
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for each in proven(context):
        if each.proof.verdict is Verdict.VACUOUS:
            yield Spot(each.path, each.facts)


RULE = Rule(
    name="safeguard-vacuous",
    family=Family.PROOFS,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "Safeguard '{safeguard}' is empty in '{protocol}': what it speaks of "
            "never happens, or only after its exception."
        ),
        why="A promise that no case can test protects no child.",
        fix="Name an event that happens, or remove the safeguard.",
    ),
    spots=_spots,
)
