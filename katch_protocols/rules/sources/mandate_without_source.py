"""mandate-without-source: an agency has a mandate that rests on nothing."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, agency in context.handbook.agencies.items():
        for function, sources in agency.mandates.items():
            if not sources:
                facts = {"agency": name, "function": function}
                yield Spot(("agencies", name, "mandates", function), facts)


RULE = Rule(
    name="mandate-without-source",
    family=Family.SOURCES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{agency}' has a mandate for '{function}' that cites no source.",
        why="A mandate that nobody can look up fails when somebody doubts it.",
        fix="Add the law, order or standard that gives it.",
    ),
    spots=_spots,
    needs_whole=True,
)
