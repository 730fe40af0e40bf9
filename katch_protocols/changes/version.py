"""One version of a handbook, with the charts of its protocols."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from katch_protocols.changes.moving import now
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.parties import Parties
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["Version"]


@dataclass(frozen=True)
class Version:
    """A handbook before or after; ``only`` is the protocol that is looked at.

    ``unclear`` are protocols that are left out: the other version makes no sense.
    ``moves`` gives the full name that a state has in the later version, by protocol and
    the name that it has here; nothing in the later version itself.
    """

    handbook: Handbook
    only: Id | None = None
    unclear: frozenset[Id] = frozenset()
    moves: Mapping[Id, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def every_chart(self) -> Mapping[Id, Chart]:
        """The charts of all protocols, in document order, whatever their problems."""
        return {each.protocol.id: each for each in self._made()}

    @cached_property
    def charts(self) -> Mapping[Id, Chart]:
        """The charts of the protocols that mean something in both versions."""
        return {
            name: each
            for name, each in self.every_chart.items()
            if not each.problems and name not in self.unclear
        }

    @cached_property
    def meaningless(self) -> tuple[Id, ...]:
        """The protocols of which nothing can be made; ``check`` says why."""
        return tuple(name for name in self.names if name not in self.charts)

    def now(self, protocol: Id, name: str) -> str:
        """Return the full name in the later version: of a state, or what is in it."""
        moves = self.moves.get(protocol)
        return now(name, moves) if moves else name

    @cached_property
    def parties(self) -> Parties:
        """Who holds what, in every region, whatever the day."""
        places = tuple(self.handbook.regions) or (None,)
        return Parties(Holders(self.handbook), places)

    @property
    def names(self) -> tuple[Id, ...]:
        """The protocols that are looked at, in document order."""
        names = self.handbook.protocols
        return tuple(name for name in names if self.only in {None, name})

    def _made(self) -> Iterator[Chart]:
        for name in self.names:
            # Too large to be made; ``check`` says so.
            with suppress(BoundError):
                yield chart(self.handbook.protocols[name], self.handbook)
