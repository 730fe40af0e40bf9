"""A comparison as plain data, for ``--format json``."""

from dataclasses import dataclass
from typing import Any

from katch_protocols.answers import Answerable, encode
from katch_protocols.changes.compare import Comparison
from katch_protocols.changes.nouns import Written
from katch_protocols.findings import Place
from katch_protocols.model.handbook import Handbook

__all__ = ["to_json"]

Plain = dict[str, Any]


def to_json(comparison: Comparison, before: Handbook, after: Handbook) -> Plain:
    """Return a comparison of two handbooks; the schema is in the docs."""
    return {
        "same": comparison.is_same,
        "duties": encode(comparison.duties),
        "deadlines": encode(comparison.deadlines),
        "handoffs": encode(comparison.handoffs),
        "deliveries": encode(comparison.deliveries),
        "behaviour": encode(comparison.behaviour),
        "written": encode(
            [_placed(each, before, after) for each in comparison.written]
        ),
        "meaningless": encode(comparison.meaningless),
    }


@dataclass(frozen=True)
class _WrittenInFile(Answerable):
    """A change, with its place in a file where one is known."""

    KEYS = (
        "change=became",
        "path=written.path",
        "from_path=written.origin",
        "file=place.file",
        "line=place.line",
        "column=place.column",
        "before=written.before",
        "after=written.after",
    )

    written: Written
    place: Place | None

    @property
    def became(self) -> str:
        return "moved" if self.written.moved else self.written.kind


def _placed(change: Written, before: Handbook, after: Handbook) -> _WrittenInFile:
    """Find the place of a change in the later version, else in the earlier one."""
    book = before if change.after is None else after
    return _WrittenInFile(change, book.place(change.path))
