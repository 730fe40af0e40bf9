"""source-missing: a deadline that claims a law or guidance and cites none."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.activities import Handover
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, limit in _limits(context):
        if limit.basis is not Basis.PROPOSED and not limit.source:
            facts = {"id": str(path[-2]), "basis": str(limit.basis)}
            yield Spot((*path, "basis"), facts)


def _limits(context: Context) -> tuple[tuple[Path, Deadline | Handover], ...]:
    return (*context.every(Deadline), *context.every(Handover))


RULE = Rule(
    name="source-missing",
    family=Family.SOURCES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="The deadline of '{id}' is called `{basis}` and cites no source.",
        why="A limit that nobody can look up will not be kept.",
        fix="Add `source`, or write `basis: proposed`.",
    ),
    spots=_spots,
    needs_whole=True,
)
