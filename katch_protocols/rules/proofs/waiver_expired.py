"""waiver-expired: a waiver whose last day is over, of a broken promise."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.proofs.waivers import WaiverState
from katch_protocols.rules.context import Context
from katch_protocols.rules.proven import uses
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for use in uses(context):
        if use.state is WaiverState.EXPIRED:
            facts = {"safeguard": use.safeguard, "until": use.waiver.until.isoformat()}
            yield Spot(("protocols", use.protocol, "waivers", use.safeguard), facts)


RULE = Rule(
    name="waiver-expired",
    family=Family.PROOFS,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "The waiver of '{safeguard}' ended on {until}, and the safeguard "
            "is still broken."
        ),
        why="A gap that was to be closed by then is still open for children.",
        fix="Close the gap, or let '{safeguard}' be waived anew with a reason.",
    ),
    spots=_spots,
)
