"""source-repealed: a source that is cited after its last day."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for use in context.references.get(Kind.SOURCE, ()):
        source = context.handbook.sources.get(use.name)
        if source is None or source.valid_to is None:
            continue
        for name in context.bound_protocols(use.path):
            day = context.day_in(name)
            if day is not None and day > source.valid_to:
                facts = {
                    "source": source.id,
                    "last": source.valid_to.isoformat(),
                    "protocol": name,
                    "day": day.isoformat(),
                }
                yield Spot(use.path, facts)


RULE = Rule(
    name="source-repealed",
    family=Family.SOURCES,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "'{source}' was in force until {last}, and '{protocol}' rests on it on "
            "{day}."
        ),
        why="A duty that rests on a repealed text can be refused.",
        fix="Cite the text that took its place.",
    ),
    spots=_spots,
)
