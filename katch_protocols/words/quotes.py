"""Quotation marks inside quotation marks: «…» outside, „…“ within, as Russian has it.

A title may bring its own, such as «Тёплый дом»; where a sentence quotes it, its marks
become the inner ones.
"""

from collections.abc import Iterator, Mapping
from string import Formatter

__all__ = ["filled", "in_quotes"]

_OPENING, _CLOSING = "«", "»"
_INNER = str.maketrans("«»", "„“")
_FORMATTER = Formatter()


def in_quotes(text: str) -> str:
    """Put a text between « and »: ``«Дом „Тёплый“»``."""
    return f"{_OPENING}{_within(text, 1)}{_CLOSING}"


def filled(text: str, gaps: Mapping[str, object]) -> str:
    """Fill the gaps of a text; marks that a gap brings into a quotation are inner ones.

    Raises ``KeyError`` where a gap is left open.
    """
    said = text.format_map(gaps)
    if _OPENING not in text or said.count(_OPENING) == text.count(_OPENING):
        return said
    return "".join(_parts(text, gaps))


def _parts(text: str, gaps: Mapping[str, object]) -> Iterator[str]:
    depth = 0
    for literal, field, form, _ in _FORMATTER.parse(text):
        yield literal
        depth += _opened(literal)
        if field is not None:
            value, _ = _FORMATTER.get_field(field, (), gaps)
            yield _within(format(value, form or ""), depth)


def _opened(text: str) -> int:
    return text.count(_OPENING) - text.count(_CLOSING)


def _within(text: str, depth: int) -> str:
    """Return a text that stands in so many quotations, its own marks the inner ones.

    ``A», «B`` closes the quotation around it and opens another: these marks stay. So
    does one that has no other end.
    """
    if _OPENING not in text or not depth:
        return text
    letters, open_marks = list(text), list[tuple[int, int]]()
    for at, letter in enumerate(letters):
        if letter == _OPENING:
            open_marks.append((at, depth))
            depth += 1
        elif letter == _CLOSING:
            depth -= 1
            if open_marks:
                start, around = open_marks.pop()
                if around > 0:
                    letters[start] = letters[start].translate(_INNER)
                    letters[at] = letter.translate(_INNER)
    return "".join(letters)
