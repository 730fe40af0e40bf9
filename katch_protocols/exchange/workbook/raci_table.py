"""A table of who is responsible, as ministries keep it: found and read on a sheet."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from katch_protocols.sheets.book import ReadPage
from katch_protocols.sheets.workbook import OddCell

__all__ = ["StepRow", "StepTable", "find_table"]

_BETWEEN = re.compile(r"[\s/,;+&]+")
_NUMBER = re.compile(r"[\d.\s)(]+")
_DASHES = frozenset("-–—−")
"""Signs that stand in a cell where nothing is to stand."""
_FEWEST = 2
"""A table has so many cells with letters at least."""


@cache
def _words() -> Mapping[str, Any]:
    path = Path(__file__).parent / "data" / "raci.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


class StepRow(Struct, frozen=True):
    """A row of the table.

    Attributes:
        line: Its number on the sheet, from 1.
        step: What is done; of a row without letters: what heads the rows below it.
        letters: The letters of each body, by column.
        limit: In what time, as it is written.
        more: What other columns say, by their heads.
        odd: Cells in the column of a body that are no letters, by column.
    """

    line: int
    step: str
    letters: Mapping[int, str]
    limit: str
    more: Mapping[str, str]
    odd: Mapping[int, str]

    def who(self, letter: str) -> tuple[int, ...]:
        """Return the columns that have a letter."""
        return tuple(at for at, letters in self.letters.items() if letter in letters)


class StepTable(Struct, frozen=True):
    """The bodies by column, and the rows below them.

    ``title`` is the first text above the table; empty where there is none. ``letters``
    are those that stand in it, and which of R, A, C, I each was read as, where they
    are others.
    """

    title: str
    bodies: Mapping[int, str]
    rows: tuple[StepRow, ...]
    letters: Mapping[str, str]


Alphabet = Mapping[str, str]
"""The letters of a table, and which of R, A, C, I each is."""


def _letters(cell: str, alphabet: Alphabet) -> str:
    """Return the letters of a cell, each once; empty where it holds something else."""
    text = _BETWEEN.sub("", cell.upper().strip(" *."))
    found = [alphabet.get(letter, "") for letter in text]
    return "".join(dict.fromkeys(found)) if all(found) else ""


def _alphabet(cells: Sequence[str]) -> Alphabet:
    """Return the alphabet that reads most cells, and that says who does something."""
    every: Sequence[Alphabet] = _words()["alphabets"]

    def reads(alphabet: Alphabet) -> tuple[bool, int]:
        read = [_letters(cell, alphabet) for cell in cells]
        return any("R" in each for each in read), sum(map(bool, read))

    return max(every, key=reads)


def _texts(row: Sequence[str | OddCell]) -> list[str]:
    empty = (isinstance(cell, OddCell) or cell.strip() in _DASHES for cell in row)
    return ["" if no else str(cell) for no, cell in zip(empty, row, strict=True)]


def _spread(row: Sequence[str | OddCell], alphabet: Alphabet) -> list[str]:
    """Return the texts of a row; letters that are merged count for each body there."""
    texts = _texts(row)
    for at, cell in enumerate(row):
        if at and cell is OddCell.MERGED and _letters(texts[at - 1], alphabet):
            texts[at] = texts[at - 1]
    return texts


def find_table(pages: Sequence[ReadPage]) -> StepTable | None:
    """Return the first table of responsibilities of a workbook."""
    found = (_table(page) for page in pages)
    return next((table for table in found if table is not None), None)


def _table(page: ReadPage) -> StepTable | None:
    said = map(_texts, page.rows.values())
    alphabet = _alphabet([cell for row in said for cell in row if cell])
    rows = {at: _spread(row, alphabet) for at, row in sorted(page.rows.items())}
    lettered = {
        number: {at for at, cell in enumerate(row) if _letters(cell, alphabet)}
        for number, row in rows.items()
    }
    marked = [
        number
        for number, columns in lettered.items()
        if columns
        and any(cell and at not in columns for at, cell in enumerate(rows[number]))
    ]
    if not marked or sum(len(lettered[number]) for number in marked) < _FEWEST:
        return None
    columns = {at for number in marked for at in lettered[number]}
    above = [number for number in rows if number < marked[0]]
    head = next(
        (n for n in reversed(above) if any(_at(rows[n], at) for at in columns)), None
    )
    if head is None and any(
        cell and at in columns - lettered[marked[0]]
        for at, cell in enumerate(rows[marked[0]])
    ):
        # What some bodies are called can be read as letters: НКО, IC.
        head = marked.pop(0)
        columns = {at for number in marked for at in lettered[number]}
    if head is None:
        return None
    heads, first = _heads(rows, head)
    bodies = {at: heads[at] for at in sorted(columns) if _at(heads, at)}
    below = {number: row for number, row in rows.items() if number > head}
    step = _step_column(heads, [*below.values()], bodies)
    limit = next(
        (
            at
            for at, text in enumerate(heads)
            if at not in bodies and _is_head(text, "deadline")
        ),
        None,
    )
    above_it = (cell for n in above if n < first for cell in rows[n] if cell)
    found = tuple(_rows(heads, below, alphabet, bodies, step, limit))
    used = {
        letter
        for row in below.values()
        for at in bodies
        if _letters(_at(row, at), alphabet)
        for letter in _at(row, at).upper()
    }
    is_other = "R" not in alphabet
    read = {each: alphabet[each] for each in alphabet if each in used and is_other}
    return StepTable(next(above_it, ""), bodies, found, read)


def _heads(rows: Mapping[int, Sequence[str]], head: int) -> tuple[Sequence[str], int]:
    """Return what heads each column, and the row in which the heads begin.

    Where the bodies stand together under one head, the other heads are in the row above
    them; a row with one text is the title of the table.
    """
    over = rows.get(head - 1, ())
    if sum(map(bool, over)) < _FEWEST:
        return rows[head], head
    width = max(len(over), len(rows[head]))
    return [_at(rows[head], at) or _at(over, at) for at in range(width)], head - 1


def _at(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _is_head(text: str, kind: str) -> bool:
    small = text.lower().strip(" .:")
    words: Sequence[str] = _words()["heads"][kind]
    if kind == "number":
        return small in words
    return any(small.startswith(word) for word in words)


def _step_column(
    heads: Sequence[str],
    some: Sequence[Sequence[str]],
    bodies: Mapping[int, str],
) -> int:
    """Return the column of what is done: by its head, else the first that may be.

    That is one that says something, and more than numbers.
    """
    most = max((len(row) for row in some), default=0)
    found: list[int] = []
    for at in range(most):
        if at in bodies or _is_head(_at(heads, at), "number"):
            continue
        texts = [_at(row, at) for row in some if _at(row, at)]
        if texts and not all(_NUMBER.fullmatch(text) for text in texts):
            found.append(at)
    headed = (at for at in found if _is_head(_at(heads, at), "step"))
    return next(headed, next(iter(found), 0))


def _rows(  # noqa: PLR0913, PLR0917 - the parts of a table
    heads: Sequence[str],
    rows: Mapping[int, Sequence[str]],
    alphabet: Alphabet,
    bodies: Mapping[int, str],
    step: int,
    limit: int | None,
) -> Iterator[StepRow]:
    for line, row in rows.items():
        cells = {at: _at(row, at) for at in bodies if _at(row, at)}
        letters = {at: _letters(cell, alphabet) for at, cell in cells.items()}
        more = {
            heads[at]: cell
            for at, cell in enumerate(row)
            if cell and at not in (step, limit) and at not in bodies
            if _at(heads, at) and not _is_head(heads[at], "number")
        }
        yield StepRow(
            line,
            _at(row, step),
            {at: found for at, found in letters.items() if found},
            _at(row, limit),
            more,
            {at: cells[at] for at, found in letters.items() if not found},
        )
