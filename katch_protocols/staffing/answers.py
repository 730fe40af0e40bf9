"""What staffing answers: typed, frozen, and the same as JSON."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from katch_protocols.answers import Answerable, ItemKeys
from katch_protocols.model.noun import Id
from katch_protocols.staffing.demands import DemandKind
from katch_protocols.staffing.steps import StepPart

__all__ = [
    "Addition",
    "Clashing",
    "Demanded",
    "Gain",
    "Improvement",
    "ProtocolStaffing",
    "Staffing",
    "Training",
    "WeakPost",
]


class Demanded(Answerable, Struct, frozen=True):
    """One part of a clash; a demand on two steps has two ``activities``.

    ``name`` is a qualification, a language or a safeguard. ``limit`` is the deadline
    that can end while offices are closed. ``nobody``: no one holds the role at all.
    ``panel``: what is demanded is of seats of that panel alone.
    """

    kind: DemandKind
    activities: tuple[str, ...]
    roles: tuple[Id, ...]
    part: StepPart | None = None
    name: str | None = None
    limit: str | None = None
    nobody: bool = False
    panel: Id | None = None

    @property
    def is_between(self) -> bool:
        """Whether the demand ties two steps together."""
        return self.kind in _BETWEEN


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


class Improvement(StrEnum):
    """What one could change at a post."""

    PERSON = "person"
    TRAINED = "trained"
    ALWAYS = "always"
    LANGUAGE = "language"


class Addition(Struct, frozen=True):
    """One more person, trained person, language, or duty at all hours, at one post."""

    change: Improvement
    post: Id
    name: str | None = None


class Gain(Answerable, Struct, frozen=True):
    """What a change would buy: clashes that end, posts where one absence hurts no more.

    ``activities`` are those that could then be staffed.
    """

    KEYS = (
        "change=more.change",
        "post=more.post",
        "name=more.name",
        "activities",
        "posts",
    )

    more: Addition
    activities: tuple[str, ...]
    posts: tuple[Id, ...]


class WeakPost(Answerable, Struct, frozen=True):
    """A post that some case cannot do without, or of which it needs everybody.

    ``whole``: it stops where the post is absent; else already where one person is.
    """

    KEYS = ("post", "activities")

    post: Id
    whole: bool
    activities: tuple[str, ...]


class ProtocolStaffing(Answerable, Struct, frozen=True):
    """How one protocol can be staffed in a region.

    ``single_points``: posts without which some case stops. ``thin``: posts where one
    absent person stops some case. ``posts`` and ``agencies``: every smallest set, of up
    to three, whose absence stops some case. ``exact`` is false where there are too many
    cases to look at each: then a clash may be of steps that never meet. ``decided`` is
    false where a search gave up: then some clash may be missing.
    """

    KEYS = (
        "staffable",
        "exact",
        "decided",
        "clash",
        "clashes",
        "single_points=single_points.post",
        "resilience",
        "weak_posts=single_points",
        "thin_posts=thin",
        "stopping",
        "gains",
    )

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

    @property
    def clash(self) -> Clashing:
        """The first clash; empty where there is none."""
        return self.clashes[0] if self.clashes else ()

    @property
    def stopping(self) -> Mapping[str, tuple[tuple[Id, ...], ...]]:
        """The smallest sets whose absence stops some case, by what they are of."""
        return {"posts": self.posts, "agencies": self.agencies}


class Training(Answerable, Struct, frozen=True):
    """A training that activities demand, and who of a region's posts has it.

    ``people`` could be asked to do them; ``trained`` of them have the training, or of
    the whole region where that is what it counts: then it also counts who
    ``may_teach`` it.
    ``uncounted``: roles that no post has, so that nobody is counted.
    """

    KEYS = (
        "qualification",
        ("activities", ItemKeys(("protocol", "activity"))),
        "posts",
        "people",
        "trained",
        "may_teach",
        "gap=is_gap",
        "uncounted",
    )

    qualification: Id
    activities: tuple[tuple[Id, str], ...]
    posts: tuple[Id, ...]
    people: int
    trained: int
    uncounted: tuple[Id, ...] = ()
    may_teach: int | None = None

    @property
    def is_gap(self) -> bool:
        """Whether posts could do the activities, and nobody there is trained."""
        return bool(self.posts) and not self.trained


class Staffing(Answerable, Struct, frozen=True):
    """Whether the posts of a region can staff every case; who is indispensable.

    ``uncounted`` are roles of an agency that no post of the region has: of them nobody
    is counted, and they are taken to be staffed.
    """

    KEYS = ("region", "on=as_of", "has_posts", "protocols", "training", "uncounted")

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
