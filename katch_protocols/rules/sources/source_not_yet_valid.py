"""source-not-yet-valid: a source that is cited before its first day."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for use in context.references.get(Kind.SOURCE, ()):
        source = context.handbook.sources.get(use.name)
        if source is None or source.valid_from is None:
            continue
        for name in context.bound_protocols(use.path):
            day = context.day_in(name)
            if day is not None and day < source.valid_from:
                facts = {
                    "source": source.id,
                    "begin": source.valid_from.isoformat(),
                    "protocol": name,
                    "day": day.isoformat(),
                }
                yield Spot(use.path, facts)


RULE = Rule(
    name="source-not-yet-valid",
    family=Family.SOURCES,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "'{source}' is in force from {begin}, and '{protocol}' rests on it on "
            "{day}."
        ),
        why="Until then the duty rests on nothing.",
        fix="Let the protocol begin later, or cite what is in force before.",
    ),
    spots=_spots,
)
