"""role-never-used: a role that no protocol calls on, whoever may hold it."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    # What could not be read may well use what seems unused.
    if context.incomplete:
        return
    used = {
        use.name
        for kind in (Kind.ROLE, Kind.PARTY)
        for use in context.references.get(kind, ())
        if use.path[0] != "regions"
    }
    for name in context.handbook.roles:
        if name not in used:
            yield Spot(("roles", name), {"role": name})


RULE = Rule(
    name="role-never-used",
    family=Family.ROLES,
    severity=Severity.NOTE,
    wording=Wording(
        saw="No protocol calls on the role '{role}'.",
        why="Its people wait for a child whom nobody will send.",
        fix="Give it a part in a protocol, or remove the role.",
    ),
    spots=_spots,
)
