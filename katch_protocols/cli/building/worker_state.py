"""What one process of a build shares between parts: charts, lanes, judgements."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.draw import laid_out
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.proofs.judgement import Judgement, judge
from katch_protocols.proofs.serialization import read_judgement, read_proofs
from katch_protocols.proofs.verdicts import Proof

__all__ = ["Proved", "SharedProtocol", "WorkerState", "Written", "is_readable"]


Written = Mapping[str, Any]


@dataclass
class SharedProtocol:
    """One protocol and its handbook."""

    protocol: Id
    handbook: Handbook
    theme: Theme = COLOUR
    _judgement: Judgement | None = field(default=None, repr=False)

    @cached_property
    def chart(self) -> Chart:
        """The protocol with nothing left implicit."""
        return chart(self.handbook.protocols[self.protocol], self.handbook)

    @cached_property
    def material(self) -> Material:
        """What its views are laid out from; the lanes are laid out once for all."""
        return Material(self.chart, self.handbook, graphviz=False, laid=self.lanes)

    @cached_property
    def lanes(self) -> LanesView:
        """Its lanes, laid out.

        Raises:
            ProtocolError: The chart has problems; ``check`` says which.
        """
        return laid_out(self.chart, self.handbook)

    @cached_property
    def gathered(self) -> Gathered:
        """What papers say of it."""
        protocol = self.handbook.protocols[self.protocol]
        return Gathered(protocol, self.handbook, theme=self.theme)

    def judged(self, written: Written) -> Judgement:
        """Return its judgement, read from what was written; made where nothing is.

        Raises:
            ValueError, KeyError, TypeError, IndexError: It is not what was written.
        """
        if self._judgement is None:
            chart, handbook = self.chart, self.handbook
            found = read_judgement(written, chart, handbook) if written else None
            self._judgement = found or judge(chart, handbook)
        return self._judgement


class WorkerState:
    """The places of a handbook's protocols, all in one theme."""

    def __init__(self, handbook: Handbook, theme: Theme = COLOUR) -> None:
        """Sit down with a handbook that was read without an error."""
        self.handbook, self.theme = handbook, theme
        self._places: dict[Id, SharedProtocol] = {}

    def place(self, protocol: Id) -> SharedProtocol:
        """Return the place of one protocol, the same every time."""
        place = SharedProtocol(protocol, self.handbook, self.theme)
        return self._places.setdefault(protocol, place)


class Proved(Mapping[Id, Mapping[Id, Proof]]):
    """The proofs of protocols by id, as a check makes them; it waits for the last.

    ``judged`` is filled while one waits. What could not be judged is not there.
    """

    def __init__(
        self,
        bench: WorkerState,
        judged: Mapping[Id, Written],
        wait: Callable[[], None],
    ) -> None:
        """Look into ``judged`` once ``wait`` has come back."""
        self.bench, self.judged, self.wait = bench, judged, wait

    def __getitem__(self, protocol: Id) -> Mapping[Id, Proof]:
        self.wait()
        written = self.judged[protocol]
        if not written:
            raise KeyError(protocol)
        place = self.bench.place(protocol)
        if "checked" in written:
            return read_proofs(written["checked"], place.chart, place.handbook)
        return place.judged(written).proofs

    def __iter__(self) -> Iterator[Id]:
        self.wait()
        return (name for name, written in self.judged.items() if written)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def is_readable(bench: WorkerState, protocol: Id, written: Written) -> bool:
    """Tell whether a judgement is one of the protocol as it is, or none at all."""
    if not written:
        return True
    place = bench.place(protocol)
    try:
        place.judged(written)
        if "checked" in written:
            read_proofs(written["checked"], place.chart, place.handbook)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return False
    return True
