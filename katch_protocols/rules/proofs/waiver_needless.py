"""waiver-needless: a waiver of a promise that every case keeps."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.proofs.waivers import WaiverState
from katch_protocols.rules.context import Context
from katch_protocols.rules.proven import uses
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for use in uses(context):
        if use.state is WaiverState.NEEDLESS:
            facts = {"safeguard": use.safeguard}
            yield Spot(("protocols", use.protocol, "waivers", use.safeguard), facts)


RULE = Rule(
    name="waiver-needless",
    family=Family.PROOFS,
    severity=Severity.WARNING,
    wording=Wording(
        saw="The waiver of '{safeguard}' is not needed: no case breaks it.",
        why="Readers would believe that a promise to the child is set aside.",
        fix="Remove the waiver.",
    ),
    spots=_spots,
)
