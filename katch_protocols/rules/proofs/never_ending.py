"""never-ending: a case that can always go on and never reach an end."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.traps import traps

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for trap in traps(context, "livelock"):
        # Where something blocks the way, or there is no end at all, other rules speak.
        if trap.blocks() or not trap.ends():
            continue
        for node in trap.resting()[:1]:
            facts = {"state": node.name, "protocol": trap.protocol}
            yield Spot(node.path, facts)


RULE = Rule(
    name="never-ending",
    family=Family.PROOFS,
    severity=Severity.ERROR,
    wording=Wording(
        saw="From '{state}' a case can go on for ever, and never reach an end.",
        why="A child's case that turns in circles helps nobody.",
        fix="Lead a way from there to a final state, or to a state that has one.",
    ),
    spots=_spots,
)
