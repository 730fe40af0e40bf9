"""The drawings of a protocol for paper: whole, or by phases where too large."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.drawing import A3, Drawing
from katch_protocols.drawings.lanes.measures import STEP_SIZE, TEXT_SIZE
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.tell import tell
from katch_protocols.errors import ProtocolError
from katch_protocols.model.handbook import Handbook

__all__ = ["Pictures"]


@dataclass(frozen=True)
class Pictures:
    """A protocol laid out once, for all papers and languages."""

    chart: Chart
    handbook: Handbook

    @cached_property
    def whole(self) -> LanesView:
        """The whole protocol.

        Raises:
            ProtocolError: The chart has problems; ``check`` says which.
        """
        if problems := self.chart.problems:
            raise ProtocolError(
                self.chart.protocol.id, [each.code for each in problems]
            )
        return LanesView(tell(self.chart, self.handbook), self.chart.protocol)

    @property
    def story(self) -> Story:
        """What the whole shows."""
        return self.whole.story

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each step; every paper has the same."""
        return self.whole.numbers

    @cached_property
    def phases(self) -> tuple[LanesView, ...]:
        """One view a phase; empty where there are fewer than two."""
        story, protocol = self.story, self.chart.protocol
        if len(story.phases) < 2:  # noqa: PLR2004 - a single phase is the whole
            return ()
        return tuple(
            LanesView(told_in_phase(story, phase.id), protocol, whole=self.whole)
            for phase in story.phases
        )

    def sheets(self, language: str) -> Iterator[Scene]:
        """Yield what to print on A3: the whole if it can be read there, else phases."""
        whole = self.whole.scene(language)
        if legible(whole) or not self.phases:
            yield whole
            return
        for view in self.phases:
            yield view.scene(language)


def legible(scene: Scene) -> bool:
    """Whether nobody needs a magnifier for a scene on A3."""
    drawing = Drawing("", scene.width, scene.height, STEP_SIZE, TEXT_SIZE)
    return drawing.is_legible(A3)
