"""statutory-on-guidance: a statutory deadline that rests on texts that bind nobody."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.activities import Handover
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.model.sources import SourceKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_LOOSE = frozenset({SourceKind.GUIDANCE, SourceKind.PRACTICE})


def _spots(context: Context) -> Iterator[Spot]:
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


RULE = Rule(
    name="statutory-on-guidance",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="The deadline of '{id}' is called statutory, and {sources} binds nobody.",
        why="An agency may refuse what no law demands of it.",
        fix="Cite the law, or write `basis: guidance`.",
    ),
    spots=_spots,
    needs_whole=True,
)
