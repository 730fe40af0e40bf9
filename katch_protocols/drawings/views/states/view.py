"""The states view: a flow that opens in three levels, coloured as the lanes are.

Phases come first; of each its states and where they lead; then everything in words.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import (
    Group,
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.sheet import stacked_scenes
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.view import PHASE, View
from katch_protocols.drawings.views.states.everything import StatesInWords
from katch_protocols.drawings.views.states.phase_states import PhaseStates
from katch_protocols.drawings.views.states.phases import PhasesFlow
from katch_protocols.drawings.views.states.state_blocks import StateBlocks
from katch_protocols.model.noun import Id

__all__ = ["VIEW", "OpenedLevel", "StatesView"]

_SEVERAL = 2


class OpenedLevel(StrEnum):
    """How far the view is opened: a page can show one after the other."""

    PHASES = "1"
    STATES = "2"
    EVERYTHING = "3"


Opened = tuple[Scene, OpenedLevel, Id | None]
"""A sheet, how far it is opened, and of which phase."""


class StatesView(Struct, frozen=True, dict=True):
    """A story without lanes; ``scene`` draws it in any of its languages."""

    lanes: LanesView
    """The lanes view: the same numbers and colours are used here."""
    graphviz: bool = True
    phase: Id | None = None
    """The one phase that is shown, if not all."""

    @cached_property
    def parts(self) -> tuple["PhaseStates", ...]:
        """The states of each phase; of all together where there is one phase."""
        phases = self._phases.phases
        if self.phase is not None or len(phases) < _SEVERAL:
            return (PhaseStates(self.lanes, self.graphviz, self.phase),)
        story, protocol = self.lanes.story, self.lanes.protocol
        found = []
        for phase in phases:
            part = told_in_phase(story, phase.id)
            lanes = LanesView(part, protocol, whole=self.lanes)
            found.append(PhaseStates(lanes, self.graphviz, phase.id))
        return tuple(found)

    @cached_property
    def _inside(self) -> Sequence[frozenset[str]]:
        """The states of each part, where there are several."""
        if len(self.parts) < _SEVERAL:
            return ()
        steps = self.lanes.story.steps
        return tuple(
            frozenset(step.id for step in steps if step.phase == part.phase)
            for part in self.parts
        )

    def levels(self, language: str) -> Iterator[Opened]:
        """Yield the sheets: the phases, of each its states and all about them."""
        if len(self.parts) > 1:
            yield self._phases.scene(language), OpenedLevel.PHASES, None
        for part, told in zip(self.parts, self._told, strict=True):
            yield part.states(language), OpenedLevel.STATES, part.phase
            for scene in told.scenes(language):
                yield scene, OpenedLevel.EVERYTHING, part.phase
        if len(self.parts) > 1:
            for scene in self._shared.scenes(language):
                yield scene, OpenedLevel.EVERYTHING, None

    @cached_property
    def _phases(self) -> PhasesFlow:
        return PhasesFlow(self.lanes)

    @cached_property
    def _told(self) -> Sequence[StatesInWords]:
        """Everything about the states of each part."""
        inside = self._inside
        return [StatesInWords(StateBlocks(part.lanes, inside)) for part in self.parts]

    @cached_property
    def _shared(self) -> StatesInWords:
        """What is told of the states of several parts."""
        return StatesInWords(StateBlocks(self.lanes, self._inside, is_shared=True))

    def scene(self, language: str) -> Scene:
        """Draw the sheets, each with its level and phase: a page can open them."""
        levels = [*self.levels(language)]
        title = self.lanes.story.title.say(language)
        scenes = [scene for scene, _, _ in levels]
        stacked = stacked_scenes(scenes, title, is_plain=False)
        opened = iter(levels)
        parts = (
            replace(part, data=_opening(*next(opened)[1:])) if _is_sheet(part) else part
            for part in stacked.parts
        )
        return replace(stacked, parts=tuple(parts))

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return the steps as rows of text, the head first."""
        return self.lanes.twin(language)


def _is_sheet(shape: Shape) -> TypeGuard[Group]:
    return isinstance(shape, Group) and shape.role == "sheet"


def _opening(level: OpenedLevel, phase: Id | None) -> Mapping[str, str]:
    """Return what a page needs to open a sheet: its level, and of which phase."""
    data = {"level": level.value}
    return data if phase is None else {**data, "phase": phase}


VIEW: View[Material] = View(
    "states",
    place=20,
    lay_out=lambda given: StatesView(given.lanes, given.graphviz, given.part),
    part=PHASE,
    cost=4,
)
