"""no-way-to-end: an activity that waits for what some case can never have."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.traps import traps
from katch_protocols.sentences.conditions import print_condition

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for trap in traps(context, "dead-end", "livelock"):
        uses = context.uses[trap.protocol]
        for block in trap.blocks():
            entry = trap.chart.entries[trap.place(block)]
            # What is never possible in any case is a finding of its own.
            if not uses.may_happen(entry):
                continue
            facts = {
                "activity": block.activity,
                "state": block.state or trap.protocol,
                "condition": " and ".join(map(print_condition, block.lacks)),
                "protocol": trap.protocol,
            }
            yield Spot(entry.path, facts)


RULE = Rule(
    name="no-way-to-end",
    family=Family.PROOFS,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "'{activity}' waits in '{state}' for `{condition}`, and some case there "
            "can never end."
        ),
        why="That child's case stays open for ever, and nobody can close it.",
        fix=(
            "Read the story: `katch prove {protocol} soundness`. Then add a way out "
            "for that case."
        ),
    ),
    spots=_spots,
)
