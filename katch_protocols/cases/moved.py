"""What a case that moved to another version keeps of its past besides its state."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from katch_protocols.model.noun import Id

__all__ = ["Entered", "Moved"]


class Entered(Struct, frozen=True):
    """What the steps of the past say: the event that last entered each state.

    ``since`` is when the events last were from which the limits of openings count.
    """

    states: Mapping[str, int] = field(default_factory=dict)
    since: Mapping[str, datetime] = field(default_factory=dict)


class Moved(Struct, frozen=True):
    """The last move of a case; the steps before it were those of another table.

    ``number`` is that of the event ``migrated``, ``word`` where it left the case;
    ``facts`` are the values that were known then.
    """

    number: int
    word: int
    facts: Mapping[Id, str]
    entered: Entered
