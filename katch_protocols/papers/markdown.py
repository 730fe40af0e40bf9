"""Tables and texts as Markdown; what a label says stays text."""

import re
from collections.abc import Iterable, Sequence

__all__ = ["plain", "table"]

_MARKS = re.compile(r"([\\`*_\[\]<>|#{}$])")


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is written, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return a table, line by line; cells are Markdown already."""
    return (_line(heads), _line(["---"] * len(heads)), *map(_line, rows))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
