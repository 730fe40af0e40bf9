"""dates-reversed: a last day that lies before the first."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.agencies import Agency
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.regions import Binding, Region
from katch_protocols.model.sources import Source
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, noun in _dated(context):
        first, last = noun.valid_from, noun.valid_to
        if first is not None and last is not None and last < first:
            facts = {
                "id": str(path[-1]),
                "first": first.isoformat(),
                "last": last.isoformat(),
            }
            yield Spot((*path, "valid_to"), facts)


def _dated(
    context: Context,
) -> tuple[tuple[Path, Agency | Binding | Protocol | Region | Source], ...]:
    return (
        *context.every(Agency),
        *context.every(Binding),
        *context.every(Protocol),
        *context.every(Region),
        *context.every(Source),
    )


RULE = Rule(
    name="dates-reversed",
    family=Family.SOURCES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{id}' ends on {last}, before it begins on {first}.",
        why="It was never in force on any day, so nobody was ever bound by it.",
        fix="Correct one of the two dates.",
    ),
    spots=_spots,
)
