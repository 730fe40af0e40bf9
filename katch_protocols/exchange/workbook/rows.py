"""Rows of a handbook: what each cell of a sheet says of an entry, and what was kept."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct, field

from katch_protocols.exchange.workbook.fields import SheetField
from katch_protocols.exchange.workbook.layout import (
    Ids,
    SheetEntry,
    SheetKind,
    Trees,
    sheets,
)
from katch_protocols.files.field_types.field_type import Plain
from katch_protocols.files.file_kinds import FILE_KINDS, named
from katch_protocols.files.whole_forms import whole
from katch_protocols.model.handbook import Handbook
from katch_protocols.sheets.book import BookPage, ReadPage, fits_a_cell

__all__ = [
    "BASE",
    "Base",
    "Cells",
    "base_page",
    "base_read",
    "digest",
    "rows_of",
    "trees_of",
]

Cells = Mapping[str, str | None]
"""What a row says, by the codes of columns; ``None`` is what no cell can hold. Empty
cells are left out."""

BASE = "base"
"""The hidden sheet that keeps what the others said when they were written."""

_FORM = "1"
_CHUNK = 30_000


def trees_of(handbook: Handbook) -> dict[str, dict[str, Plain]]:
    """Return what the files of a handbook say, in the longest form, by file."""
    found: dict[str, dict[str, Plain]] = {}
    for kind in FILE_KINDS.values():
        if kind.registry:
            nouns = getattr(handbook, kind.registry)
            some = {kind.file(name): noun for name, noun in nouns.items()}
        elif not kind.fills or getattr(handbook, kind.fills):
            some = {kind.place: handbook}
        else:
            continue
        for file, noun in some.items():
            tree = whole(kind.shape, kind.shape.write(noun))
            if isinstance(tree, dict):
                found[file] = tree
    return found


def cells_of(
    field: SheetField, entry: Mapping[str, Plain], languages: Sequence[str]
) -> Cells:
    """Return the cells of one key of an entry."""
    value = field.of(entry)
    codes = field.codes(languages)
    if value is None:
        return {}
    asked = languages if field.form.by_language else ("",)
    said = {each: field.form.show(value, each) for each in asked}
    carried = all(map(fits_a_cell, said.values())) and field.form.take(said) == value
    pairs = zip(codes, said.values(), strict=True)
    return {
        code: text if carried else None for code, text in pairs if text or not carried
    }


def row_of(kind: SheetKind, entry: SheetEntry, languages: Sequence[str]) -> Cells:
    """Return all cells of an entry behind its ids."""
    found: dict[str, str | None] = {}
    for each in kind.fields:
        found |= cells_of(each, entry.value, languages)
    return found


def digest(texts: Mapping[str, bytes]) -> str:
    """Return what stands for the files of a handbook."""
    found = sha256()
    for name in sorted(name for name in texts if named(name)):
        found.update(f"{name}\n{sha256(texts[name]).hexdigest()}\n".encode())
    return found.hexdigest()


class Base(Struct, frozen=True):
    """What a workbook was written from.

    Attributes:
        handbook: The id of the handbook.
        digest: Stands for its files.
        languages: The languages that stand side by side.
        rows: What each row said, by the name of the sheet and its ids.
    """

    handbook: str
    digest: str
    languages: tuple[str, ...]
    rows: Mapping[str, Mapping[Ids, Cells]] = field(default_factory=dict)


def base_page(base: Base) -> BookPage:
    """Return the sheet that keeps what a workbook was written from."""
    head = (_FORM, base.handbook, base.digest, " ".join(base.languages))
    rows = [
        (name, json.dumps([ids, cells], ensure_ascii=False))
        for name, each in base.rows.items()
        for ids, cells in each.items()
    ]
    chunked = [(name, *_chunks(text)) for name, text in rows]
    return BookPage(BASE, (), (), (head, *chunked), hidden=True)


def _chunks(text: str) -> Iterator[str]:
    """Yield the parts of a text that fit into cells, none with a space at its end."""
    while text:
        cut = _CHUNK
        while any(each.isspace() for each in text[cut - 1 : cut + 1]):
            cut -= 1
        yield text[:cut]
        text = text[cut:]


def base_read(page: ReadPage) -> Base | None:
    """Return what a workbook was written from; ``None`` if the sheet is spoiled."""
    lines = [[str(cell) for cell in row] for _, row in sorted(page.rows.items())]
    if not lines or lines[0][0] != _FORM or len(lines[0]) != 4:  # noqa: PLR2004 - see `base_page`
        return None
    _, handbook, digest, languages = lines[0]
    rows: dict[str, dict[Ids, Cells]] = {kind.name: {} for kind in sheets()}
    for name, *chunks in lines[1:]:
        try:
            ids, cells = json.loads("".join(chunks))
            rows[name][tuple(ids)] = dict(cells)
        except (ValueError, TypeError, KeyError):
            return None
    return Base(handbook, digest, tuple(languages.split()), rows)


def rows_of(
    trees: Trees, languages: Sequence[str]
) -> Mapping[str, Mapping[Ids, Cells]]:
    """Return every row of a handbook, by the name of its sheet and its ids."""
    return {
        kind.name: {
            entry.ids: row_of(kind, entry, languages) for entry in kind.entries(trees)
        }
        for kind in sheets()
    }
