"""Counts that people typed: what sheets tell, leave empty, or have refused."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from itertools import zip_longest

from msgspec import Struct, field

from katch_protocols.encodings import broken_text
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
from katch_protocols.evidence.logs.tables import delimiter_of, whole_rows, without_hint
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Period, period_named
from katch_protocols.sheets.workbook import (
    BOX,
    NumberBox,
    OddCell,
    TypedSheet,
    UnreadWorkbookError,
    is_workbook,
    read_workbook,
)

__all__ = ["TypedCounts", "sheet_rows", "typed_counts"]

_LEAP, _MANY = 5, 10
_Row = tuple[int, Sequence[object]]


class TypedCounts(Struct):
    """What sheets say of a handbook's indicators, as of a day."""

    handbook: Handbook
    today: date
    atoms: dict[Id, dict[Atom, CaseTally]] = field(default_factory=dict)
    seen: dict[tuple[Period, Id, Id], tuple[str, int]] = field(default_factory=dict)
    months: dict[Period, None] = field(default_factory=dict)
    flaws: list[SourceFlaw] = field(default_factory=list)

    def take(self, source: str, data: bytes) -> None:
        """Read one source: a workbook, or CSV in UTF-8."""
        rows: list[_Row] = []
        try:
            if is_workbook(data):
                self._workbook(source, read_workbook(data))
                return
            rows += _rows(data)
        except UnreadWorkbookError as error:
            self.flaws.append(SourceFlaw(error.why, source, 0))
            return
        except UnicodeDecodeError:
            self.flaws.append(_no_text(source, data))
            return
        except csv.Error:
            self._cut_off(source, rows)
        self._rows(source, rows)

    def _workbook(self, source: str, sheets: Sequence[TypedSheet]) -> None:
        """Read every sheet with counts; say which others say something."""
        filled = [each for each in sheets if each.rows]
        ours = [each for each in filled if _has_counts(each)]
        for each in filled if ours else ():
            if each not in ours:
                facts = {"name": each.title}
                self.flaws.append(SourceFlaw("other-sheet", source, 0, facts))
        if len(ours) > 1:
            for each in ours:
                self._rows(f"{source} [{each.title}]", each.rows)
        else:
            first = next(iter((*ours, *filled)), None)
            self._rows(source, () if first is None else first.rows)

    def _cut_off(self, source: str, rows: Sequence[_Row]) -> None:
        """Tell where a table cannot be read on; what stands before counts."""
        key = "open-quotation" if rows else "no-table"
        number = rows[-1][0] + 1 if rows else 0
        self.flaws.append(SourceFlaw(key, source, number))

    def _rows(self, source: str, rows: Sequence[_Row]) -> None:
        first, head = rows[0] if rows else (1, ())
        columns = _head(head)
        if not self._has_columns(source, first, columns):
            return
        for number, row in rows[1:]:
            if not any(map(_is_filled, row)):
                continue
            if any(map(_is_filled, row[len(columns) :])):
                self.flaws.append(SourceFlaw("long-row", source, number))
                continue
            named = dict(zip_longest(columns, row[: len(columns)]))
            if number - first >= _HEADS or not self._is_head(named):
                self._row(source, number, named)

    def _has_columns(self, source: str, row: int, columns: Sequence[str]) -> bool:
        """Tell whether the columns of a row can be read; say what is wrong."""
        for name in columns:
            if name and name not in {*COLUMNS, *_FOR_PEOPLE}:
                flaw = SourceFlaw("unknown-column", source, row, near(name, COLUMNS))
                self.flaws.append(flaw)
        lacking = [each for each in KEYS if each not in columns][:1]
        twice = [n for n in columns if n and columns.count(n) > 1][:1]
        for key, names in (("missing-column", lacking), ("same-column", twice)):
            for each in names:
                self.flaws.append(SourceFlaw(key, source, row, {"name": each}))
        return not lacking and not twice

    def _is_head(self, named: Mapping[str, object]) -> bool:
        """Tell whether the second row is the head of a workbook that people read.

        No box of that holds a number: words stand there.
        """
        if all(named[key] is OddCell.MERGED for key in KEYS):
            return False
        month, region, indicator = (str(named[key] or "").strip() for key in KEYS)
        is_known = region in self._places or indicator in self.handbook.indicators
        boxes = (named.get(each) for each in COLUMNS[len(KEYS) :])
        filled = (str(each) for each in boxes if _is_filled(each))
        has_words = all(any(map(str.isalpha, text)) for text in filled)
        return has_words and not is_known and period_named(month) is None

    @property
    def _places(self) -> Mapping[Id, object]:
        return self.handbook.regions

    def _row(self, source: str, number: int, named: Mapping[str, object]) -> None:
        try:
            row = read_row(named, self.handbook, self.today)
        except RefusedRowError as error:
            self.flaws.append(SourceFlaw(error.key, source, number, error.facts))
            return
        self.months[row.month] = None
        if row.tally is None:
            return  # empty boxes tell nothing: another sheet may fill them
        if row.key in self.seen:
            facts = {"other": ":".join(map(str, self.seen[row.key]))}
            self.flaws.append(SourceFlaw("second-row", source, number, facts))
            return
        self.seen[row.key] = source, number
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
        every = {(place, month) for place in self._places for month in self.months}
        found = {}
        for name in self.handbook.indicators:
            atoms = self.atoms.get(name, {})
            told = {(atom.region, atom.month) for atom in atoms}
            found[name] = Tallies(atoms, frozenset(every - told))
        return found


_HEADS = 2
_FOR_PEOPLE = ("region_title", "sentence")
"""Columns of a workbook that nobody fills."""


def _has_counts(sheet: TypedSheet) -> bool:
    """Tell whether a sheet is headed as one of counts is."""
    return {*KEYS} <= {*_head(sheet.rows[0][1])}


def _head(row: Sequence[object]) -> list[str]:
    return [str(each or "").strip() for each in row]


def _is_filled(value: object) -> bool:
    return value not in {None, ""}


def typed_counts(
    handbook: Handbook, sheets: Iterable[tuple[str, bytes]], today: date
) -> TypedCounts:
    """Read sheets, each by its name and its bytes; everything wrong is a flaw."""
    found = TypedCounts(handbook, today)
    for name, data in sorted(sheets):
        found.take(name, data)
    found.ask()
    return found


def _no_text(source: str, data: bytes) -> SourceFlaw:
    """Return where a source is no UTF-8, and what it looks like."""
    found = broken_text(data)
    if found is None or not found.encoding:
        return SourceFlaw("not-utf-8", source, 0 if found is None else found.line)
    facts = {"encoding": found.encoding}
    return SourceFlaw("not-utf-8-like", source, found.line, facts)


def _rows(data: bytes) -> Iterator[_Row]:
    text, gone = without_hint(data.decode("utf-8-sig"))
    rows = whole_rows(StringIO(text), delimiter_of(text.partition("\n")[0]))
    yield from enumerate(rows, start=1 + gone)


def sheet_rows(
    handbook: Handbook, month: Period, said: Mapping[Id, str], titles: Mapping[Id, str]
) -> Iterator[tuple[str | NumberBox | None, ...]]:
    """Yield the rows of an empty sheet: an indicator and a region each."""
    for name, indicator in handbook.indicators.items():
        mine = boxes(indicator.measure)
        marks = tuple(BOX if column in mine else None for column in COLUMNS[3:])
        for region in handbook.regions:
            yield (str(month), region, name, *marks, titles[region], said[name])
