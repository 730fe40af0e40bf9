"""What each body has agreed to do; the command writes it, and no hand does."""

from typing import Any

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Day
from katch_protocols.model.noun import EMPTY, Frozen, Noun

__all__ = ["Agreement"]


class Agreement(Noun):
    """What one body has agreed to do in one protocol.

    ``on`` is the day, left out while it is only proposed; ``source`` the text in which
    it agreed. ``duties`` are as ``duties.agreed`` tells them: by activity one or more
    mappings from what the body is in it (``does``, ``told`` …), or from what belongs to
    it (``deadline``, ``source``, ``sends`` …), to what stands there. ``text`` is the
    fingerprint of all of these, so that a change by hand is seen.
    """

    on: Day | None = None
    source: tuple[Citation, ...] = ()
    text: str = ""
    duties: Frozen[Any] = EMPTY
