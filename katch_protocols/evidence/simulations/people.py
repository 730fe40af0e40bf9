"""Who can take part in an activity in a region: posts, and seats to be filled.

Who may act is the handbook's to say, as a live case has it (``charts.holders``, and
the sentences about people of a compiled case). A role that no post has waits for
nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from katch_protocols.cases.compiled_case import CompiledRow
from katch_protocols.cases.constraints import Constraint
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Cover, Post, Role
from katch_protocols.model.safeguards import Enforcement
from katch_protocols.model.scenarios import WHOLE, Scenario

__all__ = ["RegionPosts", "Seat", "WorkingPost", "is_about_seats"]

_WEEK, _FULL_TIME = 168, 40


class WorkingPost(Struct, frozen=True):
    """A post as it works: ``people`` at a time, in ``office`` hours or at all hours.

    ``share`` of their time is left for these cases, in parts of ``WHOLE``. The first
    ``trained`` of them have a training; ``None``: everybody has.
    """

    id: Id
    roles: tuple[Id, ...]
    people: int
    office: bool
    share: int
    trained: Mapping[Id, int] | None
    title: Label | None

    def able(self, trainings: Iterable[Id]) -> int:
        """Return how many have all of some trainings: whoever has the rarest."""
        if self.trained is None:
            return self.people
        return min([self.people, *(self.trained.get(each, 0) for each in trainings)])


class Seat(Struct, frozen=True):
    """One person's part: some posts, of each the first so many people; its agency.

    Without posts it is filled by somebody whom nobody counted. Whoever ``acts`` counts
    as having done it, for sentences about people.
    """

    role: Id
    posts: tuple[tuple[int, int, Id | None], ...]
    held: Mapping[int, Id] = field(default_factory=dict)
    """The role in which each post fills it."""
    acts: bool = False
    agency: Id | None = None


class RegionPosts(Struct, dict=True):
    """The posts of a scenario's region, and what nobody counted there."""

    scenario: Scenario
    handbook: Handbook
    uncounted: dict[Id, None] = field(default_factory=dict)
    absent: dict[str, None] = field(default_factory=dict)
    """Activities that nobody can do here, by their full names."""

    def __post_init__(self) -> None:
        self.holders = Holders(self.handbook, self.scenario.run.begins)
        self.all = tuple(self._posts())

    def _posts(self) -> Iterator[WorkingPost]:
        place = self.scenario.region
        posts = {} if place is None else self.handbook.regions[place].posts
        for name in dict.fromkeys((*posts, *self.scenario.posts)):
            yield self._post(name, posts.get(name))

    def _post(self, name: Id, post: Post | None) -> WorkingPost:
        said = self.scenario.posts.get(name)
        roles = post.roles if post else ()
        people = post.people if post else 0
        cover = post.cover if post else Cover.OFFICE_HOURS
        share = WHOLE
        if said is not None:
            roles = said.roles or roles
            people = people if said.people is None else said.people
            cover = said.cover or cover
            share = said.for_this or share
        if cover is Cover.ALWAYS and people:
            people = max(1, people * _FULL_TIME // _WEEK)
        # Of a post that the scenario adds nobody said who is trained: all are.
        trained = post.qualified if post else None
        office = cover is Cover.OFFICE_HOURS
        title = post.title if post else None
        if said is not None and said.title is not None:
            title = said.title
        return WorkingPost(name, roles, people, office, share, trained, title)

    def seats(
        self, row: CompiledRow, binding: Sequence[Constraint]
    ) -> tuple[Seat, ...] | None:
        """Return the seats of a step, whoever acts first; ``None``: nobody may act.

        A panel sits only where nobody can act alone. ``binding`` are the sentences
        that bind where it is done; of them those say who sits that ask for somebody
        (``is_about_seats``).
        """
        entry = row.entry
        asked = tuple(dict.fromkeys(_asked(row, binding)))
        only = tuple(each.actors for each in binding if each.kind is Enforcement.ONLY)
        for acting, panel in self._acting(row, asked, only):
            there = {*panel, acting[0][0]} if len(acting) == 1 else ()
            partners = (
                *entry.partners,
                *(role for role in asked if role not in there),
            )
            seats = [self._seat(acting, entry.qualified, acts=True)]
            seats += (self._seat([(role, self._body(role))]) for role in partners)
            sitting = ([(role, self._body(role))] for role in panel)
            seats += (self._seat(each, acts=True) for each in sitting)
            if _fit(seats):
                return tuple(seats)
        self.absent[row.row.activity] = None
        return None

    def _acting(
        self, row: CompiledRow, asked: Sequence[Id], only: Sequence[Sequence[Id]]
    ) -> Iterator[tuple[list[tuple[Id, Id | None]], tuple[Id, ...]]]:
        """Yield who may act, any one of them, and who sits with whoever does.

        Of the seats of a panel those are filled first whose role must take part; where
        ``only R does A`` names not the panel, each of them is an R.
        """
        entry = row.entry
        may: dict[Id, Id | None] = {}
        is_there = self.holders.answers(entry.receiver, self._place)
        for role in entry.roles:
            chair = entry.panels[role].chair if role in entry.panels else None
            for body in self._bodies(role):
                known = {role, chair, body, entry.receiver}
                if is_there and not any(known.isdisjoint(actors) for actors in only):
                    may.setdefault(role, body)
        alone = [each for each in may.items() if each[0] not in entry.panels]
        # Whoever must take part, and may act, does it without anybody else.
        asked_alone = [each for each in alone if each[0] in asked]
        if alone:
            yield asked_alone[:1] or alone, ()
        for role, body in may.items():
            if role in entry.panels:
                found = entry.panels[role]
                by_itself = {role, entry.receiver}
                each_of = [who for who in only if by_itself.isdisjoint(who)]
                others = self._others(found, asked, each_of)
                if others is not None:
                    yield [(found.chair or role, body)], others

    def _bodies(self, role: Id) -> tuple[Id | None, ...]:
        return tuple(self.holders.bodies(role, self._place))

    def _body(self, role: Id) -> Id | None:
        return next(iter(self._bodies(role)), None)

    def held(self, seat: Seat, post: int) -> tuple[Id, Id | None]:
        """Return in what role a post fills a seat, and for which agency."""
        agency = next(body for at, _, body in seat.posts if at == post)
        return seat.held[post], agency

    def _others(
        self, panel: Role, asked: Sequence[Id], only: Sequence[Sequence[Id]]
    ) -> tuple[Id, ...] | None:
        """Return the seats besides the chair's that are filled; ``None``: too few may.

        First those that must be, then those of no post, then of a post with people.
        """
        held = [role for role in panel.others if self._bodies(role)]
        may = [
            role
            for role in held
            if not any({role, *self._bodies(role)}.isdisjoint(who) for who in only)
        ]
        if len(may) < min(len(held), panel.sitting - 1):
            return None
        may.sort(key=lambda role: (role not in asked, *self._lacks(role)))
        return tuple(may[: panel.sitting - 1])

    def _lacks(self, role: Id) -> tuple[bool, bool]:
        """Tell whether a role has posts, and whether nobody is at any of them."""
        posts = self._numbers_of(role)
        return bool(posts), not any(self.all[at].people for at in posts)

    @property
    def _place(self) -> Id | None:
        return self.scenario.region

    def _numbers_of(self, role: Id) -> list[int]:
        return [at for at, post in enumerate(self.all) if role in post.roles]

    def _seat(
        self,
        roles: Sequence[tuple[Id, Id | None]],
        trained: frozenset[Id] = frozenset(),
        *,
        acts: bool = False,
    ) -> Seat:
        found: dict[int, tuple[int, int, Id | None]] = {}
        held: dict[int, Id] = {}
        for role, body in roles:
            for at in self._numbers_of(role):
                found.setdefault(at, (at, self.all[at].able(trained), body))
                held.setdefault(at, role)
        if not found:
            for role, _ in roles:
                if None not in self.holders.bodies(role, self._place):
                    self.uncounted[role] = None
        return Seat(roles[0][0], tuple(found.values()), held, acts, roles[0][1])


def _fit(seats: Sequence[Seat]) -> bool:
    """Tell whether there is somebody for each seat, none twice, when all are free.

    As the loop does it: of the first post with somebody, whoever is trained least.
    """
    taken: set[tuple[int, int]] = set()
    for seat in seats:
        free = (
            (at, person)
            for at, able, _ in seat.posts
            for person in reversed(range(able))
            if (at, person) not in taken
        )
        found = next(free, None)
        if found is not None:
            taken.add(found)
        elif seat.posts:
            return False
    return True


def is_about_seats(constraint: Constraint) -> bool:
    """Tell whether a sentence says who sits: ``only R does A``, or ``A with R``."""
    return constraint.kind in {Enforcement.ONLY, Enforcement.WITH}


def _asked(row: CompiledRow, binding: Sequence[Constraint]) -> Iterator[Id]:
    """Yield the roles that each ``A with ROLE`` asks for besides."""
    known = {*row.entry.partners, row.entry.receiver}
    for each in binding:
        if each.kind is Enforcement.WITH:
            yield from (role for role in each.actors if role not in known)
