"""What staffing answers: typed, frozen, and the same as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from katch_protocols.model.noun import Id
from katch_protocols.staffing.demands import DemandKind
from katch_protocols.staffing.steps import Part

__all__ = [
    "Change",
    "Clashing",
    "Demanded",
    "Gain",
    "More",
    "ProtocolStaffing",
    "Staffing",
    "Training",
    "WeakPost",
]


@dataclass(frozen=True)
class Demanded:
    """One part of a clash; a demand on two steps has two ``activities``.

    ``name`` is a qualification, a language or a safeguard. ``limit`` is the deadline
    that can end while offices are closed. ``nobody``: no one holds the role at all.
    """

    kind: DemandKind
    activities: tuple[str, ...]
    roles: tuple[Id, ...]
    part: Part | None = None
    name: str | None = None
    limit: str | None = None
    nobody: bool = False

    @property
    def is_between(self) -> bool:
        """Whether the demand ties two steps together."""
        return self.kind in _BETWEEN

    def to_json(self) -> dict[str, Any]:
        """Return the part as plain data."""
        return {
            "kind": str(self.kind),
            "activities": list(self.activities),
            "roles": list(self.roles),
            "part": None if self.part is None else str(self.part),
            "name": self.name,
            "limit": self.limit,
            "nobody": self.nobody,
        }


_BETWEEN = frozenset(
    {
        DemandKind.TOGETHER,
        DemandKind.DIFFERENT_PEOPLE,
        DemandKind.DIFFERENT_AGENCIES,
        DemandKind.SAME_PERSON,
    }
)

Clashing = tuple[Demanded, ...]
"""Demands that nobody can meet together; without any one of them somebody can."""


class Change(StrEnum):
    """What one could change at a post."""

    PERSON = "person"
    TRAINED = "trained"
    ALWAYS = "always"
    LANGUAGE = "language"


@dataclass(frozen=True)
class More:
    """One more person, trained person, language, or duty at all hours, at one post."""

    change: Change
    post: Id
    name: str | None = None


@dataclass(frozen=True)
class Gain:
    """What a change would buy: clashes that end, posts where one absence hurts no more.

    ``activities`` are those that could then be staffed.
    """

    more: More
    activities: tuple[str, ...]
    posts: tuple[Id, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the gain as plain data."""
        return {
            "change": str(self.more.change),
            "post": self.more.post,
            "name": self.more.name,
            "activities": list(self.activities),
            "posts": list(self.posts),
        }


@dataclass(frozen=True)
class WeakPost:
    """A post that some case cannot do without, or of which it needs everybody.

    ``whole``: it stops where the post is absent; else already where one person is.
    """

    post: Id
    whole: bool
    activities: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the weak post as plain data."""
        return {"post": self.post, "activities": list(self.activities)}


@dataclass(frozen=True)
class ProtocolStaffing:
    """How one protocol can be staffed in a region.

    ``single_points``: posts without which some case stops. ``thin``: posts where one
    absent person stops some case. ``posts`` and ``agencies``: every smallest set, of up
    to three, whose absence stops some case. ``exact`` is false where there are too many
    cases to look at each: then a clash may be of steps that never meet. ``decided`` is
    false where a search gave up: then some clash may be missing.
    """

    protocol: Id
    clashes: tuple[Clashing, ...]
    single_points: tuple[WeakPost, ...] = ()
    thin: tuple[WeakPost, ...] = ()
    posts: tuple[tuple[Id, ...], ...] = ()
    agencies: tuple[tuple[Id, ...], ...] = ()
    gains: tuple[Gain, ...] = ()
    exact: bool = True
    decided: bool = True

    @property
    def staffable(self) -> bool:
        """Whether every case can surely be staffed."""
        return self.decided and not self.clashes

    @property
    def resilience(self) -> int | None:
        """How many posts may be absent, whichever they are; ``None``: not staffable.

        Where no set of up to three posts stops a case it is three, and means at least
        three.
        """
        if not self.staffable:
            return None
        return min((len(each) for each in self.posts), default=4) - 1

    def to_json(self) -> dict[str, Any]:
        """Return the answer on the protocol as plain data."""
        first = self.clashes[0] if self.clashes else ()
        return {
            "staffable": self.staffable,
            "exact": self.exact,
            "decided": self.decided,
            "clash": [part.to_json() for part in first],
            "clashes": [[part.to_json() for part in each] for each in self.clashes],
            "single_points": [each.post for each in self.single_points],
            "resilience": self.resilience,
            "weak_posts": [each.to_json() for each in self.single_points],
            "thin_posts": [each.to_json() for each in self.thin],
            "stopping": {
                "posts": [list(each) for each in self.posts],
                "agencies": [list(each) for each in self.agencies],
            },
            "gains": [each.to_json() for each in self.gains],
        }


@dataclass(frozen=True)
class Training:
    """A training that activities demand, and who of a region's posts has it.

    ``people`` could be asked to do them; ``trained`` of them have the training.
    ``uncounted``: roles that no post has, so that nobody is counted.
    """

    qualification: Id
    activities: tuple[tuple[Id, str], ...]
    posts: tuple[Id, ...]
    people: int
    trained: int
    uncounted: tuple[Id, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether posts could do the activities, and nobody there is trained."""
        return bool(self.posts) and not self.trained

    def to_json(self) -> dict[str, Any]:
        """Return the training as plain data."""
        return {
            "qualification": self.qualification,
            "activities": [
                {"protocol": protocol, "activity": activity}
                for protocol, activity in self.activities
            ],
            "posts": list(self.posts),
            "people": self.people,
            "trained": self.trained,
            "gap": self.is_gap,
            "uncounted": list(self.uncounted),
        }


@dataclass(frozen=True)
class Staffing:
    """Whether the posts of a region can staff every case; who is indispensable.

    ``uncounted`` are roles of an agency that no post of the region has: of them nobody
    is counted, and they are taken to be staffed.
    """

    region: Id
    protocols: Mapping[Id, ProtocolStaffing]
    training: tuple[Training, ...] = ()
    uncounted: tuple[Id, ...] = ()
    has_posts: bool = True
    as_of: date | None = None

    @property
    def staffable(self) -> bool:
        """Whether every case of every protocol can be staffed."""
        return all(each.staffable for each in self.protocols.values())

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data; the docs give its schema."""
        return {
            "region": self.region,
            "on": None if self.as_of is None else self.as_of.isoformat(),
            "has_posts": self.has_posts,
            "protocols": {
                name: each.to_json() for name, each in self.protocols.items()
            },
            "training": [each.to_json() for each in self.training],
            "uncounted": list(self.uncounted),
        }
