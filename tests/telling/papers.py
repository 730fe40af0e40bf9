"""Papers, read back from their files: cards (PDF), slides (PPTX), annex (DOCX)."""

import io
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import pptx

from katch_protocols.words.say import entries, say
from katch_protocols.words.unparted import NO_BREAK
from tests.papers.programs import program
from tests.telling.rows import (
    BASES,
    LETTERS,
    PARTS,
    SPAN,
    Cell,
    Due,
    Row,
    due_in,
    spaced,
    span_of,
)

__all__ = ["annex_cells", "annex_duties", "cards", "slide_deadlines"]

_Table = list[list[str]]


def _say(key: str, language: str) -> str:
    domain = "duties" if key.startswith("part-") else "papers"
    return say(f"{domain}.{key}", language)


def _part(said: str, language: str) -> str:
    (found,) = (part for part in PARTS if _say(f"part-{part}", language) == said)
    return found


# Cards.


def cards(
    pdf: Path, language: str, bodies: Sequence[str], titles: Sequence[str]
) -> Iterator[tuple[str, tuple[int, ...], list[Row]]]:
    """Yield each card: its body, the numbers in its head, its duties.

    A card begins where the name of the next body stands in a head; one may go on.
    """
    command = [program("pdftotext"), "-raw", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    card, must = _say("card", language), _say("must-do", language)
    comes = _say("comes-to-us", language)
    late = entries("papers", language)["if-late"].partition("{")[0]
    pieces = re.split(rf"{re.escape(card)} ·", text)[1:]
    for body, whole in zip(bodies, pieces, strict=True):
        # What stands at the foot of a page is no part of what goes on upon the next.
        pages = (spaced(page).partition(late)[0] for page in whole.split("\f"))
        piece = " ".join(pages)
        head, _, rest = piece.partition(must)
        assert _bare(body) in _bare(head)
        named = len(re.findall(r"\b\d+\b", body))  # a number in a name counts nothing
        counts = tuple(map(int, re.findall(r"\b\d+\b", head)[named:]))
        yield (
            body,
            counts,
            list(_duties(rest.partition(comes)[0], language, body, titles)),
        )


def _bare(text: str) -> str:
    """Leave out spaces and hyphens: a narrow head may part a long name anywhere."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def _duties(
    text: str, language: str, body: str, titles: Sequence[str]
) -> Iterator[Row]:
    longest = sorted({spaced(each) for each in titles}, key=len, reverse=True)
    known = "|".join(map(re.escape, longest))
    # A file may hold the columns of a card in any order: the numbers tell that all are.
    found = [*re.finditer(rf"(?<!\S)(?P<at>\d+) (?P<duty>{known})(?!\S)", text)]
    numbers = sorted(int(row["at"]) for row in found)
    assert numbers == [*range(1, len(found) + 1)], body
    ends = [row.start() for row in found[1:]] + [len(text)]
    for row, end in zip(found, ends, strict=True):
        yield Row(body, row["duty"], *_told(text[row.end() : end].strip(), language))


def _told(said: str, language: str) -> tuple[frozenset[str], Due | None]:
    """Read what stands under a title, then the pill: the last span of the row."""
    words = [_say(f"part-{part}", language) for part in PARTS[:3]]
    any_part = "|".join(map(re.escape, words))
    parts = re.match(rf"((?:{any_part})(?:, (?:{any_part}))*)", said)
    assert parts is not None, said
    named = frozenset(_part(each, language) for each in parts[1].split(", "))
    rest = said[parts.end() :]
    basis = re.match(rf" · ({'|'.join(map(re.escape, BASES))})(?= |$)", rest)
    if basis is None:
        return named, None
    spans = [each for each in SPAN.finditer(rest) if rest[each.end() :][:2] != " ("]
    return named, Due(*span_of(spans[-1]), BASES[basis[1]])


# Slides.


def _slides(made: bytes) -> Iterator[tuple[str, _Table]]:
    """Yield every table with the title of its slide."""
    for slide in pptx.Presentation(io.BytesIO(made)).slides:
        title = slide.shapes.title
        for shape in slide.shapes:
            if shape.has_table:
                rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
                said = title.text_frame.text if title is not None else ""
                yield re.sub(r" \(\d+/\d+\)$", "", said), rows


def slide_deadlines(made: bytes) -> Iterator[tuple[str, Due]]:
    """Yield each row of the deadlines: where, and by when; not how many are left."""
    for _, (_, *rows) in _slides(made):
        for where, when, basis in (row for row in rows if len(row) == 3 and row[1]):
            yield where, Due(*span_of(SPAN.match(when)), BASES[basis])


def _cells(table: _Table, language: str) -> Iterator[Cell]:
    """Read a matrix: number, duty, by when, then a column a party."""
    head, *rows = table
    for row in rows:
        if row[0].isdigit():
            for party, letters in zip(head[3:], row[3:], strict=True):
                for letter in letters.split():
                    part = LETTERS[language][letter]
                    yield Cell(party, row[1], part, due_in(row[2]))


# The annex.


def bare(text: str) -> str:
    """Return a text of the annex with plain spaces."""
    return text.replace(NO_BREAK, " ")


def annex_cells(made: bytes, language: str) -> Iterator[Cell]:
    heads = [_say(key, language) for key in ("number", "duty", "by-when")]
    for table in docx.Document(io.BytesIO(made)).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if rows[0][:3] == heads:
            yield from _cells(rows, language)


def annex_duties(made: bytes) -> Iterator[tuple[str, list[str]]]:
    """Yield each numbered point that has parts, and these parts."""
    found: list[tuple[str, list[str]]] = []
    for paragraph in docx.Document(io.BytesIO(made)).paragraphs:
        text = bare(paragraph.text)
        if text.endswith(":"):
            found.append((text[:-1], []))
        elif found and text.endswith((";", ".")):
            found[-1][1].append(text[:-1])
    return iter(found)
