"""condition-always-true: a condition of an activity that holds in every case."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, uses in context.uses.items():
        if not uses.is_whole:
            continue
        for own, entry in uses.own.own_entries():
            if entry.meanwhile:
                continue
            if entry.when is None or entry.kind is not EntryKind.WRITTEN:
                continue
            places = uses.places(own)
            happens = any(place in reach.happening for reach, place in places)
            if happens and all(_always(reach, place) for reach, place in places):
                state = uses.own.chart.nodes[entry.node].bare or name
                facts = {"activity": entry.act.id, "state": state}
                yield Spot((*entry.path, "when"), facts)


def _always(reach: Reach, place: int) -> bool:
    """Tell whether an entry is possible wherever its state is active.

    The rows of an entry that record the same values exclude one another, so the
    configurations in which each is possible add up.
    """
    entry = reach.chart.entries[place]
    if entry.act.needs:
        return False
    rows = reach.rows_of[place]
    records = rows[0].records
    possible = sum(
        reach.count(row.mask, row.match) for row in rows if row.records == records
    )
    return possible == reach.times_active(entry.node)


RULE = Rule(
    name="condition-always-true",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="The condition of '{activity}' always holds in '{state}'.",
        why="A test that cannot fail protects no child.",
        fix="Remove the condition, or correct it.",
    ),
    spots=_spots,
)
