"""Read a workbook that people have filled in, into the files of its handbook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from msgspec import Struct

from katch_protocols.exchange.workbook.filled import (
    CellSlip,
    FilledSheet,
    filled_sheets,
)
from katch_protocols.exchange.workbook.merge import Merge, Touched
from katch_protocols.exchange.workbook.rows import (
    BASE,
    Base,
    base_read,
    digest,
    rows_of,
    trees_of,
)
from katch_protocols.files.characters import hidden
from katch_protocols.files.field_types.field_type import Plain
from katch_protocols.files.file_kinds import named
from katch_protocols.files.in_place import UnplacedError, changed_in_place
from katch_protocols.files.read import Reading, read_texts
from katch_protocols.files.whole_forms import shortest, whole
from katch_protocols.files.write import emit
from katch_protocols.findings import Finding, Path, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.rules.well_known import PERSONAL_TEXT
from katch_protocols.sheets.book import ReadPage, read_book

__all__ = ["ReadWorkbook", "read_workbook_into"]


_UNSEEN = "forbidden-character"


class ReadWorkbook(Struct, frozen=True):
    """What a workbook brings.

    Attributes:
        texts: The files that change, as they will be; none while anything is wrong.
        slips: What is wrong, by sheet and cell.
        cells: How many cells were changed.
        added: How many rows are new.
        removed: How many rows are gone.
        is_late: Whether the files have changed since the workbook was written.
        gone: The kinds of the sheets that it had and has no longer; their rows stay.
        gone_columns: The columns that said something and are no longer there, each
            behind what its sheet is called; what they said stays.
    """

    texts: Mapping[str, bytes]
    slips: tuple[CellSlip, ...]
    cells: int = 0
    added: int = 0
    removed: int = 0
    is_late: bool = False
    gone: tuple[str, ...] = ()
    gone_columns: tuple[tuple[str, str], ...] = ()


def read_workbook_into(data: bytes, reading: Reading) -> ReadWorkbook:
    """Return what the files of a handbook become with a workbook that was filled in.

    Raises:
        HandbookError: Something is wrong with the handbook as it stands.
        UnreadWorkbookError: It is too large, or no workbook.
        MissingExtraError: It needs the extra ``sheets``.
    """
    handbook = reading.sound()
    pages = read_book(data)
    base = _base(pages)
    if base is None or base.handbook != handbook.id:
        key = "no-base" if base is None else "other-handbook"
        facts = {} if base is None else {"name": base.handbook, "own": handbook.id}
        return ReadWorkbook({}, (CellSlip(BASE, "", key, facts),))
    if base.languages != handbook.languages:
        return ReadWorkbook({}, (CellSlip(BASE, "", "other-languages"),))
    slips: list[CellSlip] = []
    filled = list(filled_sheets(pages, base.rows, slips))
    before = trees_of(handbook)
    merge = Merge(base, rows_of(before, base.languages), trees_of(handbook), slips)
    merge.take(filled)
    texts = _Result(reading, handbook, before, merge).texts()
    is_late = base.digest != digest(reading.texts)
    there = {sheet.kind.name for sheet in filled}
    gone = tuple(name for name, rows in base.rows.items() if rows and name not in there)
    lost = tuple(_gone_columns(filled, base))
    more = merge.cells, merge.added, merge.removed, is_late, gone, lost
    if slips:
        return ReadWorkbook({}, tuple(slips), *more)
    return ReadWorkbook(MappingProxyType(texts), (), *more)


def _gone_columns(
    filled: Sequence[FilledSheet], base: Base
) -> Iterator[tuple[str, str]]:
    """Yield each column that said something and is not there, behind its sheet."""
    for sheet in filled:
        rows = base.rows[sheet.kind.name].values()
        codes = dict.fromkeys(
            code for row in rows for code, text in row.items() if text
        )
        for code in codes:
            if code not in sheet.columns:
                yield sheet.title, code


def _base(pages: Sequence[ReadPage]) -> Base | None:
    found = next((page for page in pages if page.title == BASE), None)
    return None if found is None else base_read(found)


class _Result(Struct):
    """The files as they will be, looked at before anybody uses them."""

    reading: Reading
    handbook: Handbook
    before: dict[str, dict[str, Plain]]
    merge: Merge

    def texts(self) -> dict[str, bytes]:
        """Return the files that change; what is wrong with them becomes slips."""
        new, trees = self._trees(), self.merge.trees
        if not new:
            return {}
        # As it was filled in: the longest form leaves out what a place cannot have.
        whole_again = {
            file: emit(_mapping(shortest(trees[file], self.handbook.language))).encode()
            for file in new
        }
        wanted = read_texts({**self.reading.texts, **whole_again})
        self._look_at(wanted)
        if self.merge.slips:
            return {}
        found = dict(self._placed(new))
        if self.merge.slips:
            return {}
        placed = read_texts({**self.reading.texts, **found})
        if placed.findings or placed.handbook != wanted.handbook:
            for file in sorted(found):
                facts = {"file": file, "line": "1"}
                self.merge.slips.append(CellSlip(file, "", "unplaced", facts))
        return found

    def _trees(self) -> dict[str, dict[str, Plain]]:
        """Return what changes, by file, in the longest form."""
        found: dict[str, dict[str, Plain]] = {}
        for file, tree in self.merge.trees.items():
            name = named(file)
            if name is not None and tree != self.before.get(file):
                found[file] = _mapping(whole(name.kind.shape, tree))
        return found

    def _placed(
        self, new: Mapping[str, dict[str, Plain]]
    ) -> Iterator[tuple[str, bytes]]:
        language = self.handbook.language
        for file, tree in new.items():
            old = self.reading.texts.get(file)
            if old is None:
                yield file, emit(_mapping(shortest(tree, language))).encode()
                continue
            try:
                text = changed_in_place(
                    old.decode(), self.before.get(file, {}), tree, language
                )
            except UnplacedError as error:
                facts = {"file": file, "line": str(error.line)}
                self.merge.slips.append(CellSlip(file, "", "unplaced", facts))
                continue
            yield file, text.encode()

    def _look_at(self, wanted: Reading) -> None:
        """Tell what does not read, and what must not be written.

        That is an error that was not there before, and personal data in a text: in one
        that is new, or was changed. What seems to lack only because something beside it
        does not read is not told.
        """
        self.merge.slips += self._hidden(wanted.findings)
        if wanted.handbook is None:
            return
        known = {_told(each) for each in _refused(self.handbook)}
        new = [
            each
            for each in _refused(wanted.handbook, wanted.incomplete)
            if _told(each) not in known
            or (each.rule == PERSONAL_TEXT and self._is_changed(each))
        ]
        self.merge.slips += map(self._slip, new)

    def _hidden(self, findings: Sequence[Finding]) -> Iterator[CellSlip]:
        """Yield what does not read; a sign that is not seen, at each cell that has it.

        Reading meets such a sign before it knows to which entry the text belongs.
        """
        unseen = [each for each in findings if each.rule == _UNSEEN]
        for each in self.merge.touched if unseen else ():
            for code, text in each.row.cells.items():
                sign = next((found for found, _ in hidden(text)), None)
                if sign is not None:
                    cell = each.sheet.cell(each.row.number, code)
                    told = replace(unseen[0], facts={"character": sign})
                    yield CellSlip(each.sheet.title, cell, finding=told)
        yield from (self._slip(each) for each in findings if each.rule != _UNSEEN)

    def _is_changed(self, finding: Finding) -> bool:
        """Tell whether people changed the cell that a finding is about."""
        best = _nearest_row(finding, self.merge.touched)
        if best is None:
            return False
        length, touched = best
        kind, cells = touched.sheet.kind, touched.row.cells
        code = _code(touched.sheet, finding.path[length:])
        ids = tuple(cells[name] for name in kind.ids)
        written = self.merge.base.rows[kind.name].get(ids)
        if written is None or code in kind.ids:
            return written is None
        return code in cells and cells[code] != (written.get(code) or "")

    def _slip(self, finding: Finding) -> CellSlip:
        """Return a finding as a slip of the cell that it is about, a new one first."""
        rows = _nearest_row(finding, self.merge.touched)
        best = rows or _nearest_row(finding, self.merge.every_row())
        if best is None:
            return CellSlip(finding.subject, "", finding=finding)
        length, touched = best
        sheet, rest = touched.sheet, finding.path[length:]
        code = _code(sheet, rest)
        cell = sheet.cell(touched.row.number, code)
        return CellSlip(sheet.title, cell, finding=finding)


def _nearest_row(
    finding: Finding, rows: Iterable[Touched]
) -> tuple[int, Touched] | None:
    """Return the row of the smallest entry that a finding is about, with its depth."""
    best: tuple[int, Touched] | None = None
    for each in rows:
        path = _path(each)
        if finding.path[: len(path)] == path and (not best or len(path) > best[0]):
            best = len(path), each
    return best


def _mapping(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def _told(finding: Finding) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return finding.rule, finding.subject, tuple(sorted(finding.facts.items()))


def _refused(
    handbook: Handbook, incomplete: frozenset[str] = frozenset()
) -> list[Finding]:
    """Return what no workbook may bring: errors, and personal data in a text."""
    context = Context(handbook, incomplete=incomplete, deep=False)
    return [
        each
        for each in check_context(context)
        if each.severity is Severity.ERROR or each.rule == PERSONAL_TEXT
    ]


def _path(touched: Touched) -> Path:
    name = named(touched.spot.file)
    return (*(name.root if name else ()), *touched.spot.path)


def _code(sheet: FilledSheet, rest: Path) -> str:
    """Return the code of the column that a path below an entry means, at best."""
    best = sheet.kind.ids[-1]
    length = 0
    for field in sheet.kind.fields:
        path = field.path
        shared = next(
            (at for at, (a, b) in enumerate(zip(path, rest)) if a != b),  # noqa: B905 - the shorter ends it
            min(len(path), len(rest)),
        )
        if shared <= length:
            continue
        length = shared
        best = ".".join(path)
        if field.form.by_language:
            # The language stands last: behind the id of a choice, where there is one.
            named = (f"{best} {behind}" for behind in reversed(rest[shared:]))
            every = [code for code in sheet.columns if code.startswith(f"{best} ")]
            spare = every[0] if every else sheet.kind.ids[-1]
            best = next((code for code in named if code in every), spare)
    return best
