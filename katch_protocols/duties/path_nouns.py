"""The nouns of the path of a child: moments, their clocks, what runs beside them."""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.model.deadlines import Basis, Duration
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.pictures import Picture

__all__ = ["ChildPath", "PathClock", "PathMoment"]


class PathClock(Struct, frozen=True):
    """A limit, what it rests on, and the title of the event that it counts from.

    ``basis`` is ``None`` for a move that the clock makes by itself. Without ``since``
    it counts from the start of the case (``from_start``), or of the moment itself.
    """

    span: Duration
    basis: Basis | None
    since: Label | None = None
    from_start: bool = False


class PathMoment(Struct, frozen=True):
    """A moment: where it is, by when, who holds the case, what the child is promised.

    ``name`` is a state or an activity of ``protocol``; empty for what runs beside the
    path. ``holders`` are roles: two where the case passes from one to the other by it.
    ``doers`` are the roles that do it, ``answering`` those that answer for it.
    """

    protocol: Id
    name: str
    title: Label | None
    picture: Picture | None
    clock: PathClock | None
    holders: tuple[Id, ...]
    promises: tuple[Label, ...]
    doers: tuple[Id, ...] = ()
    answering: tuple[Id, ...] = ()


class ChildPath(Struct, frozen=True):
    """The moments in the order of the story, and what runs beside them."""

    moments: tuple[PathMoment, ...]
    beside: tuple[PathMoment, ...]
    charts: Mapping[Id, Chart]
    """Every protocol of which it tells a moment."""
