"""What people changed in a workbook, laid upon what the files say now.

Three things are compared: what the workbook said when it was written, what it says now,
and what the files say now. A cell that only people changed is taken; one that only the
files changed is left; one that both changed is a conflict, and nothing is taken.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from katch_protocols.exchange.workbook.entries import Tree, drop, put, unseen_inside
from katch_protocols.exchange.workbook.fields import SheetField
from katch_protocols.exchange.workbook.filled import (
    CellSlip,
    FilledRow,
    FilledSheet,
)
from katch_protocols.exchange.workbook.layout import (
    EntrySpot,
    Ids,
    SheetKind,
    at,
    sheets,
)
from katch_protocols.exchange.workbook.rows import Base, Cells
from katch_protocols.files.characters import printable
from katch_protocols.files.field_types.field_type import Plain
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.sentences.nearness import nearest
from katch_protocols.sheets.book import as_read

__all__ = ["Merge", "Touched"]

_ORDER = {kind.name: at for at, kind in enumerate(sheets())} | {
    "protocols": -3,
    "regions": -2,
    "states": -1,
}
"""What holds other entries comes first."""


class Touched(Struct, frozen=True):
    """A row of which something was taken, and where it stands in the files."""

    sheet: FilledSheet
    row: FilledRow
    spot: EntrySpot


class Merge(Struct):
    """The files as they should be; ``trees`` is changed on the way.

    ``now`` has what the files say as rows.
    """

    base: Base
    now: Mapping[str, Mapping[Ids, Cells]]
    trees: dict[str, Tree]
    slips: list[CellSlip]
    touched: list[Touched] = field(default_factory=list)
    cells: int = 0
    added: int = 0
    removed: int = 0
    filled: Sequence[FilledSheet] = ()

    def take(self, filled: Sequence[FilledSheet]) -> None:
        """Take what people changed: cells, then rows that are gone, then new ones."""
        self.filled = filled
        ordered = sorted(filled, key=lambda each: _ORDER[each.kind.name])
        for sheet in ordered:
            self._change(sheet)
        for sheet in reversed(ordered):
            # A row that cannot be told from others is not gone.
            if not sheet.has_lost:
                self._remove(sheet)
        for sheet in ordered:
            self._add(sheet)
        for sheet in ordered:
            self._orphans(sheet)

    def every_row(self) -> Iterator[Touched]:
        """Yield each row of the workbook that stands for an entry of the files."""
        for sheet in self.filled:
            for ids, row in sheet.rows.items():
                spot = sheet.kind.spot(ids, self.trees)
                if spot is not None:
                    yield Touched(sheet, row, spot)

    def _slip(
        self,
        sheet: FilledSheet,
        row: FilledRow | None,
        code: str,
        key: str,
        /,
        **facts: str,
    ) -> None:
        cell = "" if row is None else sheet.cell(row.number, code)
        self.slips.append(CellSlip(sheet.title, cell, key, facts))

    # Cells

    def _change(self, sheet: FilledSheet) -> None:
        kind = sheet.kind
        base, now = self.base.rows[kind.name], self.now[kind.name]
        for ids, row in sheet.rows.items():
            if ids not in base:
                continue
            written = base[ids]
            for each in kind.fields:
                codes = [
                    code
                    for code in each.codes(self.base.languages)
                    if code in row.cells
                    and row.cells[code] != (written.get(code, "") or "")
                ]
                if codes and not self._repeats(sheet, row, codes, each):
                    self._set(sheet, ids, each, codes, now.get(ids))

    def _set(
        self,
        sheet: FilledSheet,
        ids: Ids,
        each: SheetField,
        codes: Sequence[str],
        now: Cells | None,
    ) -> None:
        """Take the changed cells of one key of a row, unless the files changed too."""
        row, written = sheet.rows[ids], self.base.rows[sheet.kind.name][ids]
        if now is None:
            self._slip(sheet, row, codes[0], "changed-and-gone", name=ids[-1])
            return
        wanted: dict[str, str] = {}
        for code in each.codes(self.base.languages):
            is_new, here = code in codes, now.get(code, "")
            if here is None or (is_new and written.get(code, "") is None):
                if is_new:
                    self._slip(sheet, row, code, "not-in-a-cell")
                    return
                continue
            wanted[code] = row.cells[code] if is_new else here
            known = {written.get(code, ""), row.cells[code]}
            if is_new and as_read(here) not in known:
                self._slip(sheet, row, code, "conflict", here=here)
                return
        if all(wanted[code] == now.get(code, "") for code in wanted):
            return
        spot = sheet.kind.spot(ids, self.trees)
        entry = None if spot is None else at(self.trees, spot)
        if spot is None or not isinstance(entry, dict):
            return
        put(entry, each, self._value(each, each.form.counting(wanted, codes)))
        self.cells += len(codes)
        self.touched.append(Touched(sheet, row, spot))

    def _repeats(
        self, sheet: FilledSheet, row: FilledRow, codes: Sequence[str], each: SheetField
    ) -> bool:
        """Tell of a cell that says a name twice, of which one would be lost."""
        for code in codes:
            if name := each.form.repeated(row.cells.get(code, "")):
                self._slip(sheet, row, code, "name-twice", name=printable(name))
                return True
        return False

    def _value(self, each: SheetField, cells: Mapping[str, str]) -> Plain:
        if not each.form.by_language:
            return each.form.take({"": next(iter(cells.values()), "")})
        said = {code.rpartition(" ")[2]: text for code, text in cells.items()}
        return each.form.take(said)

    # Rows that are gone

    def _remove(self, sheet: FilledSheet) -> None:
        kind = sheet.kind
        now, base = self.now[kind.name], self.base.rows[kind.name]
        for ids in reversed([*base]):
            if ids in sheet.rows or ids not in now:
                continue
            spot = kind.spot(ids, self.trees)
            entry = None if spot is None else at(self.trees, spot)
            if spot is None or not isinstance(entry, dict):
                continue
            key, facts = self._why_kept(kind, ids, spot, entry)
            if key:
                self._slip(sheet, None, "", key, **facts)
            else:
                drop(self.trees, spot)
                self.removed += 1

    def _why_kept(
        self, kind: SheetKind, ids: Ids, spot: EntrySpot, entry: Tree
    ) -> tuple[str, dict[str, str]]:
        """Return the slip, and its facts, of a row that must not go; else no slip."""
        name = ".".join(filter(None, ids))
        changed = "removed-and-changed", {"name": name}
        if self.now[kind.name][ids] != self.base.rows[kind.name][ids]:
            return changed
        if not spot.path:
            return "file-row-removed", {"file": spot.file}
        if kept := kind.not_carried(entry):
            return "holds-more", {"name": name, "key": kept[0]}
        # Of a row inside that is still there `_orphans` tells.
        rows = {each.kind.name: each.rows for each in self.filled}
        inside = next(unseen_inside(self.trees, spot, rows), None)
        if inside is None:
            return "", {}
        of, own = inside
        if of in rows:
            return changed
        return "holder-removed", {"name": ".".join(own)}

    # New rows

    def _add(self, sheet: FilledSheet) -> None:
        kind = sheet.kind
        base, now = self.base.rows[kind.name], self.now[kind.name]
        new = [ids for ids in sheet.rows if ids not in base]
        # What holds others is put in first, wherever its row stands.
        for ids in sorted(new, key=lambda each: each[-1].count(".")):
            row = sheet.rows[ids]
            if row.odd:
                continue
            if ids in now:
                filled = {code: text for code, text in row.cells.items() if text}
                if any(
                    now[ids].get(code) != filled[code]
                    for code in filled
                    if code not in kind.ids
                ):
                    self._slip(sheet, row, kind.ids[-1], "added-twice", name=ids[-1])
                continue
            self._put_in(sheet, ids, row)

    def _put_in(self, sheet: FilledSheet, ids: Ids, row: FilledRow) -> None:
        kind = sheet.kind
        spot = kind.spot(ids, self.trees)
        if spot is None:
            self._nowhere(sheet, ids, row)
            return
        if not spot.path and not is_id(ids[0]):
            # It would be the name of a file.
            self._slip(sheet, row, kind.ids[0], "bad-id", name=printable(ids[0]))
            return
        entry: Tree = {} if spot.path else {kind.ids[0]: ids[0]}
        for each in kind.fields:
            codes = each.codes(self.base.languages)
            value = self._value(each, {code: row.cells.get(code, "") for code in codes})
            if self._repeats(sheet, row, codes, each):
                return
            if value is not None:
                put(entry, each, value)
        if not spot.path:
            self.trees[spot.file] = entry
        else:
            self._place(sheet, ids, spot, entry)
        self.added += 1
        self.touched.append(Touched(sheet, row, spot))

    def _place(
        self, sheet: FilledSheet, ids: Ids, spot: EntrySpot, entry: Tree
    ) -> None:
        """Put an entry behind the one in the next row above that stands beside it."""
        holder: Plain = self.trees.setdefault(spot.file, {})
        for key in spot.path[:-1]:
            if not isinstance(holder, dict):
                return
            holder = holder.setdefault(key, {})
        if not isinstance(holder, dict):
            return
        above = ""
        for other in sheet.rows:
            if other == ids:
                break
            beside = sheet.kind.spot(other, self.trees)
            if (
                beside is not None
                and beside.file == spot.file
                and beside.path[:-1] == spot.path[:-1]
                and beside.path[-1] in holder
            ):
                above = beside.path[-1]
        pairs = [*holder.items()]
        names = [name for name, _ in pairs]
        position = names.index(above) + 1 if above else len(pairs)
        pairs.insert(position, (spot.path[-1], entry))
        holder.clear()
        holder.update(pairs)

    def _nowhere(self, sheet: FilledSheet, ids: Ids, row: FilledRow) -> None:
        """Tell that there is no such protocol, region or state to put a row into."""
        kind = sheet.kind
        for depth, name in enumerate(kind.ids[:-1]):
            known = {
                each[depth]
                for each in self.now[kind.name]
                if each[:depth] == ids[:depth]
            }
            if name == "state":
                known = {each[1] for each in self.now["states"] if each[0] == ids[0]}
            if ids[depth] not in known:
                self._slip(
                    sheet,
                    row,
                    name,
                    "nowhere",
                    name=ids[depth] or "–",
                    near=nearest(ids[depth], known) or "–",
                )
                return
        self._slip(sheet, row, kind.ids[-1], "nowhere", name=ids[-1], near="–")

    def _orphans(self, sheet: FilledSheet) -> None:
        """Tell of rows whose state or protocol was removed, while they were not."""
        kind: SheetKind = sheet.kind
        for ids, row in sheet.rows.items():
            if ids not in self.now[kind.name]:
                continue
            spot = kind.spot(ids, self.trees)
            if spot is None or at(self.trees, spot) is None:
                self._slip(sheet, row, kind.ids[-1], "holder-removed", name=ids[-1])
