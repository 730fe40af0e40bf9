"""What a view is laid out from; each thing is made when it is first asked for."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.lanes.view import LanesView, with_best_lanes
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.tell import tell
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.timing.measure_nouns import Measures

__all__ = ["LaneOrder", "Material"]


class LaneOrder(StrEnum):
    """How the lanes are ordered: as the story meets them, or with short arrows."""

    AUTHOR = "author"
    BEST = "best"


class Material(Struct, frozen=True, dict=True):
    """A chart, its handbook, and what is wanted of them.

    Attributes:
        chart: The protocol, without a problem.
        handbook: Its handbook.
        part: The one part that is shown, in a view that can show one alone.
        as_of: The day on which bindings and agencies count; without it all do.
        order: How lanes are ordered.
        graphviz: Whether Graphviz may place states. Without it the bytes are the same
            on every machine, whatever is installed there.
        findings: Those of the handbook, for the views that read them.
        measures: Those of the protocol, where they were taken before.
        laid: The lanes of the whole protocol, where they were laid out before.
    """

    chart: Chart
    handbook: Handbook
    part: Id | None = None
    as_of: date | None = None
    order: LaneOrder = LaneOrder.AUTHOR
    graphviz: bool = True
    findings: Sequence[Finding] = ()
    measures: Measures | None = None
    laid: LanesView | None = None

    @cached_property
    def whole(self) -> LanesView:
        """The lanes of the whole protocol, with the numbers of every step."""
        if self.laid is not None:
            return self.laid
        story = tell(self.chart, self.handbook)
        if self.order is LaneOrder.BEST:
            story = with_best_lanes(story)
        return LanesView(story, self.chart.protocol)

    @cached_property
    def lanes(self) -> LanesView:
        """The lanes of all, or of the chapter that is shown, with its numbers there."""
        if self.part is None:
            return self.whole
        part = told_in_phase(self.whole.story, self.part)
        return LanesView(part, self.chart.protocol, whole=self.whole)

    @property
    def story(self) -> Story:
        """The story of what is shown."""
        return self.lanes.story

    def of(self, part: Id | None) -> "Material":
        """Return what one part is laid out from; the whole is laid out once."""
        return replace(self, part=part, laid=self.whole)
