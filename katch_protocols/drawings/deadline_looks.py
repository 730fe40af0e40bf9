"""How a deadline looks: what it rests on is seen at once, in every output alike.

Dark is the law, grey is guidance, light grey another country's rule, pale with an
outline is a proposal. Drawings, papers,
slides and the page take it from here.
"""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.drawings.theme import BAND, COLOUR, INK, MUTED, PAPER, Theme
from katch_protocols.model.deadlines import Basis

__all__ = ["Look", "look", "looks"]


class Look(Struct, frozen=True):
    """The ground, the text and the outline of a pill, each ``#RRGGBB``."""

    fill: str
    ink: str
    edge: str


_LOOKS: Mapping[Basis | None, Look] = {
    Basis.STATUTORY: Look(INK, PAPER, INK),
    Basis.GUIDANCE: Look(MUTED, PAPER, MUTED),
    Basis.FOREIGN: Look(BAND, INK, MUTED),
    Basis.PROPOSED: Look(PAPER, INK, INK),
    None: Look(PAPER, INK, MUTED),
}


def look(basis: Basis | None) -> Look:
    """Return the look of a deadline; without a basis that of what is no deadline."""
    return _LOOKS[basis]


def looks(theme: Theme = COLOUR) -> Mapping[str, Look]:
    """Return the look of every basis, by its name, in the colours of a theme."""
    return {
        basis.value: Look(
            theme.shown(found.fill), theme.shown(found.ink), theme.shown(found.edge)
        )
        for basis, found in _LOOKS.items()
        if basis is not None
    }
