"""ambiguous-activity: two entries of one act that are possible at the same time."""

from collections.abc import Iterator
from itertools import combinations

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, reach in context.reached.items():
        chart = reach.chart
        for places in chart.activities.values():
            for one, other in combinations(places, 2):
                entry, rival = chart.entries[one], chart.entries[other]
                if rival.home == name and _at_once(reach, one, other):
                    facts = {
                        "activity": entry.act.id,
                        "state": chart.nodes[entry.node].bare or name,
                        "other": chart.nodes[rival.node].bare or name,
                    }
                    yield Spot(rival.path, facts)


def _at_once(reach: Reach, one: int, other: int) -> bool:
    for row in reach.rows_of.get(one, ()):
        for rival in reach.rows_of.get(other, ()):
            if (row.match ^ rival.match) & row.mask & rival.mask:
                continue
            if reach.count(row.mask | rival.mask, row.match | rival.match):
                return True
    return False


RULE = Rule(
    name="ambiguous-activity",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' is possible in '{state}' and in '{other}' at the same time.",
        why="The same duty would lead a child to two different places.",
        fix="Keep one entry, or give the two conditions that exclude one another.",
    ),
    spots=_spots,
)
