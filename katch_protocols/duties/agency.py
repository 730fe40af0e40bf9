"""One agency: its duties, what it receives and hands on, and how much that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart, EntryKind, NodeKind
from katch_protocols.charts.holders import Place
from katch_protocols.duties.matrix import mandate_of
from katch_protocols.duties.nouns import Delivery, Duty, Handoff, Load, Part, Share
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.raci import parts_at
from katch_protocols.model.noun import Id, Noun

__all__ = ["AgencyDuties", "Watcher"]


class AgencyDuties(Noun):
    """All that an agency has to do with the protocols, in document order."""

    agency: Id
    shares: tuple[Share, ...]
    receives: tuple[Handoff, ...]
    hands: tuple[Handoff, ...]
    gets: tuple[Delivery, ...]
    sends: tuple[Delivery, ...]
    load: Load

    @property
    def binding(self) -> tuple[Share, ...]:
        """The duties proper: what it does, answers for, or takes part in."""
        return tuple(
            share for share in self.shares if any(part.binds for part in share.parts)
        )


@dataclass(frozen=True)
class Watcher:
    """Looks at everything through the eyes of one agency after another."""

    charts: Sequence[Chart]
    duties: Sequence[Duty]
    handoffs: Sequence[Handoff]
    deliveries: Sequence[Delivery]
    parties: Parties

    def agency(self, name: Id) -> AgencyDuties:
        """Return what concerns one agency; empty where nothing does."""
        shares = tuple(self._shares(name))
        receives = tuple(each for each in self.handoffs if each.receiver == name)
        hands = tuple(each for each in self.handoffs if each.sender == name)
        gets = tuple(each for each in self.deliveries if each.receiver == name)
        sends = tuple(each for each in self.deliveries if each.sender == name)
        held = list(self._held(name))
        load = Load(
            **_parts(shares),
            holds=len(held),
            limited=sum(held),
            confirms=self._confirms(shares),
            awaits=sum(self._awaits(name)),
            cases_in=len(receives),
            cases_out=len(hands),
            documents_in=len(gets),
            documents_out=len(sends),
        )
        return AgencyDuties(
            agency=name,
            shares=shares,
            receives=receives,
            hands=hands,
            gets=gets,
            sends=sends,
            load=load,
        )

    def _shares(self, agency: Id) -> Iterator[Share]:
        for duty in self.duties:
            parts: dict[Part, None] = {}
            roles: dict[Id, None] = {}
            places: dict[Place, None] = {}
            for place in self.parties.places:
                for part, name, agencies in parts_at(duty, self.parties, place):
                    if agency in agencies:
                        parts[part] = roles[name] = places[place] = None
            if parts:
                yield Share(
                    duty=duty,
                    parts=tuple(part for part in Part if part in parts),
                    roles=tuple(role for role in roles if role != agency),
                    places=tuple(place for place in places if place is not None),
                    mandate=_mandate(self.parties, agency, duty),
                )

    def _held(self, agency: Id) -> Iterator[bool]:
        """Yield for each state that it holds whether a deadline runs there."""
        for chart, index in self._rests(agency):
            around = (index, *chart.ancestors(index))
            yield any(chart.nodes[each].within is not None for each in around)

    def _awaits(self, agency: Id) -> Iterator[bool]:
        for chart, index in self._rests(agency):
            yield chart.nodes[index].awaiting is not None

    def _rests(self, agency: Id) -> Iterator[tuple[Chart, int]]:
        """Yield the resting states of the protocols' own that an agency may hold."""
        for chart in self.charts:
            for node in chart.nodes:
                own = node.kind is NodeKind.ATOMIC and node.home == chart.protocol.id
                role = node.held_by
                if own and role and agency in self.parties.anywhere((role,)):
                    yield chart, node.index

    @staticmethod
    def _confirms(shares: Sequence[Share]) -> int:
        return sum(
            share.duty.kind is EntryKind.ACKNOWLEDGE and Part.RESPONSIBLE in share.parts
            for share in shares
        )


def _mandate(parties: Parties, agency: Id, duty: Duty) -> tuple[Id, ...] | None:
    if duty.kind is not EntryKind.WRITTEN:
        return None
    return mandate_of(parties, agency, duty.function)


def _parts(shares: Sequence[Share]) -> dict[str, int]:
    """Return how many duties an agency has in each part."""
    counts = {
        "does": Part.RESPONSIBLE,
        "answers": Part.ACCOUNTABLE,
        "joins": Part.WITH,
        "consulted": Part.CONSULTED,
        "informed": Part.INFORMED,
    }
    return {
        name: sum(part in share.parts for share in shares)
        for name, part in counts.items()
    }
