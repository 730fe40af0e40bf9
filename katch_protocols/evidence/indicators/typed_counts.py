"""Counts that people typed: what sheets tell, leave empty, or have refused."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from katch_protocols.evidence.indicators.flaws import SourceFlaw
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.evidence.indicators.typed_rows import (
    COLUMNS,
    KEYS,
    RefusedRowError,
    boxes,
    near,
    read_row,
)
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.indicators import CountedFrom
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Period
from katch_protocols.sheets.workbook import (
    BOX,
    NumberBox,
    UnreadWorkbookError,
    read_workbook,
)

__all__ = ["TypedCounts", "joined", "sheet_rows", "typed_counts"]

_LEAP, _MANY = 5, 10
_Row = tuple[int, Sequence[object]]


@dataclass
class TypedCounts:
    """What sheets say of a handbook's indicators, as of a day."""

    handbook: Handbook
    today: date
    atoms: dict[Id, dict[Atom, CaseTally]] = field(default_factory=dict)
    seen: dict[tuple[Period, Id, Id], tuple[str, int]] = field(default_factory=dict)
    flaws: list[SourceFlaw] = field(default_factory=list)

    def take(self, source: str, data: bytes) -> None:
        """Read one sheet: a workbook, or CSV in UTF-8."""
        try:
            rows = [*_rows(data)]
        except UnreadWorkbookError as error:
            self.flaws.append(SourceFlaw(error.why, source, 0))
        except UnicodeDecodeError:
            self.flaws.append(SourceFlaw("not-utf-8", source, 0))
        else:
            self._rows(source, rows)

    def _rows(self, source: str, rows: Sequence[_Row]) -> None:
        columns = [str(each or "").strip() for each in rows[0][1]] if rows else []
        lacking = next((each for each in KEYS if each not in columns), None)
        for name in columns:
            if name and name not in {*COLUMNS, *_FOR_PEOPLE}:
                flaw = SourceFlaw("unknown-column", source, 1, near(name, COLUMNS))
                self.flaws.append(flaw)
        if lacking is not None:
            facts = {"name": lacking}
            self.flaws.append(SourceFlaw("missing-column", source, 1, facts))
            return
        for number, row in rows[1:]:
            named = dict(zip(columns, row, strict=False))
            is_empty = all(value in {None, ""} for value in named.values())
            # The second row of a workbook is the head that people read.
            if not is_empty and (number > _HEADS or named["region"] in self._places):
                self._row(source, number, named)

    @property
    def _places(self) -> Mapping[Id, object]:
        return self.handbook.regions

    def _row(self, source: str, number: int, named: Mapping[str, object]) -> None:
        try:
            row = read_row(named, self.handbook, self.today)
        except RefusedRowError as error:
            self.flaws.append(SourceFlaw(error.key, source, number, error.facts))
            return
        if row.key in self.seen:
            facts = {"other": ":".join(map(str, self.seen[row.key]))}
            self.flaws.append(SourceFlaw("second-row", source, number, facts))
            return
        self.seen[row.key] = source, number
        if row.tally is not None:
            atom = Atom(row.region, None, row.month)
            self.atoms.setdefault(row.indicator, {})[atom] = row.tally

    def ask(self) -> None:
        """Ask about what is five times as much as the month before."""
        for (month, region, name), (source, number) in self.seen.items():
            atoms = self.atoms.get(name, {})
            now = atoms.get(Atom(region, None, month))
            then = atoms.get(Atom(region, None, month.before()))
            if now is None or then is None:
                continue
            if then.cases and now.cases >= max(_MANY, _LEAP * then.cases):
                facts = {"now": str(now.cases), "before": str(then.cases)}
                self.flaws.append(SourceFlaw("leap", source, number, facts))

    def tallies(self) -> Mapping[Id, Tallies]:
        """Return the counts of each indicator; what no sheet tells is not reported."""
        months = dict.fromkeys(month for month, _, _ in self.seen)
        every = {(place, month) for place in self._places for month in months}
        found = {}
        for name in self.handbook.indicators:
            atoms = self.atoms.get(name, {})
            told = {(atom.region, atom.month) for atom in atoms}
            found[name] = Tallies(atoms, frozenset(every - told))
        return found


_HEADS = 2
_FOR_PEOPLE = ("region_title", "sentence")
"""Columns of a workbook that nobody fills."""


def typed_counts(
    handbook: Handbook, sheets: Iterable[tuple[str, bytes]], today: date
) -> TypedCounts:
    """Read sheets, each by its name and its bytes; everything wrong is a flaw."""
    found = TypedCounts(handbook, today)
    for name, data in sorted(sheets):
        found.take(name, data)
    found.ask()
    return found


def joined(
    handbook: Handbook,
    logged: Mapping[Id, Tallies],
    typed: Mapping[Id, Tallies],
) -> tuple[Mapping[Id, Tallies], tuple[SourceFlaw, ...]]:
    """Put a log and sheets together.

    Where both tell of a cell, the handbook says whose counts; a difference is a flaw.
    """
    found, flaws = {}, []
    for name, indicator in handbook.indicators.items():
        log, sheet = logged[name], typed[name]
        by_cell: dict[tuple[Id | None, Period], CaseTally] = {}
        for atom, tally in log.atoms.items():
            key = atom.region, atom.month
            by_cell[key] = by_cell.get(key, CaseTally()) + tally
        wins = indicator.counts is CountedFrom.SHEET
        atoms = dict(log.atoms)
        for atom, tally in sheet.atoms.items():
            other = by_cell.get((atom.region, atom.month))
            if other is None:
                atoms[atom] = tally
                continue
            if (other.cases, other.part) != (tally.cases, tally.part):
                flaws.append(_differs(name, atom, other, tally))
            if wins:
                gone = [a for a in atoms if (a.region, a.month) == atom[::2]]
                for each in gone:
                    del atoms[each]
                atoms[atom] = tally
        told = frozenset(key for key in sheet.unreported if key not in by_cell)
        found[name] = Tallies(atoms, told)
    return found, tuple(flaws)


def _differs(name: Id, atom: Atom, log: CaseTally, sheet: CaseTally) -> SourceFlaw:
    facts = {
        "indicator": name,
        "region": str(atom.region),
        "period": str(atom.month),
        "log": str(log.cases),
        "sheet": str(sheet.cases),
    }
    return SourceFlaw("sheet-differs", "", 0, facts)


def _rows(data: bytes) -> Iterator[_Row]:
    if data[:2] == b"PK":
        yield from read_workbook(data)
        return
    text = data.decode("utf-8-sig")
    delimiter = ";" if text.partition("\n")[0].count(";") > 1 else ","
    rows = csv.reader(StringIO(text), delimiter=delimiter)
    yield from enumerate(rows, start=1)


def sheet_rows(
    handbook: Handbook, month: Period, said: Mapping[Id, str], titles: Mapping[Id, str]
) -> Iterator[tuple[str | NumberBox | None, ...]]:
    """Yield the rows of an empty sheet: an indicator and a region each."""
    for name, indicator in handbook.indicators.items():
        mine = boxes(indicator.measure)
        marks = tuple(BOX if column in mine else None for column in COLUMNS[3:])
        for region in handbook.regions:
            yield (str(month), region, name, *marks, titles[region], said[name])
