"""safeguard-broken: a promise that some case breaks."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.rules.context import Context
from katch_protocols.rules.proven import proven
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for each in proven(context):
        case = each.proof.counterexample
        # Where a waiver speaks of it, its rules speak.
        if each.proof.verdict is not Verdict.BROKEN or case is None or each.waiver:
            continue
        yield Spot(each.path, {**each.facts, "steps": str(len(case.rows))})


RULE = Rule(
    name="safeguard-broken",
    family=Family.PROOFS,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "Safeguard '{safeguard}' is broken in '{protocol}'; steps of the case "
            "that breaks it: {steps}."
        ),
        why="A child's case can go exactly this way.",
        fix=(
            "Read the story: `katch prove {protocol} {safeguard}`. Then mend "
            "the protocol, or the sentence."
        ),
    ),
    spots=_spots,
)
