"""Every part of a handbook as written, each with its path in the files."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from katch_protocols.files.file_kinds import written_as
from katch_protocols.findings import Path
from katch_protocols.model.handbook import FILED, Handbook
from katch_protocols.model.noun import Label, Noun
from katch_protocols.model.states import Timer

__all__ = ["Parts", "parts"]

Parts = Mapping[type[Noun], tuple[tuple[Path, Any], ...]]
"""Nouns by their type, in the order of the files, each behind its path."""

_SENTENCES = frozenset({"when", "rule"})
"""Fields that a file writes as one sentence: nothing below has a place of its own."""


def parts(handbook: Handbook) -> Parts:
    """Walk the handbook once and sort its nouns by type."""
    found: dict[type[Noun], list[tuple[Path, Noun]]] = defaultdict(list)
    for key, value in handbook.__dict__.items():
        path: Path = (key,) if key in FILED else ("handbook", key)
        for where, noun in _inside(value, path):
            found[type(noun)].append((where, noun))
    return {kind: tuple(nouns) for kind, nouns in found.items()}


def _inside(value: object, path: Path) -> Iterator[tuple[Path, Noun]]:
    if isinstance(value, Noun):
        yield path, value
        if not isinstance(value, Label):
            yield from _fields(value, path)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _inside(each, (*path, key))
    elif isinstance(value, tuple):
        for position, each in enumerate(value):
            key = str(each.limit) if isinstance(each, Timer) else position
            yield from _inside(each, (*path, key))


def _fields(noun: Noun, path: Path) -> Iterator[tuple[Path, Noun]]:
    for key, value in noun.__dict__.items():
        if not value or key in _SENTENCES or isinstance(value, str):
            continue
        written = written_as().get((type(noun), key), (key,))
        yield from _inside(value, (*path, *written))
