"""The whole answer: who must do what, in one protocol or in a handbook."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import ClassVar, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.answers import Answerable, Keys
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.duties.agency import AgencyDuties, AgencyReader
from katch_protocols.duties.coverage import Cell, Gap, Matrix, Overlap, Vacancy
from katch_protocols.duties.enactment import RegionProgress, every_progress
from katch_protocols.duties.nouns import Delivery, Duty, Handoff
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.raci import raci
from katch_protocols.duties.transfers import deliveries, handoffs
from katch_protocols.errors import ProtocolError
from katch_protocols.in_use import InUse
from katch_protocols.model.deadlines import in_force
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Id
from katch_protocols.sentences.nearness import require

__all__ = ["Responsibility", "of_agency", "responsibility", "responsibility_of"]


class Responsibility(Answerable, Struct, frozen=True):
    """Who must do what; everything in document order.

    ``agencies`` has every agency of the handbook, even those with nothing to do.
    ``left_out`` are the protocols that were not in force on the day; ``progress`` says
    how far each region was with each protocol, in force or not.
    """

    KEYS: ClassVar[Keys] = (
        "region",
        "on=as_of",
        "raci",
        "agencies",
        "handoffs",
        "deliveries",
        "matrix",
        "gaps",
        "overlaps",
        "vacancies",
        "left_out",
        "progress",
    )

    region: Id | None
    as_of: date | None
    raci: tuple[Duty, ...]
    agencies: Mapping[str, AgencyDuties]
    handoffs: tuple[Handoff, ...]
    deliveries: tuple[Delivery, ...]
    matrix: tuple[Cell, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    vacancies: tuple[Vacancy, ...]
    left_out: tuple[Id, ...] = ()
    progress: tuple[RegionProgress, ...] = ()


def responsibility(
    handbook: Handbook,
    *,
    only: Id | None = None,
    region: Id | None = None,
    as_of: date | None = None,
) -> Responsibility:
    """Return who must do what in all protocols of a handbook, or in one ``only``.

    With a ``region`` only there; without a day everything counts as in force.

    Example:
        >>> answer = responsibility(handbook, region="turkistan")
        >>> answer.agencies["ga"].load.answers
        41

    Raises:
        ProtocolError: A protocol has problems; ``check`` says which.
        UnknownNameError: The handbook has no such region or protocol.
    """
    if only is not None:
        require("protocol", only, handbook.protocols)
    every = handbook.protocols.values()
    protocols = tuple(each for each in every if only in {None, each.id})
    charts = [chart(each, handbook) for each in protocols if in_force(each, as_of)]
    found = responsibility_of(charts, handbook, region=region, as_of=as_of)
    left_out = tuple(each.id for each in protocols if not in_force(each, as_of))
    progress = every_progress(handbook, only=only, region=region, as_of=as_of)
    return replace(found, left_out=left_out, progress=progress)


def responsibility_of(
    charts: Sequence[Chart],
    handbook: Handbook,
    *,
    region: Id | None = None,
    as_of: date | None = None,
) -> Responsibility:
    """Return who must do what in some protocols; as ``responsibility``."""
    for each in charts:
        if each.problems:
            codes = [problem.code for problem in each.problems]
            raise ProtocolError(each.protocol.id, codes)
    return _answers.of(
        (*charts, handbook),
        lambda: _responsibility_of(charts, handbook, region, as_of),
        region,
        as_of,
    )


_answers = InUse[Responsibility](32)
"""Every view of a protocol asks the same."""


class _OfChart(NamedTuple):
    """What one protocol adds to an answer."""

    duties: tuple[Duty, ...]
    handoffs: tuple[Handoff, ...]
    deliveries: tuple[Delivery, ...]


_parts = InUse[_OfChart](128)
"""The answer of a handbook is made of the same as those of its protocols."""


def _of_chart(chart: Chart, parties: Parties) -> _OfChart:
    return _OfChart(
        raci(chart, parties), handoffs(chart, parties), deliveries(chart, parties)
    )


def _responsibility_of(
    charts: Sequence[Chart], handbook: Handbook, region: Id | None, as_of: date | None
) -> Responsibility:
    parties = Parties(Holders(handbook, as_of), _places(handbook, region))
    parts = [
        _parts.of((each, handbook), partial(_of_chart, each, parties), region, as_of)
        for each in charts
    ]
    duties = tuple(chain.from_iterable(part.duties for part in parts))
    handed = tuple(chain.from_iterable(part.handoffs for part in parts))
    delivered = tuple(chain.from_iterable(part.deliveries for part in parts))
    watcher = AgencyReader(charts, duties, handed, delivered, parties)
    matrix = Matrix(duties, parties)
    return Responsibility(
        region=region,
        as_of=as_of,
        raci=duties,
        agencies={name: watcher.agency(name) for name in handbook.agencies},
        handoffs=handed,
        deliveries=delivered,
        matrix=matrix.cells,
        gaps=matrix.gaps(),
        overlaps=matrix.overlaps(),
        vacancies=matrix.vacancies(),
    )


def _places(handbook: Handbook, region: Id | None) -> tuple[Place, ...]:
    if region is None:
        return tuple(handbook.regions) or (None,)
    return (require("region", region, handbook.regions),)


def of_agency(answer: Responsibility, agency: Id) -> Responsibility:
    """Return an answer without what does not concern ``agency``.

    How far regions are is no matter of one agency. Of the gaps those stay that touch a
    duty which it does, answers for or joins.
    """
    found = answer.agencies[agency]
    concerned = {_key(share.duty) for share in found.shares}
    bound = {_key(share.duty) for share in found.binding}
    cells = (
        cell
        for cell in answer.matrix
        if any(each.agency == agency for each in cell.answering)
    )
    update = {
        "raci": tuple(duty for duty in answer.raci if _key(duty) in concerned),
        "agencies": FrozenDict({agency: found}),
        "handoffs": tuple(
            each for each in answer.handoffs if agency in {each.sender, each.receiver}
        ),
        "deliveries": tuple(
            each for each in answer.deliveries if agency in {each.sender, each.receiver}
        ),
        "matrix": tuple(cells),
        "gaps": tuple(gap for gap in answer.gaps if bound & set(gap.activities)),
        "vacancies": tuple(
            each for each in answer.vacancies if bound & set(each.activities)
        ),
        "overlaps": tuple(each for each in answer.overlaps if agency in each.agencies),
        "progress": (),
    }
    return replace(answer, **update)


def _key(duty: Duty) -> tuple[Id, str]:
    return duty.protocol, duty.activity
