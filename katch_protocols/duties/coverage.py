"""Who answers for which function in which region: matrix, gaps, overlaps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from katch_protocols.answers import Answerable, Keys
from katch_protocols.charts.chart import EntryKind
from katch_protocols.charts.holders import Place
from katch_protocols.duties.nouns import ACTIVITY, Duty, Part
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.raci import acting
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.citations import Citation
from katch_protocols.model.noun import Id

__all__ = [
    "Answering",
    "Cell",
    "CoverageStatus",
    "Gap",
    "Matrix",
    "Overlap",
    "Vacancy",
    "mandate_of",
]


class Answering(Answerable, Struct, frozen=True):
    """An agency that answers for activities of a function in one region.

    ``as_actor`` are those for which it answers only when it acts itself; ``mandate``
    is as in ``Share``.
    """

    KEYS: ClassVar[Keys] = (
        "agency",
        ("activities", ACTIVITY),
        ("as_actor", ACTIVITY),
        "mandate",
    )

    agency: Id
    activities: tuple[tuple[Id, str], ...]
    as_actor: tuple[tuple[Id, str], ...]
    mandate: tuple[Citation, ...] | None


class Gap(Answerable, Struct, frozen=True):
    """Activities of a function for which somebody is missing in one region.

    ``roles`` are those that nobody plays there; empty where no name is written at all.
    """

    KEYS: ClassVar[Keys] = (
        "function",
        "region",
        "missing",
        "roles",
        ("activities", ACTIVITY),
    )

    function: Id | None
    region: Id | None
    missing: Part
    roles: tuple[Id, ...]
    activities: tuple[tuple[Id, str], ...]


class Vacancy(Answerable, Struct, frozen=True):
    """A role that activities name, in whatever part, and nobody plays in a region.

    It is no ``Gap`` where another may do the same, or where it is only asked or told.
    """

    KEYS: ClassVar[Keys] = ("role", "region", ("activities", ACTIVITY))

    role: Id
    region: Id | None
    activities: tuple[tuple[Id, str], ...]


class Overlap(Answerable, Struct, frozen=True):
    """Several agencies that answer within one function in one region.

    ``disputed`` are the activities for which more than one of them answers.
    """

    KEYS: ClassVar[Keys] = (
        "function",
        "region",
        ("agencies", ACTIVITY),
        ("disputed", ACTIVITY),
    )

    function: Id
    region: Id | None
    agencies: Mapping[str, tuple[tuple[Id, str], ...]]
    disputed: tuple[tuple[Id, str], ...]


class CoverageStatus(StrEnum):
    """How a function stands in a region; the first that applies."""

    GAP = "gap"
    SHARED = "shared"
    HELD = "held"
    UNUSED = "unused"


class Cell(Answerable, Struct, frozen=True):
    """One function in one region: who answers, and what is missing."""

    KEYS: ClassVar[Keys] = ("function", "region", "status", "agencies=answering")

    function: Id
    region: Id | None
    status: CoverageStatus
    answering: tuple[Answering, ...]
    gaps: tuple[Gap, ...]
    overlap: Overlap | None


_Named = tuple[Id, str]


def mandate_of(
    parties: Parties, agency: Id, function: Id | None
) -> tuple[Citation, ...] | None:
    """Return the sources of a mandate for a function; ``None`` without one."""
    known = parties.holders.handbook.agencies.get(agency)
    if known is None or function is None:
        return None
    return known.mandates.get(function)


class Matrix(Struct, frozen=True, dict=True):
    """Looks at duties function by function and place by place."""

    duties: Sequence[Duty]
    parties: Parties

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """A cell for every function of the handbook in every place."""
        functions = self.parties.holders.handbook.functions
        places = self.parties.places
        return tuple(self._cell(name, place) for name in functions for place in places)

    def gaps(self) -> tuple[Gap, ...]:
        """Return every gap: those of each function, then those without a function."""
        functions = self.parties.holders.handbook.functions
        used = dict.fromkeys(duty.function for duty in self.duties)
        others = (
            gap
            for function in used
            if function not in functions
            for place in self.parties.places
            for gap in self._gaps(self._of(function), place)
        )
        return (*(gap for cell in self.cells for gap in cell.gaps), *others)

    def vacancies(self) -> tuple[Vacancy, ...]:
        """Return every role that nobody plays in some place, place by place."""
        return tuple(
            vacancy for place in self.parties.places for vacancy in self._vacant(place)
        )

    def _vacant(self, place: Place) -> Iterator[Vacancy]:
        found: dict[Id, list[Duty]] = {}
        for duty in self.duties:
            named = (acting(duty.names, part) for part in Part)
            names = dict.fromkeys(name for each in named for name in each)
            names |= dict.fromkeys((duty.receiver,) if duty.receiver else ())
            for role in self.parties.unheld(names, place):
                found.setdefault(role, []).append(duty)
        for role, duties in found.items():
            yield Vacancy(role=role, region=place, activities=_named(duties))

    def overlaps(self) -> tuple[Overlap, ...]:
        """Return every overlap."""
        cells = (cell.overlap for cell in self.cells)
        return tuple(each for each in cells if each is not None)

    def _of(self, function: Id | None) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.duties if duty.function == function)

    def _cell(self, function: Id, place: Place) -> Cell:
        duties = self._of(function)
        gaps = tuple(self._gaps(duties, place))
        answering = tuple(self._answering(duties, place))
        overlap = _overlap(function, place, answering)
        return Cell(
            function=function,
            region=place,
            status=_status(duties, gaps, overlap),
            answering=answering,
            gaps=gaps,
            overlap=overlap,
        )

    def _answering(self, duties: Iterable[Duty], place: Place) -> Iterator[Answering]:
        found: dict[Id, list[Duty]] = {}
        for duty in duties:
            # To acknowledge is to take over, not to do what the function is about.
            if duty.kind is not EntryKind.WRITTEN:
                continue
            for agency in self.parties.at(acting(duty.names, Part.ACCOUNTABLE), place):
                found.setdefault(agency, []).append(duty)
        for agency, answered in found.items():
            whoever_acts = _named(duty for duty in answered if not _is_actor(duty))
            yield Answering(
                agency=agency,
                activities=(every := _named(answered)),
                as_actor=tuple(one for one in every if one not in whoever_acts),
                mandate=mandate_of(self.parties, agency, answered[0].function),
            )

    def _gaps(self, duties: Iterable[Duty], place: Place) -> Iterator[Gap]:
        found: dict[tuple[Part, tuple[Id, ...]], list[Duty]] = {}
        for duty in duties:
            for part, roles in self._missing(duty, place):
                found.setdefault((part, roles), []).append(duty)
        for (part, roles), lacking in found.items():
            yield Gap(
                function=lacking[0].function,
                region=place,
                missing=part,
                roles=roles,
                activities=_named(lacking),
            )

    def _missing(
        self, duty: Duty, place: Place
    ) -> Iterator[tuple[Part, tuple[Id, ...]]]:
        """Yield what nobody does: any one may act or answer, all must take part."""
        if duty.kind is EntryKind.SIGNAL:
            return  # nobody has to do it
        receiver = duty.receiver
        if receiver and not self.parties.holders.answers(receiver, place):
            yield Part.RESPONSIBLE, (receiver,)
            return
        for part in (Part.RESPONSIBLE, Part.ACCOUNTABLE):
            names = duty.names[part]
            if names == (ACTOR,):
                continue  # nobody to act is one gap, not two
            unheld = self.parties.unheld(names, place)
            if len(unheld) == len(names):
                yield part, unheld
        unheld = self.parties.unheld(duty.names[Part.WITH], place)
        if unheld:
            yield Part.WITH, unheld


def _is_actor(duty: Duty) -> bool:
    return duty.names[Part.ACCOUNTABLE] == (ACTOR,)


def _named(duties: Iterable[Duty]) -> tuple[_Named, ...]:
    return tuple(dict.fromkeys((duty.protocol, duty.activity) for duty in duties))


def _overlap(
    function: Id, place: Place, answering: Sequence[Answering]
) -> Overlap | None:
    """Return the agencies that answer besides one another, whoever acts."""
    claims = {
        each.agency: tuple(one for one in each.activities if one not in each.as_actor)
        for each in answering
    }
    claims = {agency: claimed for agency, claimed in claims.items() if claimed}
    if len(claims) < 2:  # noqa: PLR2004 - one agency overlaps with nobody
        return None
    every = [one for claimed in claims.values() for one in claimed]
    disputed = (one for one in dict.fromkeys(every) if every.count(one) > 1)
    return Overlap(
        function=function,
        region=place,
        agencies=claims,
        disputed=tuple(disputed),
    )


def _status(
    duties: Sequence[Duty], gaps: Sequence[Gap], overlap: Overlap | None
) -> CoverageStatus:
    if not duties:
        return CoverageStatus.UNUSED
    if gaps:
        return CoverageStatus.GAP
    return CoverageStatus.HELD if overlap is None else CoverageStatus.SHARED
