"""Information flow: which agency can come to know which data about a child, and how."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.model.conditions import FactIs
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN, Automaton, Watcher
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.product_search import explored_product, retold
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Counterexample, Reason
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.explore import DEFAULT_LIMIT

__all__ = [
    "CONSENT",
    "GIVEN",
    "Disclosure",
    "How",
    "InformationFlow",
    "Knowledge",
    "Overreach",
    "Unconsented",
    "information_flow",
]


class How(StrEnum):
    """How an agency comes to know what a document says."""

    PRODUCES = "produces"
    SENDS = "sends"
    RECEIVES = "receives"


class Disclosure(Answerable, Struct, frozen=True):
    """One step by which an agency comes to know what a document says.

    ``party`` is the role that the agency holds there, or the agency itself; ``regions``
    are those in which it does, empty in a handbook without regions.
    """

    activity: str
    state: str
    document: Id
    how: How
    party: Id
    regions: tuple[Id, ...]


class Knowledge(Struct, frozen=True):
    """One cell of the matrix: every way in which an agency comes to know a category."""

    agency: Id
    category: Id
    ways: tuple[Disclosure, ...]


class Overreach(Answerable, Struct, frozen=True):
    """An agency receives a category that it may not see; ``case`` is a shortest one."""

    KEYS = ("agency", "category", "*way", "case")

    agency: Id
    category: Id
    way: Disclosure
    case: Counterexample


class Unconsented(Answerable, Struct, frozen=True):
    """A category that needs consent is passed on in a case in which it is not given.

    ``receivers`` are the agencies to which it goes; ``case`` is a shortest one.
    """

    category: Id
    document: Id
    activity: str
    state: str
    receivers: tuple[Id, ...]
    case: Counterexample


class InformationFlow(Answerable, Struct, frozen=True):
    """Who can come to know what in one protocol.

    ``knowledge`` has a cell for each agency and category that meet, in the order of the
    handbook. ``exhausted``: every configuration was seen; else activities that can
    never happen may be among the ways, and findings may be missing.
    """

    KEYS = (
        "protocol",
        "agencies",
        "categories",
        "matrix",
        "overreach",
        "unconsented",
        "exhausted",
    )

    protocol: Id
    agencies: tuple[Id, ...]
    categories: tuple[Id, ...]
    knowledge: tuple[Knowledge, ...]
    overreach: tuple[Overreach, ...]
    unconsented: tuple[Unconsented, ...]
    exhausted: bool

    def ways(self, agency: Id, category: Id) -> tuple[Disclosure, ...]:
        """Return how an agency comes to know a category; empty: it never does."""
        cells = (
            each.ways
            for each in self.knowledge
            if each.agency == agency and each.category == category
        )
        return next(cells, ())

    @property
    def matrix(self) -> Mapping[Id, Mapping[Id, tuple[Disclosure, ...]]]:
        """Every way of knowing, by agency and by category."""
        found: dict[Id, dict[Id, tuple[Disclosure, ...]]] = {}
        for cell in self.knowledge:
            found.setdefault(cell.agency, {})[cell.category] = cell.ways
        return found


CONSENT, GIVEN = "consent", "given"
"""The fact, and its value, without which a category that needs consent stays put."""


def information_flow(
    chart: Chart,
    handbook: Handbook,
    *,
    limit: int = DEFAULT_LIMIT,
    as_of: date | None = None,
) -> InformationFlow:
    """Return which agency can come to know which category of data in some case.

    An agency knows what is in the documents that somebody of it produces, sends or is
    sent, in an activity that can happen. People who hold no office are left out.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The protocol crosses a bound of the library.
    """
    # As a proof sees it: then both look at the same table, and at the same cases.
    world = world_of(chart, handbook, as_of)
    return _Inquiry(ProofSession(world.chart, world.holders, limit)).flow()


class _Inquiry:
    def __init__(self, study: ProofSession) -> None:
        self.study = study
        self.chart, self.holders = study.chart, study.holders
        self.handbook = study.holders.handbook

    def flow(self) -> InformationFlow:
        happening, exhausted = self._happening()
        cells: dict[tuple[Id, Id], dict[Disclosure, None]] = {}
        overreach: list[Overreach] = []
        for entry in happening:
            for agency, way in self._ways(entry):
                for category in self.chart.documents[way.document].contains:
                    cells.setdefault((agency, category), {})[way] = None
            overreach += self._overreach(entry)
        consent = (each for entry in happening for each in self._unconsented(entry))
        knowledge = tuple(
            Knowledge(agency, category, tuple(cells[agency, category]))
            for agency in self.handbook.agencies
            for category in self.handbook.data
            if (agency, category) in cells
        )
        return InformationFlow(
            self.chart.protocol.id,
            tuple(self.handbook.agencies),
            tuple(self.handbook.data),
            knowledge,
            tuple(overreach),
            tuple(consent),
            exhausted,
        )

    def _happening(self) -> tuple[list[Entry], bool]:
        """Return the entries that can happen; all of them where nobody can tell."""
        entries = self.chart.entries
        if self.study.is_vast or not self.study.whole.exhausted:
            return list(entries), False
        whole = self.study.whole
        rows = zip(self.study.table.rows, whole.fired, strict=True)
        fired = {id(row.entry) for row, here in rows if here}
        return [entry for entry in entries if id(entry) in fired], True

    def _ways(self, entry: Entry) -> Iterator[tuple[Id, Disclosure]]:
        """Yield each agency that comes to know a document by an entry, and how."""
        state, holders = self.chart.nodes[entry.node].name, self.holders
        for document, how, party in self._parties(entry):
            regions: dict[Id, list[Id]] = {}
            known = holders.everyone if how is How.RECEIVES else holders.doing
            for place in holders.places:
                for agency in known(party, place):
                    if agency is not None:
                        regions.setdefault(agency, []).extend([place] if place else [])
            for agency, where in regions.items():
                yield (
                    agency,
                    Disclosure(
                        entry.activity, state, document, how, party, tuple(where)
                    ),
                )

    def _parties(self, entry: Entry) -> Iterator[tuple[Id, How, Id]]:
        act = entry.act
        for document in act.produces:
            yield from ((document, How.PRODUCES, role) for role in act.raci.by)
        for document, receivers in act.sends.items():
            yield from ((document, How.SENDS, role) for role in act.raci.by)
            yield from ((document, How.RECEIVES, party) for party in receivers)

    def _overreach(self, entry: Entry) -> Iterator[Overreach]:
        """Yield what an agency is sent by an entry that it may not see."""
        for agency, way in self._ways(entry):
            if way.how is not How.RECEIVES:
                continue
            may_see = self.handbook.agencies[agency].may_see
            for category in self._categories(way.document):
                if category not in may_see:
                    facts = {"agency": agency, "category": category}
                    case = self._case(entry, Reason("may-not-see", facts))
                    if case is not None:
                        yield Overreach(agency, category, way, case)

    def _unconsented(self, entry: Entry) -> Iterator[Unconsented]:
        """Yield what an entry passes on in some case without the consent it needs."""
        for document in entry.act.sends:
            receivers = self._receivers(entry, document)
            for category in self._categories(document):
                if not (receivers and self.handbook.data[category].consent):
                    continue
                reason = Reason("without-consent", {"category": category})
                case = self._case(entry, reason, unless=self._consent())
                if case is not None:
                    state = self.chart.nodes[entry.node].name
                    yield Unconsented(
                        category, document, entry.activity, state, receivers, case
                    )

    def _categories(self, document: Id) -> tuple[Id, ...]:
        contains = self.chart.documents[document].contains
        return tuple(name for name in contains if name in self.handbook.data)

    def _receivers(self, entry: Entry, document: Id) -> tuple[Id, ...]:
        """Return the agencies to which a document goes from another body."""
        found: set[Id] = set()
        for place in self.holders.places:
            senders = {
                body
                for role in entry.act.raci.by
                for body in self.holders.doing(role, place)
            }
            for party in entry.act.sends[document]:
                for agency in self.holders.everyone(party, place):
                    if agency is not None and senders - {agency}:
                        found.add(agency)
        return tuple(agency for agency in self.handbook.agencies if agency in found)

    def _consent(self) -> FactIs | None:
        """Return the condition of consent; ``None`` where it can never be given."""
        fact = self.chart.facts.get(CONSENT)
        if fact is None or GIVEN not in fact.values:
            return None
        return FactIs(fact=CONSENT, values=(GIVEN,))

    def _case(
        self, entry: Entry, reason: Reason, *, unless: FactIs | None = None
    ) -> Counterexample | None:
        """Return a shortest case with an entry, just before which ``unless`` is not."""
        event = ChartEvent(entry.activity, only=lambda row: row.entry is entry)
        slot = Slot("x", event, unless=unless)
        automaton = Automaton(("open", BROKEN), {("open", "x"): BROKEN})
        search = explored_product(
            self.study,
            Watcher(automaton, (slot,)),
            goals=lambda product: [product.cube(BROKEN)],
        )
        index = search.first([search.product.cube(BROKEN)])
        if index is None:
            return None
        return retold(search.case(index, reason), self.study.table)
