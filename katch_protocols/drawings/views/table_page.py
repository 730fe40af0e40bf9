"""The views of responsibility as pages: which there are, and how well they print."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from katch_protocols.drawings.drawing import A2, A3, Drawing
from katch_protocols.drawings.named import require
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.drawings.theming import themed
from katch_protocols.drawings.views.agency import AgencyView
from katch_protocols.drawings.views.deadlines import DeadlinesView
from katch_protocols.drawings.views.handoff_graph import HandoffGraphView
from katch_protocols.drawings.views.handoffs import HandoffsView
from katch_protocols.drawings.views.information import InformationView
from katch_protocols.drawings.views.measures.view import MeasuresView
from katch_protocols.drawings.views.our import our
from katch_protocols.drawings.views.raci import RaciView
from katch_protocols.drawings.views.regions import RegionsView
from katch_protocols.drawings.views.sheet import Row
from katch_protocols.drawings.views.subject import Subject
from katch_protocols.errors import ProtocolError
from katch_protocols.model.noun import Id
from katch_protocols.proofs.timing.measured import Measures

__all__ = ["TABLES", "TablePage", "table_page"]

_TITLE, _TEXT = 13.5, 11.5
"""The sizes of titles and of small texts in these views, in pixels."""


class TableView(Protocol):
    """A view of responsibility, laid out for all languages."""

    def scene(self, language: str) -> Scene:
        """Draw it in one language."""

    def twin(self, language: str) -> tuple[Row, ...]:
        """Say the same as rows of text, the head first."""


TABLES: Mapping[str, Callable[[Subject], TableView]] = {
    "raci": RaciView,
    "handoffs": HandoffsView,
    "handoff-graph": HandoffGraphView,
    "deadlines": DeadlinesView,
    "regions": RegionsView,
    "information": InformationView,
    "measures": MeasuresView,
}
"""The views that show a whole protocol, by name."""


@dataclass(frozen=True)
class TablePage:
    """A view of responsibility and what makes it hard to read."""

    view: TableView
    theme: Theme = COLOUR

    def drawing(self, language: str) -> Drawing:
        """Draw it in one language."""
        scene = themed(self.view.scene(language), self.theme)
        drawing = Drawing(
            to_svg(scene),
            scene.width,
            scene.height,
            _TITLE,
            _TEXT,
            title=scene.title,
            description=scene.description,
            twin=self.view.twin(language),
        )
        return replace(drawing, warnings=tuple(_warnings(drawing, language)))


def _warnings(drawing: Drawing, language: str) -> Iterator[str]:
    if not drawing.is_legible(A3):
        _, size = drawing.printed(A3)
        yield our("table-print", language, paper=A3.name, size=size, larger=A2.name)


def table_page(
    subject: Subject, view: str, *, agency: Id | None, measures: Measures | None
) -> TablePage:
    """Return one view of a protocol.

    ``agency`` is whose card is wanted; ``measures`` are those of the protocol, if they
    were taken already.

    Raises:
        ProtocolError: The chart has problems; ``check`` says which.
        UnknownNameError: The handbook has no such agency.
    """
    chart, handbook = subject.chart, subject.handbook
    if chart.problems:
        codes = [problem.code for problem in chart.problems]
        raise ProtocolError(chart.protocol.id, codes)
    if view == "measures":
        return TablePage(MeasuresView(subject, measures))
    if view in TABLES:
        return TablePage(TABLES[view](subject))
    named = require("agency", agency or "", handbook.agencies)
    return TablePage(AgencyView(subject, named))
