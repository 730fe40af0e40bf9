"""only-adverse-end: a state from which the case can only end badly for the child."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.traps import traps

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for trap in traps(context, "only-adverse"):
        # An end that does not say what it means is a finding of its own.
        if not all(end.outcome for end in trap.ends()):
            continue
        for node in trap.resting()[:1]:
            facts = {"state": node.name, "protocol": trap.protocol}
            yield Spot(node.path, facts)


RULE = Rule(
    name="only-adverse-end",
    family=Family.PROOFS,
    severity=Severity.WARNING,
    wording=Wording(
        saw="A case in '{state}' can only end in a way that is bad for the child.",
        why="Whoever holds the case there can do nothing more for the child.",
        fix=(
            "Add a way back to help. `katch prove {protocol} soundness` tells how the "
            "case gets there."
        ),
    ),
    spots=_spots,
)
