"""waiver-without-effect: a waiver of a safeguard that does not bind the protocol."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, each in context.sound.items():
        bound = context.bindings.bound.get(name, {})
        for safeguard in each.protocol.waivers:
            known = safeguard in context.handbook.safeguards
            if known and safeguard not in bound:
                path = ("protocols", name, "waivers", safeguard)
                yield Spot(path, {"name": safeguard, "protocol": name})


RULE = Rule(
    name="waiver-without-effect",
    family=Family.NAMES,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "Safeguard '{name}' does not bind protocol '{protocol}', so there is "
            "nothing to waive."
        ),
        why="Readers would believe that a promise to the child is set aside here.",
        fix="Remove the waiver, or let the safeguard bind this protocol.",
    ),
    spots=_spots,
)
