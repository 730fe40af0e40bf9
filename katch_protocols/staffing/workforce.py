"""The people of a region, as bits: those of its posts, and crowds that nobody counted.

Where no post has a role, nobody knows how many hold it: they are a crowd of its agency,
as large as any case needs. Who holds no office (the child, a representative) belongs to
a crowd of its own. A handbook counts the trained people of a post and does not name
them: whoever has the rarer training is taken to have the commoner ones too.
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property

from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Cover, Post, Region

__all__ = ["People"]


class People:
    """Everybody who may be asked in one region; ``crowd`` is how many a crowd has.

    ``away`` are agencies that are taken to be absent: nobody acts for them.
    """

    def __init__(
        self,
        place: Place,
        holders: Holders,
        crowd: int,
        away: frozenset[Id] = frozenset(),
    ) -> None:
        self.place, self.holders, self.crowd, self.away = place, holders, crowd, away
        self._crowd = (1 << max(crowd, 1)) - 1
        self._next = 0
        self._crowds: dict[Id | None, int] = {}
        self._able: dict[Id, Mapping[Id | None, int]] = {}
        self._spare: dict[Hashable, int] = {}
        self.of_post: dict[Id, int] = {}
        for post in self.posts.values():
            self.of_post[post.id] = ((1 << post.people) - 1) << self._next
            self._next += post.people

    @property
    def region(self) -> Region | None:
        """The region; ``None`` for the whole country of a handbook without any."""
        book = self.holders.handbook
        return None if self.place is None else book.regions[self.place]

    @property
    def posts(self) -> Mapping[Id, Post]:
        """The posts of the region."""
        return {} if self.region is None else self.region.posts

    def able(self, roles: Sequence[Id]) -> int:
        """Return everybody who holds one of the roles."""
        found = 0
        for role in roles:
            for some in self.bodies(role).values():
                found |= some
        return found

    def bodies(self, role: Id) -> Mapping[Id | None, int]:
        """Return who holds a role for each agency; ``None``: without any office."""
        if role not in self._able:
            self._able[role] = self._of_role(role)
        return self._able[role]

    def _of_role(self, role: Id) -> Mapping[Id | None, int]:
        held = self.holders.bodies(role, self.place)
        bodies = tuple(body for body in held if body not in self.away)
        staffed = 0
        for post in self.holders.posts(role, self.place) if bodies else ():
            staffed |= self.of_post[post.id]
        if self.has_post(role):
            return dict.fromkeys(bodies, staffed)
        return {body: self._of_agency(body) for body in bodies}

    def has_post(self, role: Id) -> bool:
        """Tell whether the region has a post for a role."""
        return bool(self.holders.posts(role, self.place))

    def _of_agency(self, body: Id | None) -> int:
        """Return the crowd of an agency, with those of its people who have a post."""
        if body not in self._crowds:
            self._crowds[body] = self._crowd << self._next
            self._next += self._crowd.bit_length()
        known = 0 if body is None else self.offices.get(body, 0)
        return self._crowds[body] | known

    @cached_property
    def offices(self) -> Mapping[Id, int]:
        """The people with a post, by each agency that holds a role of that post."""
        found: dict[Id, int] = {}
        for post in self.posts.values():
            for role in post.roles:
                for body in self.holders.agencies(role, self.place):
                    found[body] = found.get(body, 0) | self.of_post[post.id]
        return found

    def without(self, away: frozenset[Id]) -> "People":
        """Return the same people while some agencies are absent."""
        return People(self.place, self.holders, self.crowd, away)

    def spare(self, panel: Hashable, count: int) -> int:
        """Return those who stand for the empty seats of a panel, so many of them."""
        if panel not in self._spare:
            self._spare[panel] = ((1 << count) - 1) << self._next
            self._next += count
        return self._spare[panel]

    @cached_property
    def known(self) -> int:
        """Everybody who has a post."""
        found = 0
        for some in self.of_post.values():
            found |= some
        return found

    @cached_property
    def on_duty(self) -> int:
        """Everybody whose post is staffed at all hours, and those nobody counted."""
        closed = 0
        for post in self.posts.values():
            closed |= 0 if post.cover is Cover.ALWAYS else self.of_post[post.id]
        return ~closed

    def trained(self, qualification: Id) -> int:
        """Return everybody with a training, and those nobody counted."""
        found = ~self.known
        for post in self.posts.values():
            first = self.of_post[post.id] & -self.of_post[post.id]
            count = min(post.qualified.get(qualification, 0), post.people)
            found |= first * ((1 << count) - 1)
        return found

    def speaking(self, language: str) -> int:
        """Return everybody who speaks a language, and those nobody counted."""
        found = ~self.known
        for post in self.posts.values():
            found |= self.of_post[post.id] if language in post.languages else 0
        return found

    def best(self, post: Id) -> int:
        """Return the person of a post who has the most training."""
        return self.of_post[post] & -self.of_post[post]
