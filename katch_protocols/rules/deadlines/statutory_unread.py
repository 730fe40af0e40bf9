"""statutory-unread: a statutory deadline whose sources nobody has read."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.activities import Handover
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, limit in _limits(context):
        if limit.basis is not Basis.STATUTORY:
            continue
        known = context.handbook.sources
        cited = [known[name] for name in limit.source if name in known]
        if cited and not any(source.read for source in cited):
            sources = ", ".join(source.id for source in cited)
            facts = {"id": str(path[-2]), "sources": sources}
            yield Spot((*path, "source"), facts)


def _limits(context: Context) -> tuple[tuple[Path, Deadline | Handover], ...]:
    return (*context.every(Deadline), *context.every(Handover))


RULE = Rule(
    name="statutory-unread",
    family=Family.DEADLINES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "The deadline of '{id}' is called statutory, and nobody has read {sources}."
        ),
        why=(
            "A number copied from hearsay can send a child's case to court and lose it."
        ),
        fix="Read the source and set `read: true`, or write another basis.",
    ),
    spots=_spots,
)
