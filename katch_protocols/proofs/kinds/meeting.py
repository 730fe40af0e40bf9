"""Whether the teams of two duties can be apart, may share somebody, or must.

People who may take the same seats are alike, so only how many there are of each kind
counts. Whether a team can be filled is a matching of seats and people; that it can hold
certain people and fill certain seats at once follows from each alone (Mendelsohn and
Dulmage 1958).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product

from msgspec import Struct

from katch_protocols.model.noun import Id
from katch_protocols.proofs.kinds.people import Candidates, Person
from katch_protocols.proofs.kinds.teams import Alternatives, Team

__all__ = ["Meeting"]

Seat = tuple[int, int, int]
"""A seat: of which duty, of which of its teams, and which of that team's."""


class _Alike(Struct, frozen=True):
    """People who are alike: the seats that each of them may take.

    ``trained`` are those in which they count as trained. ``agency`` is set where it is
    an agency that takes seats: it may take many of a team, and stays one. ``is_new``
    marks those who stand for somebody new, whom no two teams need to share.
    """

    seats: frozenset[Seat]
    trained: frozenset[Seat] = frozenset()
    agency: Id | None = None
    is_new: bool = False

    def serves(self, duties: Sequence[int]) -> bool:
        """Tell whether they may take a seat of some duty."""
        return any(duty in duties for duty, _, _ in self.seats)


Counts = Mapping[_Alike, int]
"""How many people there are of each kind."""

_Asked = frozenset[tuple[_Alike, int]]
"""People who must sit: of which kind, and which of them."""


class Meeting:
    """The duties of A and of B that one case has, and who may do them in a region.

    Args:
        firsts: The duties of A, each with its ways.
        others: The duties of B.
        agencies: Whether agencies take the seats.
    """

    def __init__(
        self,
        firsts: Sequence[Alternatives],
        others: Sequence[Alternatives],
        *,
        agencies: bool = False,
    ) -> None:
        self.duties = (*firsts, *others)
        self.firsts = tuple(range(len(firsts)))
        self.others = tuple(range(len(firsts), len(self.duties)))
        self.seats = {
            (duty, way, number): seat
            for duty, ways in enumerate(self.duties)
            for way, team in enumerate(ways)
            for number, seat in enumerate(team.seats)
        }
        self.counts = dict(self._agencies() if agencies else self._people())

    @property
    def is_held(self) -> bool:
        """Whether somebody holds the role of each duty here."""
        return all(self.duties)

    def can_be_apart(self) -> bool:
        """Tell whether teams can be chosen so that nobody is in one of each side."""
        return self._apart(self.firsts, self.others)

    def may_share(self) -> bool:
        """Tell whether somebody may sit for a duty of A and for one of B."""
        return any(
            self._can(one, self.counts, frozenset({(kind, 0)}))
            and self._can(other, self.counts, frozenset({(kind, 0)}))
            for kind, count in self.counts.items()
            if count and not kind.is_new
            for one, other in product(self.firsts, self.others)
        )

    def can_meet(self) -> bool:
        """Tell whether teams can be chosen so that any two of both sides share one."""
        pairs = tuple(product(self.firsts, self.others))
        return self._met(pairs, dict.fromkeys((*self.firsts, *self.others), NOBODY))

    def must_meet(self) -> bool:
        """Tell whether any two teams of both sides share somebody, whoever sits."""
        pairs = product(self.firsts, self.others)
        return not any(self._apart((one,), (other,)) for one, other in pairs)

    def _people(self) -> Iterator[tuple[_Alike, int]]:
        people = {person for seat in self.seats.values() for person in seat.people}
        kinds = Counter(
            _Alike(*self._places(partial(_includes, person=person)))
            for person in people
        )
        for body in {body for seat in self.seats.values() for body in seat.crowds}:
            kind = _Alike(*self._places(partial(_has_crowd, body=body)))
            kinds[kind] += 2 * len(self.seats)
        yield from kinds.items()
        for seat, able in self.seats.items():
            if able and not self._team(seat).is_clear:
                yield _Alike(frozenset({seat}), is_new=True), len(self.seats)

    def _agencies(self) -> Iterator[tuple[_Alike, int]]:
        for body in {body for seat in self.seats.values() for body in seat.crowds}:
            seats, _ = self._places(partial(_has_crowd, body=body))
            # Somebody who holds no office acts for no agency.
            kind = _Alike(seats, agency=body, is_new=body is None)
            yield kind, 2 * len(self.seats)

    def _places(
        self, fits: Callable[[Candidates], bool]
    ) -> tuple[frozenset[Seat], frozenset[Seat]]:
        """Return the seats that somebody may take, and those as who is trained."""
        seats = frozenset(seat for seat, each in self.seats.items() if fits(each))
        trained = frozenset(
            (duty, way, number)
            for duty, ways in enumerate(self.duties)
            for way, team in enumerate(ways)
            for number, each in enumerate(team.trained)
            if fits(each)
        )
        return seats, trained

    def _team(self, seat: Seat) -> Team:
        duty, way, _ = seat
        return self.duties[duty][way]

    def _apart(self, firsts: Sequence[int], others: Sequence[int]) -> bool:
        """Try how many of each kind that serves both sides go to the first."""
        both = [
            kind
            for kind in self.counts
            if kind.serves(firsts) and kind.serves(others) and self.counts[kind]
        ]
        most = [
            sum(len(team.seats) for duty in side for team in self.duties[duty])
            for side in (firsts, others)
        ]
        return self._part(both, firsts, others, most, (self.counts, self.counts))

    def _part(
        self,
        both: Sequence[_Alike],
        firsts: Sequence[int],
        others: Sequence[int],
        most: Sequence[int],
        given: tuple[Counts, Counts],
    ) -> bool:
        # What is not parted yet counts for both: if that is too few, so is less.
        for side, duties in enumerate((firsts, others)):
            if not all(self._can(duty, given[side], NOBODY) for duty in duties):
                return False
        if not both:
            return True
        kind, *rest = both
        count = self.counts[kind]
        ways: Iterable[int] = range(max(0, count - most[1]), min(count, most[0]) + 1)
        if kind.agency is not None:
            ways = (0, count)
        elif count >= sum(most):
            ways = (most[0],)
        return any(
            self._part(
                rest,
                firsts,
                others,
                most,
                ({**given[0], kind: some}, {**given[1], kind: count - some}),
            )
            for some in ways
        )

    def _met(
        self, pairs: Sequence[tuple[int, int]], asked: Mapping[int, _Asked]
    ) -> bool:
        """Choose for each pair somebody whom both teams share."""
        if not pairs:
            return all(self._can(duty, self.counts, asked[duty]) for duty in asked)
        (one, other), *rest = pairs
        if asked[one] & asked[other]:
            return self._met(rest, asked)
        for kind, count in self.counts.items():
            if kind.is_new or not (kind.serves((one,)) and kind.serves((other,))):
                continue
            known = {who for each in asked.values() for who in each if who[0] == kind}
            # Of those who are alike and not asked yet, one is as good as another.
            fresh = [(kind, len(known))] if len(known) < count else []
            for who in (*sorted(known, key=lambda each: each[1]), *fresh):
                more = {
                    **asked,
                    one: asked[one] | {who},
                    other: asked[other] | {who},
                }
                if all(
                    self._can(duty, self.counts, more[duty]) for duty in (one, other)
                ) and self._met(rest, more):
                    return True
        return False

    def _can(self, duty: int, counts: Counts, asked: _Asked) -> bool:
        """Tell whether some team of a duty can sit with all who are asked."""
        return any(
            self._sits(duty, way, team, counts, asked)
            for way, team in enumerate(self.duties[duty])
        )

    def _sits(
        self, duty: int, way: int, team: Team, counts: Counts, asked: _Asked
    ) -> bool:
        seats = [(duty, way, number) for number in range(len(team.seats))]
        by_seat = [
            [kind for kind, count in counts.items() if count and seat in kind.seats]
            for seat in seats
        ]
        if not by_seat[0] or len(asked) > len(seats):
            return False
        if _filled(by_seat, counts) < team.sitting:
            return False
        wanted = [
            [n for n, seat in enumerate(seats) if seat in kind.seats]
            for kind, _ in asked
        ]
        if not team.trained:
            return _matched(wanted)
        # One of those who are asked is trained, or one more is.
        return any(
            _matched([*wanted[:at], trained, *wanted[at + 1 :]])
            for at, (kind, _) in enumerate(asked)
            if (trained := [n for n, seat in enumerate(seats) if seat in kind.trained])
        ) or any(
            _matched(
                [*wanted, [n for n, seat in enumerate(seats) if seat in kind.trained]]
            )
            for kind, count in counts.items()
            if kind.trained and count > sum(each == kind for each, _ in asked)
        )


def _includes(seat: Candidates, person: Person) -> bool:
    return person in seat.people


def _has_crowd(seat: Candidates, body: Id | None) -> bool:
    return body in seat.crowds


NOBODY: _Asked = frozenset()
"""Nobody in particular must sit."""


def _filled(by_seat: Sequence[Sequence[_Alike]], counts: Counts) -> int:
    """Return how many seats can be filled at once (augmenting paths)."""
    taken: dict[_Alike, list[int]] = {}

    def give(seat: int, tried: set[_Alike]) -> bool:
        for kind in by_seat[seat]:
            if kind in tried:
                continue
            tried.add(kind)
            holding = taken.setdefault(kind, [])
            if len(holding) < counts[kind]:
                holding.append(seat)
                return True
            for at, other in enumerate(holding):
                if give(other, tried):
                    holding[at] = seat
                    return True
        return False

    return sum(give(seat, set()) for seat in range(len(by_seat)))


def _matched(wanted: Sequence[Sequence[int]]) -> bool:
    """Tell whether everybody can have one of the seats they want, nobody the same."""
    taken: dict[int, int] = {}

    def seat(who: int, tried: set[int]) -> bool:
        for number in wanted[who]:
            if number not in tried:
                tried.add(number)
                if number not in taken or seat(taken[number], tried):
                    taken[number] = who
                    return True
        return False

    return all(seat(who, set()) for who in range(len(wanted)))
