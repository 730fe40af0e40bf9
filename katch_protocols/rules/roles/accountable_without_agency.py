"""accountable-without-agency: a person without office answers for an activity."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import named_places
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.charts.items():
        for entry in _own(name, chart):
            raci = entry.act.raci
            answering = raci.by if entry.accountable == (ACTOR,) else entry.accountable
            for role in answering:
                places = _without_office(context.holders[name], role)
                if places:
                    facts = {
                        "role": role,
                        "activity": entry.act.id,
                        "regions": named_places(places, context.handbook),
                    }
                    path = (*entry.path, "accountable")
                    yield Spot(path if raci.accountable else entry.path, facts)


def _own(name: Id, chart: Chart) -> Iterator[Entry]:
    for entry in chart.entries:
        if entry.kind is EntryKind.WRITTEN and entry.home == name:
            yield entry


def _without_office(holders: Holders, name: Id) -> tuple[Place, ...]:
    if name not in holders.handbook.roles:
        return ()
    return tuple(p for p in holders.places if holders.bodies(name, p) == (None,))


RULE = Rule(
    name="accountable-without-agency",
    family=Family.ROLES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{role}' answers for '{activity}' in {regions} and belongs to no agency.",
        why="A person without office cannot be called to account for a child.",
        fix="Let a role of an agency answer, or name an agency for '{role}'.",
    ),
    spots=_spots,
    needs_whole=True,
)
