"""The words of a value, each with its place in the file."""

import re
from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.editors.pages import WrittenPage
from katch_protocols.files.field_types.sentences import (
    CONDITION,
    DELAY,
    DURATION,
    MEASURE,
    SAFEGUARD,
    TARGET,
)
from katch_protocols.files.tokens import FileToken, Kind
from katch_protocols.findings import Path
from katch_protocols.sentences.grammar import Word, scan

__all__ = ["NameUse", "inside", "sentence_kind", "sentence_words"]

_SENTENCES: Mapping[int, str] = {
    id(CONDITION): "condition",
    id(SAFEGUARD): "safeguard",
    id(MEASURE): "measure",
    id(TARGET): "target",
    id(DURATION): "duration",
    id(DELAY): "duration",
}
"""The kind of each sentence, by the object that reads it."""


def sentence_kind(kind: Kind) -> str:
    """Return which sentence is written somewhere; empty where none is."""
    return _SENTENCES.get(id(kind), "")


class NameUse(Struct, frozen=True):
    """A name at a place of a file, and the paths of the declarations that it means.

    ``start`` and ``end`` count characters; quotation marks are outside.
    """

    file: str
    start: int
    end: int
    text: str
    targets: tuple[Path, ...]
    declares: bool = False


def sentence_words(page: WrittenPage, token: FileToken) -> tuple[tuple[int, Word], ...]:
    """Return the words of a sentence, each with its place in the file.

    Empty where they cannot be told apart in the file: escapes hide them.
    """
    start, raw = inside(page, token)
    found = scan(raw)
    if [word.text for word in found] != [word.text for word in scan(token.text)]:
        return ()
    return tuple((start + word.column - 1, word) for word in found)


_PROPERTY = re.compile(r"[&!]\S*\s+")
"""An anchor or a tag before a value."""


def inside(page: WrittenPage, token: FileToken) -> tuple[int, str]:
    """Return where the text of a token begins, and how it is written."""
    raw = page.text[token.start : token.end]
    start = 0
    while found := _PROPERTY.match(raw, start):
        start = found.end()
    if token.style in {"'", '"'}:
        return token.start + start + 1, raw[start + 1 : -1]
    if token.style:
        start = raw.find("\n", start) + 1
        start += len(raw[start:]) - len(raw[start:].lstrip())
    return token.start + start, raw[start:].rstrip()
