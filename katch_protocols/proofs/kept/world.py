"""The world of a proof: all that it can see of a protocol and of its handbook.

A proof is given this and nothing else, so that what it answers can depend on nothing
else. Texts for people, other sentences, the protocols beside it and all that only
concerns paper are not here. Days are looked at as it is made: what is out of force on
its day stands as such, and no other day is known.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.charts.starts import with_starts
from katch_protocols.in_use import InUse
from katch_protocols.model.deadlines import in_force
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import EMPTY, FrozenDict, Id, Label
from katch_protocols.model.parties import Agency, Binding, Region
from katch_protocols.model.protocol import Protocol
from katch_protocols.proofs.kept.canonical import digest_of

__all__ = ["SEEN", "ProofWorld", "SeenHandbook", "seen_chart", "world_of"]

_NO_TEXT = Label(texts=EMPTY)

_A_DAY, _OVER = date(2000, 1, 1), date(1999, 12, 31)
"""The day on which a world is looked at, and the last of what is out of force there."""

SEEN = ("holidays", "data", "roles", "agencies", "regions")
"""What a proof may read of a handbook; all else is empty in a world."""

Dated = TypeVar("Dated", Agency, Binding, Region)


class SeenHandbook(Struct, frozen=True, dict=True):
    """What a proof may see of a handbook: who is there, and who holds what."""

    holders: Holders

    @cached_property
    def digest(self) -> str:
        """Stands for all of it."""
        handbook = self.holders.handbook
        return digest_of(
            self.holders.as_of,
            {name: getattr(handbook, name) for name in SEEN},
        )

    @cached_property
    def without_people(self) -> "SeenHandbook":
        """The same with nobody in it: what is left is the calendar."""
        book = self.holders.handbook
        empty = Handbook(id="", title=_NO_TEXT, holidays=book.holidays, data=book.data)
        return SeenHandbook(Holders(empty, self.holders.as_of))


class ProofWorld(Struct, frozen=True, dict=True):
    """A chart with every start of its cases, and who holds its roles.

    ``chart`` knows the protocol by its id and the year from which spans are reckoned.
    """

    chart: Chart
    seen: SeenHandbook

    @property
    def holders(self) -> Holders:
        """Who holds what."""
        return self.seen.holders

    @cached_property
    def digest(self) -> str:
        """Stands for all of it: two worlds that differ have different digests."""
        chart = self.chart
        meant = _meanings.of((chart,), lambda: digest_of(chart))
        return digest_of(meant, self.seen.digest)

    @cached_property
    def without_people(self) -> "ProofWorld":
        """The same world with nobody in it, for whatever does not ask who is there.

        An answer that is sought there cannot depend on who holds what.
        """
        return ProofWorld(self.chart, self.seen.without_people)


def world_of(chart: Chart, handbook: Handbook, as_of: date | None) -> ProofWorld:
    """Return what a proof of a protocol sees on a day; without one all is in force.

    Raises:
        BoundError: Cases may be opened with too many combinations of values.
    """
    return _worlds.of(
        (chart, handbook), lambda: _world_of(chart, handbook, as_of), as_of
    )


def seen_chart(chart: Chart, handbook: Handbook) -> Chart:
    """Return what a proof sees of a chart; raises as ``world_of``."""
    return _charts.of((chart, handbook), lambda: _seen_chart(chart, handbook))


def _world_of(chart: Chart, handbook: Handbook, as_of: date | None) -> ProofWorld:
    seen = _handbooks.of((handbook,), lambda: _seen_handbook(handbook, as_of), as_of)
    return ProofWorld(seen_chart(chart, handbook), seen)


def _seen_chart(chart: Chart, handbook: Handbook) -> Chart:
    begun, protocol = with_starts(chart, handbook), chart.protocol
    start = protocol.valid_from
    seen = Protocol(
        id=protocol.id,
        title=_NO_TEXT,
        valid_from=None if start is None else date(start.year, 1, 1),
    )
    return replace(begun, protocol=seen, safeguards=EMPTY, checklists=EMPTY)


def _seen_handbook(handbook: Handbook, as_of: date | None) -> SeenHandbook:
    day = None if as_of is None else _A_DAY
    return SeenHandbook(Holders(_looked_at(handbook, as_of), day))


_handbooks = InUse[SeenHandbook](8)
_charts = InUse[Chart](64)
_meanings = InUse[str](64)
_worlds = InUse[ProofWorld](64)


def _looked_at(handbook: Handbook, as_of: date | None) -> Handbook:
    return Handbook(
        id="",
        title=_NO_TEXT,
        holidays=handbook.holidays,
        data=handbook.data,
        roles=handbook.roles,
        agencies=FrozenDict(
            {
                name: _dated(each, as_of, family=None, mandates=EMPTY, agreement=None)
                for name, each in handbook.agencies.items()
            }
        ),
        regions=FrozenDict(
            {
                name: _dated(each, as_of, **_kept_of(each, as_of))
                for name, each in handbook.regions.items()
            }
        ),
    )


def _kept_of(region: Region, as_of: date | None) -> Mapping[str, object]:
    """Return of a region who holds what, without what is counted there."""
    roles: dict[Id, Binding] = {
        name: _dated(each, as_of) for name, each in region.roles.items()
    }
    return {"roles": FrozenDict(roles), "training": EMPTY, "progress": EMPTY}


def _dated(noun: Dated, as_of: date | None, **others: Any) -> Dated:  # noqa: ANN401
    """Return a noun whose days say no more than whether it is in force."""
    last = None if in_force(noun, as_of) else _OVER
    return noun.model_copy(update={"valid_from": None, "valid_to": last, **others})
