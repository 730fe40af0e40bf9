"""The overview: who holds the case at which step, and who hands it to whom."""

from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.caption import stepped
from katch_protocols.drawings.lanes.measures import SMALLEST
from katch_protocols.drawings.lanes.overview import (
    OverviewSheet,
    sheet_of,
    sheets_of,
)
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_OF_LANES
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.sheets.paging import fits
from katch_protocols.drawings.sheets.reading import with_paper
from katch_protocols.drawings.sheets.sheet import stacked_scenes
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.story.overview import StoryOverview, overviewed
from katch_protocols.drawings.view import PHASE, View
from katch_protocols.in_use import InUse
from katch_protocols.model.noun import Id

__all__ = ["VIEW", "OverviewView"]

_laid = InUse[tuple[OverviewSheet, ...]](16)
"""Overview and gaps of a protocol stand on the same sheets."""


class OverviewView(Struct, frozen=True, dict=True):
    """The sheets of one protocol, or the one on which a phase stands."""

    whole: LanesView
    """The lanes of all: the same numbers are used here."""
    phase: Id | None = None

    @cached_property
    def overview(self) -> StoryOverview:
        """What is shown."""
        return overviewed(self.whole.story)

    @cached_property
    def sheets(self) -> tuple[OverviewSheet, ...]:
        """The sheets, as few as can be read on A3; of a phase the one of it alone."""
        return _laid.of((self.whole,), self._sheets, self.phase)

    def _sheets(self) -> tuple[OverviewSheet, ...]:
        if self.phase is None:
            return sheets_of(self.overview, self.whole, _fits)
        phase = told_in_phase(self.whole.story, self.phase)
        own = frozenset(s.id for s in phase.steps if s.phase == self.phase)
        part = replace(overviewed(phase, keeping=own), exceptions=())
        return (sheet_of(part, self.whole),)

    def scene(self, language: str) -> Scene:
        """Draw the sheets in one language, one below the other.

        One of several that is too large for A3 says on what to read it.
        """
        scenes = [sheet.scene(language) for sheet in self.sheets]
        if len(scenes) == 1:
            return scenes[0]
        languages = self.whole.story.languages
        scenes = [with_paper(each, languages, LEAST_OF_LANES) for each in scenes]
        return stacked_scenes(scenes, self.whole.story.title.say(language))

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return the steps as rows of text, the head first."""
        return stepped(self.whole.story, self.whole.numbers, language)


def _fits(wide: float, tall: float) -> bool:
    return fits(wide, tall, SMALLEST, LEAST_OF_LANES)


VIEW: View[Material] = View(
    "overview",
    place=5,
    lay_out=lambda given: OverviewView(given.whole, given.part),
    least=LEAST_OF_LANES,
    part=PHASE,
    cost=8,
)
