"""Why an activity of a case is refused, and who could act; sayable in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct
from msgspec import field as struct_field

from katch_protocols.words.languages import ENGLISH

__all__ = ["Could", "Need", "Refusal", "Unmet"]


class Need(StrEnum):
    """What an activity can lack."""

    ENDED = "ended"
    OPENING = "opening"
    STATE = "state"
    ENDLESS = "endless"
    WHEN = "when"
    DOCUMENTS = "documents"
    FACTS = "facts"
    SURPLUS_FACTS = "surplus-facts"
    REASON = "reason"
    SURPLUS_REASON = "surplus-reason"
    ROLE = "role"
    HOLDER = "holder"
    AGENCY = "agency"
    REGION = "region"
    QUALIFICATION = "qualification"
    PARTNER = "partner"
    SURPLUS_PARTNER = "surplus-partner"
    SEPARATION = "separation"
    AGENCY_SEPARATION = "agency-separation"
    BINDING = "binding"
    ONLY = "only"
    EARLY = "early"
    CHOICE = "choice"
    SIGNAL = "signal"
    NO_SIGNAL = "no-signal"
    NEWS = "news"
    NOT_OPENED = "not-opened"
    OTHER_REGION = "other-region"
    SURPLUS_REGION = "surplus-region"
    TIME = "time"
    CLOCK = "clock"
    VERSION = "version"
    KEY = "key"


class Unmet(Struct, frozen=True):
    """One condition that is not met; ``facts`` are ids, alternatives parted by a slash.

    A text that is said in several languages is the fact ``condition``, and beside it
    ``condition.ru`` and ``condition.kk``.
    """

    need: Need
    facts: Mapping[str, str] = struct_field(default_factory=dict)


class Could(Struct, frozen=True):
    """Who could act instead: a role, and the agencies that hold it in the region."""

    role: str
    agencies: tuple[str, ...]


@dataclass(frozen=True)
class Refusal:
    """Why an activity is refused: every condition that is not met, and who could act.

    It holds ids, numbers and instants; nothing that the host gave and the handbook does
    not have.

    Attributes:
        activity: the full name of the activity.
        unmet: what is not met, in the order in which it was found, each as a ``need``
            (``role``, ``when``, ``clock`` …) with its facts.
        could: who could act instead: roles, with the agencies that hold them here.
        said: the sentences by language: ``en``, ``ru``, ``kk``.
    """

    activity: str
    unmet: tuple[Unmet, ...]
    could: tuple[Could, ...] = ()
    said: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def needs(self) -> tuple[Need, ...]:
        """What is not met, each once, in the order in which it was found."""
        return tuple(dict.fromkeys(unmet.need for unmet in self.unmet))

    def say(self, language: str = ENGLISH) -> str:
        """Say all of it; a language that the library does not speak gets English."""
        return " ".join(self.said.get(language, self.said.get(ENGLISH, ())))

    def __str__(self) -> str:
        return self.say()
