"""One agency: its duties, what it receives and hands on, and how much that is."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from msgspec import Struct, field

from katch_protocols.answers import Answerable, Keys
from katch_protocols.charts.chart import Chart, EntryKind, NodeKind
from katch_protocols.charts.holders import Place
from katch_protocols.duties.coverage import mandate_of
from katch_protocols.duties.nouns import Delivery, Duty, Handoff, Load, Part, Share
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.raci import acting, homes_in, parts_at
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Escalation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["AgencyDuties", "AgencyReader", "own_duties", "told_late"]


_PASSED = ("acknowledged", "regions=places")


class AgencyDuties(Answerable, Struct, frozen=True):
    """All that an agency has to do with the protocols, in document order."""

    KEYS: ClassVar[Keys] = (
        "duties=shares",
        ("receives", ("protocol", "activity", "from=sender", *_PASSED)),
        ("hands", ("protocol", "activity", "to=receiver", *_PASSED)),
        "gets",
        "sends",
        "load",
    )

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


def own_duties(found: AgencyDuties, handbook: Handbook) -> tuple[Share, ...]:
    """Return the duties that fall on an agency alone.

    Those are left out that it has only as one of several homes of a role: whatever a
    front-line worker must notice binds a dozen bodies alike.
    """
    return tuple(
        share
        for share in found.binding
        if any(
            found.agency in homes_in(part, name, handbook)
            for part in share.parts
            if part.binds
            for name in acting(share.duty.names, part)
        )
    )


def told_late(found: AgencyDuties, handbook: Handbook) -> tuple[Escalation, ...]:
    """Return the handbook's chain, if it hears of some deadline of an agency.

    The chain is that of the handbook's own country: a body abroad is not bound by it.
    """
    chain = handbook.escalation
    told = (limit for share in found.binding for limit in share.duty.told)
    if handbook.agencies[found.agency].external:
        return ()
    return chain if any(limit.tell == chain for limit in told) else ()


class _Seen(Struct, frozen=True):
    """Through which parts and roles, and where, an agency has to do with a duty."""

    parts: dict[Part, None] = field(default_factory=dict)
    roles: dict[Id, None] = field(default_factory=dict)
    places: dict[Place, None] = field(default_factory=dict)


class AgencyReader(Struct, frozen=True, dict=True):
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
        for at, seen in self._seen.get(agency, {}).items():
            duty = self.duties[at]
            yield Share(
                duty=duty,
                parts=tuple(part for part in Part if part in seen.parts),
                roles=tuple(role for role in seen.roles if role != agency),
                places=tuple(place for place in seen.places if place is not None),
                mandate=_mandate(self.parties, agency, duty),
            )

    @cached_property
    def _seen(self) -> Mapping[Id, Mapping[int, _Seen]]:
        """By agency and the place of a duty: through what it has a part in it."""
        found: dict[Id, dict[int, _Seen]] = {}
        for at, duty in enumerate(self.duties):
            for place in self.parties.places:
                for part, name, agencies in parts_at(duty, self.parties, place):
                    for agency in agencies:
                        own = found.setdefault(agency, {})
                        seen = own.get(at)
                        if seen is None:
                            seen = own[at] = _Seen()
                        seen.parts[part] = None
                        seen.roles[name] = None
                        seen.places[place] = None
        return found

    def _held(self, agency: Id) -> Iterator[bool]:
        """Yield for each state that it holds whether a deadline runs there."""
        for chart, index in self._rests(agency):
            around = (index, *chart.ancestors(index))
            yield any(chart.nodes[each].within is not None for each in around)

    def _awaits(self, agency: Id) -> Iterator[bool]:
        for chart, index in self._rests(agency):
            yield chart.nodes[index].awaiting is not None

    def _rests(self, agency: Id) -> Sequence[tuple[Chart, int]]:
        """Return the resting states of the protocols' own that an agency may hold."""
        return self._resting.get(agency, ())

    @cached_property
    def _resting(self) -> Mapping[Id, Sequence[tuple[Chart, int]]]:
        found: dict[Id, list[tuple[Chart, int]]] = {}
        for chart in self.charts:
            for node in chart.nodes:
                own = node.kind is NodeKind.ATOMIC and node.home == chart.protocol.id
                if own and node.held_by:
                    waiting = chart.waiting(node.index)
                    rest = chart, node.index if waiting is None else waiting
                    for agency in self.parties.anywhere((node.held_by,)):
                        resting = found.setdefault(agency, [])
                        # A wait for several receivers is one state to whoever waits.
                        if resting[-1:] != [rest]:
                            resting.append(rest)
        return found

    @staticmethod
    def _confirms(shares: Sequence[Share]) -> int:
        return sum(
            share.duty.kind is EntryKind.ACKNOWLEDGE and Part.RESPONSIBLE in share.parts
            for share in shares
        )


def _mandate(parties: Parties, agency: Id, duty: Duty) -> tuple[Citation, ...] | None:
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
