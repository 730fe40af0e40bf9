"""act-disagrees: entries of one act differ in title, function or what they count as."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry, EntryKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.charts.items():
        for places in chart.activities.values():
            entries = [chart.entries[place] for place in places]
            own = [each for each in entries if each.home == name]
            if own and own[0].kind is EntryKind.WRITTEN:
                yield from _differing(own)


def _differing(entries: list[Entry]) -> Iterator[Spot]:
    for key in ("title", "function", "counts_as"):
        said = [each for each in entries if getattr(each.act, key)]
        for each in said[1:]:
            if _meant(each, key) != _meant(said[0], key):
                facts = {"activity": each.act.id, "key": key}
                yield Spot((*each.path, key), facts)


def _meant(entry: Entry, key: str) -> object:
    value = getattr(entry.act, key)
    return frozenset(value) if isinstance(value, tuple) else value


RULE = Rule(
    name="act-disagrees",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Two entries of '{activity}' differ in `{key}`.",
        why="One duty with two names is counted, taught and asked for as two.",
        fix="Give both the same `{key}`, or give one of them another id.",
    ),
    spots=_spots,
)
