"""On what a deadline rests: agreed, or a text that binds and was read."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Handover
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.model.handbook import SourceKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.spans import told


@rule("deadline-proposed", Severity.NOTE, needs_whole=True)
def _deadline_proposed(context: Context) -> Iterator[Spot]:
    """A deadline that ministries have still to agree."""
    for path, deadline in context.every(Deadline):
        if deadline.basis is Basis.PROPOSED:
            facts = {"id": str(path[-2]), **told("limit", deadline.limit)}
            yield Spot(path, facts)
    for path, handover in context.every(Handover):
        if handover.basis is Basis.PROPOSED and handover.within is not None:
            facts = {"id": str(path[-2]), **told("limit", handover.within)}
            yield Spot((*path, "within"), facts)


_LOOSE = frozenset({SourceKind.GUIDANCE, SourceKind.PRACTICE})


@rule("statutory-on-guidance", Severity.WARNING, needs_whole=True)
def _statutory_on_guidance(context: Context) -> Iterator[Spot]:
    """A statutory deadline that rests on texts that bind nobody."""
    for path, limit in _limits(context):
        if limit.basis is not Basis.STATUTORY:
            continue
        known = context.handbook.sources
        cited = [known[name] for name in limit.source if name in known]
        if cited and all(source.kind in _LOOSE for source in cited):
            sources = ", ".join(source.id for source in cited)
            facts = {"id": str(path[-2]), "sources": sources}
            yield Spot((*path, "source"), facts)


def _limits(context: Context) -> tuple[tuple[Path, Deadline | Handover], ...]:
    return (*context.every(Deadline), *context.every(Handover))


@rule("statutory-unread", Severity.ERROR)
def _statutory_unread(context: Context) -> Iterator[Spot]:
    """A statutory deadline whose sources nobody has read."""
    for path, limit in _limits(context):
        if limit.basis is not Basis.STATUTORY:
            continue
        known = context.handbook.sources
        cited = [known[name] for name in limit.source if name in known]
        if cited and not any(source.read for source in cited):
            sources = ", ".join(source.id for source in cited)
            facts = {"id": str(path[-2]), "sources": sources}
            yield Spot((*path, "source"), facts)
