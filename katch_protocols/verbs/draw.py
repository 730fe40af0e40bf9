"""draw: a protocol on paper, in one view and one language."""

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import View
from katch_protocols.drawings.draw import draw as draw_chart
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol

__all__ = ["draw"]


def draw(
    protocol: Protocol,
    *,
    view: View | str = View.LANES,
    language: str | None = None,
    phase: Id | None = None,
    handbook: Handbook | None = None,
) -> Drawing:
    """Draw ``protocol``: ``lanes`` (who does what, and by when) or ``states``.

    The language is the handbook's own unless another is given. With a ``phase`` only
    that chapter is drawn.

    Example:
        >>> draw(handbook.protocols["referral"], language="kk").save("referral.svg")

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        UnknownNameError: The protocol has no such ``phase``.
    """
    home = handbook or Handbook.of(protocol)
    return draw_chart(
        chart(protocol, home), home, view=view, language=language, phase=phase
    )
