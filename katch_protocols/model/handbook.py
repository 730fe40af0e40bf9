"""A handbook: everything that a folder of YAML says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import PrivateAttr

from katch_protocols.errors import NoHandbookError
from katch_protocols.findings import Path, Place
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.checklists import Checklist, with_values
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Day, Escalation
from katch_protocols.model.documents import (
    DataCategory,
    Fact,
    Family,
    Function,
    Titled,
)
from katch_protocols.model.indicators import Indicator, ReleasePlan
from katch_protocols.model.noun import EMPTY, Frozen, FrozenDict, Id, Label, Noun
from katch_protocols.model.parties import Agency, Region, Role
from katch_protocols.model.path import Depicted, Inject, StoryMoment
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.register import RegisterEntry
from katch_protocols.model.safeguards import Principle, Safeguard
from katch_protocols.words.languages import ENGLISH

__all__ = ["FILED", "Font", "Handbook", "Question", "Source", "SourceKind"]


@dataclass(frozen=True, slots=True)
class Font:
    """A font file of a handbook.

    Attributes:
        file: Its path below the handbook.
        data: Its bytes.
        family: What it calls itself; empty while nobody could read it.
        advances: The width of each letter that it draws, in thousandths of its size;
            empty while nobody could read it.
    """

    file: str
    data: bytes = field(default=b"", repr=False)
    family: str = field(default="", compare=False)
    advances: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


class SourceKind(StrEnum):
    """What kind of document a source is."""

    LAW = "law"
    ORDER = "order"
    STANDARD = "standard"
    TREATY = "treaty"
    GUIDANCE = "guidance"
    PRACTICE = "practice"


class Source(Noun):
    """A dated document; ``read`` is false when its text was not read by the author.

    ``cite`` is its number and date, as each language cites it; ``cited_as`` says it.
    """

    id: Id
    title: Label
    kind: SourceKind
    cite: Label | None = None
    url: str | None = None
    note: Label | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    read: bool = False

    def cited_as(self, language: str) -> str:
        """Return its number and date in a language; empty if it has neither."""
        return "" if self.cite is None else self.cite.say(language)


class Question(Noun):
    """An open question about the law or about who does what; it changes nothing.

    ``source`` are the texts that leave it open, ``about`` the roles and agencies that
    the answer concerns.
    """

    id: Id
    title: Label
    note: Label | None = None
    source: tuple[Citation, ...] = ()
    about: tuple[Id, ...] = ()


FILED = (
    "agencies",
    "roles",
    "sources",
    "safeguards",
    "checklists",
    "indicators",
    "release",
    "register",
    "agreed",
    "regions",
    "fragments",
    "protocols",
)
"""The keys of a handbook that stand in files of their own, at the root of a path; all
others stand in ``handbook.yaml``."""


_Piece = TypeVar("_Piece", Fragment, Protocol)


def _valued(piece: _Piece, checklists: Mapping[str, Checklist]) -> _Piece:
    facts = with_values(piece.facts, checklists)
    return piece if facts is None else piece.model_copy(update={"facts": facts})


class Handbook(Noun):
    """Who exists, what is cited, what must never happen, and the protocols."""

    id: Id
    title: Label
    note: Label | None = None
    languages: tuple[str, ...] = ("en",)
    timezone: str = "UTC"
    holidays: str | None = None
    library_language: str = ENGLISH
    """What the library's own words are said in, where it lacks a language."""
    font: Font | None = None
    """What draws the letters that the bundled fonts lack."""
    functions: Frozen[Function] = EMPTY
    qualifications: Frozen[Titled] = EMPTY
    data: Frozen[DataCategory] = EMPTY
    escalation: tuple[Escalation, ...] = ()
    measured: Frozen[Titled] = EMPTY
    """What is counted and timed for a child; activities and states count as it."""
    families: Frozen[Family] = EMPTY
    """What belongs together in the eyes of a ministry: a colour each in drawings."""
    principles: Frozen[Principle] = EMPTY
    """What safeguards keep, family by family, and the words that say it."""
    path: tuple[StoryMoment, ...] = ()
    """The moments of a child's way that pictures tell, in the order of the story."""
    pictures: tuple[Depicted, ...] = ()
    """What stands for activities where pictures tell."""
    injects: tuple[Inject, ...] = ()
    """What is read out besides, where a case is played at a table."""
    facts: Frozen[Fact] = EMPTY
    questions: Frozen[Question] = EMPTY
    agencies: Frozen[Agency] = EMPTY
    roles: Frozen[Role] = EMPTY
    sources: Frozen[Source] = EMPTY
    safeguards: Frozen[Safeguard] = EMPTY
    checklists: Frozen[Checklist] = EMPTY
    indicators: Frozen[Indicator] = EMPTY
    release: ReleasePlan = ReleasePlan()
    """How counts are let out; written beside the indicators."""
    known_gaps: Frozen[RegisterEntry] = EMPTY
    """The register, by the ids of its entries; written ``register``."""
    agreed: Frozen[Frozen[Agreement]] = EMPTY
    """What each agency has agreed to do, by agency and protocol."""
    regions: Frozen[Region] = EMPTY
    fragments: Frozen[Fragment] = EMPTY
    protocols: Frozen[Protocol] = EMPTY

    _places: Mapping[Path, Place] = PrivateAttr(default_factory=dict)

    def model_post_init(self, _: object) -> None:
        """Let every protocol know the handbook that it is a part of."""
        self._adopt()

    def _adopt(self) -> None:
        """Take protocols as parts of it, with the values that its checklists give."""
        lists = self.checklists
        facts = with_values(self.facts, lists)
        self.__dict__["facts"] = self.facts if facts is None else facts
        pieces = {name: _valued(each, lists) for name, each in self.fragments.items()}
        self.__dict__["fragments"] = FrozenDict(pieces)
        adopted = {
            name: _valued(each, lists).part_of(self)
            for name, each in self.protocols.items()
        }
        self.__dict__["protocols"] = FrozenDict(adopted)

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> "Handbook":
        """Return a copy; its protocols belong to the copy."""
        handbook = super().model_copy(update=update, deep=deep)
        handbook._adopt()  # noqa: SLF001 - a copy of our own
        return handbook

    def family_of(self, agency: Id) -> Id | None:
        """Return the family of an agency: its own, else that of the body above it."""
        bodies = (self.agencies.get(each) for each in (agency, *self.above(agency)))
        families = (body.family for body in bodies if body is not None)
        return next((family for family in families if family is not None), None)

    def above(self, agency: Id) -> tuple[Id, ...]:
        """Return what an agency is a part of, nearest first; a circle ends."""
        found: dict[Id, None] = {agency: None}
        here = self.agencies.get(agency)
        while here is not None and here.part_of in self.agencies:
            name = here.part_of
            if name is None or name in found:
                break
            found[name] = None
            here = self.agencies[name]
        return tuple(found)[1:]

    @staticmethod
    def of(protocol: Protocol) -> "Handbook":
        """Return the handbook that ``protocol`` was read from.

        Raises:
            NoHandbookError: The protocol was made alone.
        """
        home = protocol._home  # noqa: SLF001 - set by this class only
        if isinstance(home, Handbook):
            return home
        raise NoHandbookError(protocol.id)

    def placed(self, places: Mapping[Path, Place]) -> "Handbook":
        """Return the same handbook, knowing where each of its parts was written.

        ``places`` is kept as it is: it may look a place up only when it is asked.
        """
        handbook = self.model_copy()
        handbook._places = places  # noqa: SLF001 - a copy of our own
        return handbook

    def place(self, path: Path) -> Place | None:
        """Return where ``path`` was written, or the nearest enclosing part of it."""
        for end in range(len(path), 0, -1):
            found = self._places.get(path[:end])
            if found is not None:
                return found
        return None

    @property
    def language(self) -> str:
        """The source language: the first of ``languages``."""
        return self.languages[0]

    @property
    def chairs(self) -> Mapping[Id, Id]:
        """The chair of each panel, by the panel."""
        panels = self.roles.items()
        return {name: each.chair for name, each in panels if each.chair is not None}

    def acting(self, role: Id) -> Id:
        """Return the role that acts where nothing is decided: a panel's chair's."""
        known = self.roles.get(role)
        return role if known is None or known.chair is None else known.chair

    def seats(self, role: Id) -> tuple[Id, ...]:
        """Return the roles of whoever a role means: a panel's seats, its chair first.

        What a panel is asked, told or sent goes to all of them.
        """
        known = self.roles.get(role)
        if known is None or not known.is_panel:
            return (role,)
        chair = () if known.chair is None else (known.chair,)
        return tuple(dict.fromkeys((*chair, *known.members)))

    def homes(self, name: Id) -> tuple[Id, ...]:
        """Return the home agencies of all whom a role or an agency means."""
        if name in self.agencies:
            return (name,)
        roles = (self.roles.get(seat) for seat in self.seats(name))
        found = (home for role in roles if role is not None for home in role.agencies)
        return tuple(dict.fromkeys(found))

    def __eq__(self, other: object) -> bool:
        """Compare what is said; where it was written does not matter."""
        if not isinstance(other, Handbook):
            return NotImplemented
        return self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]
