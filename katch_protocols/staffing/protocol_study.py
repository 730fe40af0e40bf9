"""One protocol in one region: its board, its clashes, and how weak it is."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.holders import Holders
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import MOST_SEATS
from katch_protocols.staffing.answers import (
    Clashing,
    Demanded,
    ProtocolStaffing,
    WeakPost,
)
from katch_protocols.staffing.assignment import Assignment
from katch_protocols.staffing.clashes import Clash, Clashes
from katch_protocols.staffing.co_occurrence import Occurring
from katch_protocols.staffing.demands import Demand, DemandKind, demands
from katch_protocols.staffing.seats import alternative
from katch_protocols.staffing.steps import Asked, StaffedStep, asked_of, steps
from katch_protocols.staffing.weakness import Stop, Weakness
from katch_protocols.staffing.workforce import People

__all__ = ["ProtocolStudy", "Shared"]

Demanding = tuple[tuple[StaffedStep, ...], tuple[Demand, ...]]
"""Steps, and the demands on them."""

Chosen = Mapping[Asked, tuple[Id, ...]]
"""Who is asked in a region of those who may act, where a panel is among them, or where
its chair answers for it."""

Shared = dict[tuple[tuple[str, ...], tuple[tuple[Id, ...], ...]], Demanding]
"""What is asked of one protocol, by the languages for which somebody interprets, and by
who is asked where a panel may act."""


class ProtocolStudy(Struct, frozen=True, eq=False, dict=True):
    """What is asked of one protocol's staffing in one region; each answer is kept.

    ``shared`` is what studies of one protocol share, by the languages of the region.
    """

    region: Id
    holders: Holders
    cases: Occurring
    shared: Shared = field(default_factory=dict)

    @property
    def steps(self) -> tuple[StaffedStep, ...]:
        """Every step of every case."""
        return self._asked[0]

    @cached_property
    def board(self) -> Assignment:
        """The board on which it is decided."""
        found, asked = self._asked
        return Assignment(found, asked, People(self.region, self.holders, len(found)))

    @cached_property
    def _asked(self) -> Demanding:
        book, chart = self.holders.handbook, self.cases.chart
        spoken = book.regions[self.region].languages
        languages = tuple(each for each in spoken if each not in book.languages)
        chosen = self._chosen()
        key = languages, tuple(chosen.values())
        if key not in self.shared:
            bound = binding_safeguards(chart, book)
            found = steps(
                chart, book, languages, bound, self.cases.happening, chosen=chosen
            )
            self.shared[key] = found, demands(found, chart, bound)
        return self.shared[key]

    def _chosen(self) -> Chosen:
        roles, chart = self.holders.handbook.roles, self.cases.chart
        panels = {name for name, role in roles.items() if role.is_panel}
        every = dict.fromkeys(map(asked_of, chart.entries))
        asked = [by for by, _ in every if not panels.isdisjoint(by)]
        people = People(self.region, self.holders, MOST_SEATS) if asked else None
        found: dict[Asked, tuple[Id, ...]] = {
            (by, None): alternative(by, self.holders.handbook, people)
            for by in asked
            if people is not None
        }
        for by, receiver in every:
            if receiver is not None:
                # A panel that cannot sit is a role that nobody holds.
                here = self.holders.answers(receiver, self.region)
                found[by, receiver] = by if here else (receiver,)
        return found

    @cached_property
    def searched(self) -> Clashes:
        """The search for clashes."""
        return Clashes(self.board, self.cases)

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """Every clash that some case meets, the smallest first."""
        return self.searched.every()

    @cached_property
    def weakness(self) -> Weakness:
        """What absences would stop."""
        return Weakness(self.searched, self.clashes)

    def with_holders(self, holders: Holders) -> "ProtocolStudy":
        """Return the same protocol with other posts; the cases stay as they are."""
        return replace(self, holders=holders)

    @cached_property
    def told(self) -> tuple[Clashing, ...]:
        """The clashes in typed parts, each once."""
        return tuple(dict.fromkeys(self.said(clash) for clash in self.clashes))

    def said(self, clash: Clash) -> Clashing:
        """Return a clash in typed parts."""
        return tuple(self._part(index) for index in sorted(clash))

    def activities(self, clash: Clash) -> tuple[str, ...]:
        """Return the activities of a clash."""
        board = self.board
        return tuple(
            dict.fromkeys(
                board.steps[step].activity
                for index in sorted(clash)
                for step in board.demands[index].steps
            )
        )

    def _part(self, index: int) -> Demanded:
        demand = self.board.demands[index]
        asked = [self.board.steps[step] for step in demand.steps]
        first = asked[0]
        limit = first.limit if demand.kind is DemandKind.ON_DUTY else None
        return Demanded(
            demand.kind,
            tuple(step.activity for step in asked),
            tuple(dict.fromkeys(role for step in asked for role in step.roles)),
            first.part if len(asked) == 1 else None,
            demand.name,
            None if limit is None else str(limit),
            demand.kind is DemandKind.HELD and not self.board.people.able(first.roles),
            _one({step.panel for step in asked}),
        )

    @cached_property
    def single_points(self) -> tuple[WeakPost, ...]:
        """Posts without which some case stops."""
        return tuple(self._weak(whole=True))

    @cached_property
    def thin(self) -> tuple[WeakPost, ...]:
        """Posts of which one absent person stops some case."""
        return tuple(self._weak(whole=False))

    def _weak(self, *, whole: bool) -> Iterator[WeakPost]:
        for post in self.board.people.posts.values():
            if not post.people:
                continue
            weak = self.weakness
            lost = weak.of_post(post.id) if whole else weak.of_one(post.id)
            if lost:
                yield WeakPost(post.id, whole, lost)

    def answer(self) -> ProtocolStaffing:
        """Return everything but what a change would buy."""
        found = ProtocolStaffing(
            self.cases.chart.protocol.id,
            self.told,
            self.single_points,
            self.thin,
            _sorted(self.weakness.posts()),
            _sorted(self.weakness.agencies()),
            exact=self.cases.table is not None,
        )
        return replace(found, decided=not self.board.open_questions)


def _one(panels: set[Id | None]) -> Id | None:
    """Return the panel in which all steps are seats, if it is one."""
    return panels.pop() if len(panels) == 1 else None


def _sorted(stops: tuple[Stop, ...]) -> tuple[tuple[Id, ...], ...]:
    return tuple(tuple(sorted(each)) for each in stops)
