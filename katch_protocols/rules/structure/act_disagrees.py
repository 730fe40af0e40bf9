"""act-disagrees: two entries of one act with different titles or functions."""

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
    for key in ("title", "function"):
        said = [each for each in entries if getattr(each.act, key) is not None]
        for each in said[1:]:
            if getattr(each.act, key) != getattr(said[0].act, key):
                facts = {"activity": each.act.id, "key": key}
                yield Spot((*each.path, key), facts)


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
