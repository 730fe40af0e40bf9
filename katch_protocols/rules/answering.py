"""Who answers for each activity, and who staffs each protocol, in each region."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.findings import Path
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Binding
from katch_protocols.rules.reachable import Reach
from katch_protocols.staffing.co_occurrence import Occurring
from katch_protocols.staffing.protocol_study import ProtocolStudy, Shared
from katch_protocols.words.lists import as_typed

__all__ = [
    "Accountability",
    "agencies_meant",
    "answers",
    "grouped",
    "region_facts",
    "studies",
]


class Accountability(Struct, frozen=True):
    """One agency that answers for a written activity of a protocol in a region.

    With ``by_acting`` it does so only when it acts itself.
    """

    protocol: Id
    entry: Entry
    agency: Id
    place: Place
    by_acting: bool

    @property
    def activity(self) -> Id:
        """The id of the activity."""
        return self.entry.act.id

    @property
    def path(self) -> Path:
        """Where it is written who answers, else the activity."""
        path = self.entry.path
        return (*path, "accountable") if self.entry.act.raci.accountable else path


def answers(
    charts: Mapping[Id, Chart], holders: Mapping[Id, Holders]
) -> Iterator[Accountability]:
    """Yield who answers for every activity, handovers as they were written."""
    for name, chart in charts.items():
        found = holders[name]
        for entry in chart.entries:
            if entry.kind is not EntryKind.WRITTEN:
                continue
            by_acting = entry.accountable == (ACTOR,)
            for place in found.places:
                for agency in found.accountable(entry, place):
                    if agency in found.handbook.agencies:
                        yield Accountability(name, entry, agency, place, by_acting)


def agencies_meant(party: Id, handbook: Handbook) -> tuple[Id, ...]:
    """Return the known agencies that a role or an agency can mean, in any region.

    Home agencies are not meant where every region gives the role to another for good.
    """
    agencies, role = handbook.agencies, handbook.roles.get(party)
    if role is None:
        return (party,) if party in agencies else ()
    if role.is_panel:
        seats = (each for each in role.members if each not in handbook.chairs)
        found = (agency for each in seats for agency in agencies_meant(each, handbook))
        return tuple(dict.fromkeys(found))
    bound = [region.roles.get(party) for region in handbook.regions.values()]
    homes = () if bound and all(map(_is_for_good, bound)) else role.agencies
    names = dict.fromkeys((*homes, *(each.agency for each in bound if each)))
    return tuple(name for name in names if name is not None and name in agencies)


def _is_for_good(binding: Binding | None) -> bool:
    """Tell whether a region names another agency for a role, whatever the day."""
    if binding is None or binding.agency is None:
        return False
    return binding.valid_from is None and binding.valid_to is None


def grouped(
    given: Iterable[Accountability],
) -> Mapping[tuple[Id, Path], tuple[Accountability, ...]]:
    """Put the answers of one agency for one activity together, region by region."""
    groups: dict[tuple[Id, Path], dict[Place, Accountability]] = {}
    for each in given:
        groups.setdefault((each.agency, each.path), {}).setdefault(each.place, each)
    return {key: tuple(found.values()) for key, found in groups.items()}


def region_facts(places: Iterable[Place]) -> dict[str, str]:
    """Return the regions that a finding lists, and how many.

    None of a handbook without regions: what is found there holds everywhere.
    """
    names = tuple(dict.fromkeys(place for place in places if place is not None))
    return {"regions": as_typed(names), "regions.number": str(len(names))}


def studies(
    handbook: Handbook, reached: Mapping[Id, Reach], as_of: date | None
) -> Mapping[Id, Mapping[Id, ProtocolStudy]]:
    """Return the study of each protocol seen whole, in each region that has posts."""
    holders = Holders(handbook, as_of)
    seen = {
        name: Occurring(each.chart, each.happening, each.table)
        for name, each in reached.items()
        if each.is_whole
    }
    shared: dict[Id, Shared] = {name: {} for name in seen}
    return {
        name: {
            each: ProtocolStudy(name, holders, cases, shared[each])
            for each, cases in seen.items()
        }
        for name, region in handbook.regions.items()
        if region.posts
    }
