"""role-shares-agency-id: a role and an agency with the same id."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name in context.handbook.roles:
        if name in context.handbook.agencies:
            yield Spot(("roles", name), {"id": name})


RULE = Rule(
    name="role-shares-agency-id",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{id}' is both a role and an agency.",
        why=(
            "Nobody could tell whether the duty falls on the body or on whoever "
            "plays the role."
        ),
        fix="Rename the role or the agency.",
    ),
    spots=_spots,
)
