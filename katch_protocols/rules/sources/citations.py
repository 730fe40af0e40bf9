"""Sources that are cited: missing, or not in force."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Handover
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, rule


@rule("source-missing", Severity.ERROR, needs_whole=True)
def _source_missing(context: Context) -> Iterator[Spot]:
    """A deadline that claims a law or guidance and cites none."""
    for path, limit in _limits(context):
        if limit.basis is not Basis.PROPOSED and not limit.source:
            facts = {"id": str(path[-2]), "basis": str(limit.basis)}
            yield Spot((*path, "basis"), facts)


def _limits(context: Context) -> tuple[tuple[Path, Deadline | Handover], ...]:
    return (*context.every(Deadline), *context.every(Handover))


@rule("source-not-yet-valid", Severity.WARNING)
def _source_not_yet_valid(context: Context) -> Iterator[Spot]:
    """A source that is cited before its first day."""
    for use in context.references.get(NameOf.SOURCE, ()):
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


@rule("source-repealed", Severity.WARNING)
def _source_repealed(context: Context) -> Iterator[Spot]:
    """A source that is cited after its last day."""
    for use in context.references.get(NameOf.SOURCE, ()):
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
