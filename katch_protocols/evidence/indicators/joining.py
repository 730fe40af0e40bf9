"""A log and sheets put together: whose number counts, and where they differ."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from katch_protocols.evidence.indicators.flaws import SourceFlaw
from katch_protocols.evidence.indicators.log_cover import LogCover, begun
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.evidence.indicators.typed_rows import banded
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.indicators import CountedFrom, Indicator
from katch_protocols.model.measures import ShareOfCases, TimeFromTo
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Period

__all__ = ["joined"]

_Cell = tuple[Id | None, Period]


def joined(
    handbook: Handbook,
    logged: Mapping[Id, Tallies],
    typed: Mapping[Id, Tallies],
    covers: Sequence[LogCover] = (),
) -> tuple[Mapping[Id, Tallies], tuple[SourceFlaw, ...]]:
    """Put a log and sheets together.

    Where both tell of a cell, the handbook says whose counts; a difference is a flaw.
    A log that is complete there and has nothing tells 0; of a month that began before
    the log it tells nothing that a sheet does not tell better.
    """
    found, flaws = {}, []
    since = begun(covers)
    for name, indicator in handbook.indicators.items():
        log, sheet = logged[name], typed[name]
        by_cell: dict[_Cell, CaseTally] = {}
        typed_in = {(atom.region, atom.month) for atom in sheet.atoms}
        for atom, tally in log.atoms.items():
            key = atom.region, atom.month
            first = since.get(atom.region, atom.month.starts)
            if atom.month.starts >= first or key not in typed_in:
                by_cell[key] = by_cell.get(key, CaseTally()) + tally
        whole = [each for each in covers if each.counts(indicator.measure)]
        for key in sheet.unreported | typed_in:
            if any(each.holds(*key) for each in whole):
                by_cell.setdefault(key, CaseTally())
        flaws += _differences(name, indicator, by_cell, sheet)
        told = frozenset(key for key in sheet.unreported if key not in by_cell)
        atoms = _atoms(indicator, log.atoms, by_cell, sheet.atoms)
        found[name] = replace(log, atoms=atoms, unreported=told)
    return found, tuple(flaws)


def _atoms(
    indicator: Indicator,
    log: Mapping[Atom, CaseTally],
    by_cell: Mapping[_Cell, CaseTally],
    sheet: Mapping[Atom, CaseTally],
) -> dict[Atom, CaseTally]:
    """Return the counts of both; of one cell, those that the handbook says."""
    wins = indicator.counts is CountedFrom.SHEET
    typed = {
        atom: tally
        for atom, tally in sheet.items()
        if wins or (atom.region, atom.month) not in by_cell
    }
    gone = {(atom.region, atom.month) for atom in typed}
    kept = {a: tally for a, tally in log.items() if (a.region, a.month) not in gone}
    return {**kept, **typed}


def _differences(
    name: Id,
    indicator: Indicator,
    by_cell: Mapping[_Cell, CaseTally],
    sheet: Tallies,
) -> list[SourceFlaw]:
    found = []
    for atom, tally in sheet.atoms.items():
        log = by_cell.get((atom.region, atom.month))
        if log is None:
            continue
        says = [_said(indicator, each) for each in (log, tally)]
        if says[0] != says[1]:
            facts = {
                "indicator": name,
                "region": str(atom.region),
                "period": str(atom.month),
                "log": says[0],
                "sheet": says[1],
            }
            found.append(SourceFlaw("sheet-differs", "", 0, facts))
    return found


def _said(indicator: Indicator, tally: CaseTally) -> str:
    """Return what boxes of a sheet hold of a count: one number, or each of them."""
    if isinstance(indicator.measure, TimeFromTo):
        return " + ".join(map(str, banded(tally)))
    if isinstance(indicator.measure, ShareOfCases):
        return f"{tally.part}/{tally.cases}"
    return str(tally.cases)
