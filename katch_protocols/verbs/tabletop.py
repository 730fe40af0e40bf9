"""tabletop: a protocol as an exercise at a table, with what a live case answers."""

from katch_protocols.arguments import typed
from katch_protocols.exercises.exercise import exercise_of
from katch_protocols.exercises.nouns import Tabletop
from katch_protocols.exercises.tabletop import tabletop as make_tabletop
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.nearness import require

__all__ = ["tabletop"]


@typed
def tabletop(
    protocol: Protocol,
    *,
    language: str | None = None,
    region: Id | None = None,
    handbook: Handbook | None = None,
) -> Tabletop:
    """Return an exercise at a table: moments of a case that was played, and answers.

    The case goes the way to its plain good end. It begins at nine on the first day on
    which the protocol is in force; who acts and when is invented, and every answer is
    what the live case said at that moment: what is possible, what is asked, what is
    due.

    Example:
        >>> exercise = tabletop(handbook.protocols["referral"], language="ru")
        >>> exercise.sheets[0].activity
        'make_safe'

    Args:
        protocol: what is played.
        language: of the sheets; the handbook's own unless another is given.
        region: where the case is; the first one unless another is given.
        handbook: the one that the protocol was read from, unless another is given.

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        UnknownNameError: There is no such language or region.
        ActivityRefusedError: Nobody can play it to its end in this region.
    """
    book = handbook or Handbook.of(protocol)
    spoken = language or book.languages[0]
    require("language", spoken, book.languages)
    if region is not None:
        require("region", region, book.regions)
    return make_tabletop(exercise_of(protocol, book, region), spoken)
