"""two-accountable: an activity that several answer for."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, act in context.every(Activity):
        names = act.raci.accountable
        if len(names) > 1:
            facts = {"activity": act.id, "names": ", ".join(names)}
            yield Spot((*path, "accountable"), facts)


RULE = Rule(
    name="two-accountable",
    family=Family.ROLES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Several answer for '{activity}': {names}.",
        why="When two answer for it, nobody does.",
        fix="Keep one under `accountable`; put the others under `consult`.",
    ),
    spots=_spots,
)
