"""Who could do two duties: the same person, two, or nobody.

People are those of the posts that a region gives to a role. Where no post has the role,
nobody knows how many people hold it: then they are a crowd of its agency. A role
without agency is played by people who hold no office: a crowd of its own. Posts do not
share people, and nobody works for two agencies.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from katch_protocols.charts.chart import Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Post
from katch_protocols.semantics.events import UndefinedError
from katch_protocols.sentences.nearness import nearest

__all__ = [
    "Candidates",
    "Eligibility",
    "Person",
    "candidates",
    "eligibility",
    "is_known_who",
    "require",
]


class Eligibility(Struct, frozen=True, order=True):
    """What decides who may do an entry: its roles and the training it demands.

    ``receiver``: the panel for which its chair answers a handover; empty otherwise.
    """

    roles: tuple[Id, ...]
    qualified: tuple[Id, ...]
    receiver: Id = ""


class Person(Struct, frozen=True):
    """One of the people of a post, by a number from 0; ``offices`` are its agencies."""

    post: Id
    number: int
    offices: frozenset[Id | None]


class Candidates(Struct, frozen=True):
    """Everybody who may do a duty in one region.

    ``crowds`` are agencies with an unknown number of people; ``None`` among them stands
    for people who hold no office. Whoever has a post there may be one of them.
    """

    people: frozenset[Person]
    crowds: frozenset[Id | None]

    def __bool__(self) -> bool:
        """Tell whether there is anybody."""
        return bool(self.people or self.crowds)


def eligibility(entry: Entry) -> Eligibility:
    """Return what decides who may do an entry."""
    by = entry.act.raci.by
    receiver = "" if entry.receiver in by else entry.receiver or ""
    return Eligibility(by, tuple(sorted(entry.act.qualified)), receiver)


def candidates(one: Eligibility, place: Place, holders: Holders) -> Candidates:
    """Return everybody who may do a duty in a region.

    Of a post whose people are not all trained, the first so many are: two duties then
    overlap as much as they can.
    """
    people: set[Person] = set()
    crowds: set[Id | None] = set()
    region = None if place is None else holders.handbook.regions[place]
    every = () if region is None else tuple(region.posts.values())
    offices = {each.id: frozenset(_offices(each, place, holders)) for each in every}
    for role in one.roles:
        bodies = holders.bodies(role, place)
        posts = holders.posts(role, place) if bodies else ()
        if not posts:
            crowds.update(bodies)
            posts = tuple(
                post for post in every if not offices[post.id].isdisjoint(bodies)
            )
        for post in posts:
            trained = range(_trained(post, one.qualified))
            people.update(
                Person(post.id, number, offices[post.id]) for number in trained
            )
    return Candidates(frozenset(people), frozenset(crowds))


def is_known_who(duties: Sequence[Eligibility], place: Place, holders: Holders) -> bool:
    """Tell whether it is known which people of each post may do which of the duties.

    Of several trainings it is not, but where each is that of all of a post or of none.
    """
    asked = {one.qualified for one in duties} - {()}
    return len(asked) <= 1 or all(
        post.qualified.get(name, 0) in {0, post.people}
        for one in duties
        for role in one.roles
        for seat, _ in holders.doers(role, place)
        for post in holders.posts(seat, place)
        for name in {name for names in asked for name in names}
    )


def _trained(post: Post, qualified: Sequence[Id]) -> int:
    counts = (post.qualified.get(name, 0) for name in qualified)
    return min(counts, default=post.people)


def _offices(post: Post, place: Place, holders: Holders) -> Iterator[Id | None]:
    for role in post.roles:
        yield from holders.bodies(role, place)


def require(name: Id, handbook: Handbook) -> None:
    """Refuse a name that is neither a role nor an agency.

    Raises:
        UndefinedError: The handbook has no such role or agency.
    """
    known = {**handbook.roles, **handbook.agencies}
    if name not in known:
        found = nearest(name, known)
        raise UndefinedError(name, () if found is None else (found,))
