"""told-without-reason: asked or told of what it does, or asked of what it answers for.

An alternative under ``by`` has a reason: another one may act. So has whoever answers
and is told of what others did.
"""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry, EntryKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.charts.items():
        for entry in chart.entries:
            if entry.kind is not EntryKind.WRITTEN or entry.home != name:
                continue
            for key, knowing in _knowing(entry):
                names: tuple[Id, ...] = getattr(entry.act.raci, key)
                for position, party in enumerate(names):
                    if party in knowing:
                        facts = {"name": party, "activity": entry.act.id, "key": key}
                        yield Spot((*entry.path, key, position), facts)


def _knowing(entry: Entry) -> Iterator[tuple[str, frozenset[Id]]]:
    """Yield each list with those who need not stand there."""
    raci = entry.act.raci
    by = raci.by if len(raci.by) == 1 else ()
    doing = frozenset({*by, *raci.together_with})
    yield "consult", doing | frozenset(entry.accountable)
    yield "inform", doing


RULE = Rule(
    name="told-without-reason",
    family=Family.ROLES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="`{key}` of '{activity}' names '{name}', which does it or answers for it.",
        why="A list that names everybody is no longer read by those it is for.",
        fix="Remove '{name}' from `{key}`.",
    ),
    spots=_spots,
)
