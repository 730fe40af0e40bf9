"""Texts in Mermaid: its two kinds of diagrams escape and begin in the same way."""

import json
import re
from collections.abc import Iterator, Sequence

from katch_protocols.exchange.notation import ExportInput

__all__ = ["BREAK", "escaped", "head"]

BREAK = "<br/>"
"""A line break inside a label."""


def escaped(text: str) -> str:
    """Escape what Mermaid reads as its own: entities are written ``#NUMBER;``.

    Also what it takes for Markdown, for HTML or for a formula in a label.
    """
    line = " ".join(text.split())
    return re.sub(
        r'[#;:"<>{}\\%`&*_~$|@]|-(?=[->])', lambda at: f"#{ord(at[0])};", line
    )


def head(source: ExportInput, notes: Sequence[str]) -> Iterator[str]:
    """Yield the title, which must come first, and the notes as comments."""
    title = source.chart.protocol.title.say(source.language)
    said = json.dumps(" ".join(title.split()), ensure_ascii=False)
    yield from ("---", f"title: {said.replace('%', _PERCENT)}", "---")
    for note in notes:
        yield f"%% {re.sub('%+', '%', ' '.join(note.split()))}"


_PERCENT = "\\u0025"
