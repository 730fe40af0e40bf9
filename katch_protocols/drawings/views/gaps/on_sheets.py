"""On which sheet of an overview a finding is drawn, and at what there."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.views.gaps.concerns import MarkSpot, SpotKind, Spots
from katch_protocols.findings import Finding

__all__ = ["SheetSpots"]


class SheetSpots(Struct, frozen=True):
    """Finds the spots of findings on the sheets of one protocol, each on one sheet.

    An overview draws neither every arrow nor composites: what is found there is drawn
    at the step that it is about. What no sheet shows concerns the whole, and is listed
    on the last; ``is_part``: then it is left out.
    """

    spots: Spots
    sheets: Sequence[LanesView]
    is_part: bool = False

    def of(self, finding: Finding, sheet: int) -> MarkSpot | None:
        """Return where a finding is drawn on one sheet; ``None`` if not there."""
        spot = self.spots.of(finding)
        if spot is None:
            return None
        for at, view in enumerate(self.sheets):
            here = self._here(spot, view)
            if here is not None:
                return here if at == sheet else None
        is_left_out = self.is_part and spot.kind is not SpotKind.WHOLE
        if is_left_out or sheet < len(self.sheets) - 1:
            return None
        return MarkSpot(SpotKind.WHOLE, activity=spot.activity)

    def _here(self, spot: MarkSpot, view: LanesView) -> MarkSpot | None:
        """Return the spot of a sheet that stands for a spot of the story."""
        match spot.kind:
            case SpotKind.LANE:
                drawn = any(band.id == spot.id for band in view.layout.lanes)
                return spot if drawn else None
            case SpotKind.STEP:
                return self._step([spot.id], spot, view)
            case SpotKind.HULL:
                steps = (h.steps for h in self.spots.story.hulls if h.id == spot.id)
                return self._step(next(steps, ()), spot, view)
            case SpotKind.MOVE:
                moves = (m for m in self.spots.story.moves if m.id == spot.id)
                move = next(moves, None)
                if move is None:
                    return None
                at_source = self._step([move.source], spot, view)
                is_drawn = at_source is not None and spot.id in view.layout.lines
                return spot if is_drawn else at_source
            case SpotKind.WHOLE:
                return None

    def _step(
        self, names: Iterable[str], spot: MarkSpot, view: LanesView
    ) -> MarkSpot | None:
        """Return the first step that a sheet shows in its own phase."""
        own = {phase.id for phase in self.spots.story.phases}
        for name in names:
            step = view.story.step.get(name)
            if step is not None and step.phase in own:
                return MarkSpot(SpotKind.STEP, name, spot.activity)
        return None
