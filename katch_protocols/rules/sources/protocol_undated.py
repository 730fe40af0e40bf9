"""protocol-undated: a protocol without a first day."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, protocol in context.handbook.protocols.items():
        if protocol.valid_from is None:
            yield Spot(("protocols", name), {"protocol": name})


RULE = Rule(
    name="protocol-undated",
    family=Family.SOURCES,
    severity=Severity.NOTE,
    wording=Wording(
        saw="Protocol '{protocol}' has no `valid_from`.",
        why="Its sources cannot be compared with the day on which it begins.",
        fix="Add the day from which it is meant to hold.",
    ),
    spots=_spots,
    needs_whole=True,
)
