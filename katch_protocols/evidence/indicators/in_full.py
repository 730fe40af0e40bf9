"""The numbers of one region in full, for its own commission."""

from katch_protocols.evidence.indicators.cells import CellKey, Counts, valued
from katch_protocols.model.indicators import Indicator, LadderStep
from katch_protocols.model.measures import ShareOfCases, TimeFromTo
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Dimension, Period
from katch_protocols.model.releases import (
    Audience,
    Release,
    ReleasedCell,
    ReleasedTable,
)
from katch_protocols.sentences.measure_text import print_measure

__all__ = ["in_full", "parts_of"]


def in_full(counts: Counts, period: Period, region: Id) -> Release:
    """Return all numbers of one region, for its own commission."""
    plan = counts.handbook.release
    tables = []
    for name, indicator in counts.handbook.indicators.items():
        step = LadderStep(regional=True, time=plan.steps(indicator)[0].time)
        parts = parts_of(period, step.time)
        keys = ((name, region, None, part) for part in parts)
        cells = tuple(_full_cell(counts, indicator, key) for key in keys)
        measure = print_measure(indicator.measure)
        tables.append(
            ReleasedTable(indicator=name, measure=measure, step=step, cells=cells)
        )
    return Release(
        handbook=counts.handbook.id,
        period=period,
        audience=Audience.COMMISSION,
        region=region,
        threshold=plan.threshold,
        round=1,
        tables=tuple(tables),
    )


def _full_cell(counts: Counts, indicator: Indicator, key: CellKey) -> ReleasedCell:
    tally, (_, region, agency, period) = counts.at(key), key
    is_share = isinstance(indicator.measure, ShareOfCases)
    percent = _percent(tally.part, tally.cases) if is_share and tally.cases else None
    is_timed = isinstance(indicator.measure, TimeFromTo)
    return valued(counts, indicator, key, tally.cases, percent).model_copy(
        update={
            "region": region,
            "agency": agency,
            "period": period,
            # Of a time, open cases count as long as they were seen.
            "open": None if is_timed else tally.open,
            "untold": tally.untold,
        }
    )


def _percent(part: int, cases: int) -> int:
    """Return a share in whole percent; 0 and 100 only where it is none or all."""
    nearest = (200 * part + cases) // (2 * cases)
    return min(max(nearest, int(part > 0)), 100 - int(part < cases))


def parts_of(period: Period, time: Dimension) -> tuple[Period, ...]:
    """Return the parts of a period, then the whole."""
    return tuple(dict.fromkeys((*period.cut(time), period)))
