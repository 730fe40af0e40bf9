"""source-undated: a law, order, standard or treaty without a date."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.sources import SourceKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_UNDATED = frozenset({SourceKind.GUIDANCE, SourceKind.PRACTICE})


def _spots(context: Context) -> Iterator[Spot]:
    for name, source in context.handbook.sources.items():
        if source.valid_from is None and source.kind not in _UNDATED:
            facts = {"source": name, "kind": str(source.kind)}
            yield Spot(("sources", name), facts)


RULE = Rule(
    name="source-undated",
    family=Family.SOURCES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="Source '{source}' ({kind}) has no `valid_from`.",
        why="Nobody can tell whether it was in force when a duty was owed.",
        fix="Add the day on which it came into force.",
    ),
    spots=_spots,
    needs_whole=True,
)
