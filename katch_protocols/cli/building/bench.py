"""Where one process makes parts of a build: what several parts share is made once."""

from collections.abc import Mapping
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
from katch_protocols.papers.content.gathered import Gathered
from katch_protocols.proofs.judgement import Judgement, judge
from katch_protocols.proofs.serialization import read_judgement

__all__ = ["Bench", "Place", "Written"]

Written = Mapping[str, Any]


@dataclass
class Place:
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


class Bench:
    """The places of a handbook's protocols, all in one theme."""

    def __init__(self, handbook: Handbook, theme: Theme = COLOUR) -> None:
        """Sit down with a handbook that was read without an error."""
        self.handbook, self.theme = handbook, theme
        self._places: dict[Id, Place] = {}

    def place(self, protocol: Id) -> Place:
        """Return the place of one protocol, the same every time."""
        place = Place(protocol, self.handbook, self.theme)
        return self._places.setdefault(protocol, place)
