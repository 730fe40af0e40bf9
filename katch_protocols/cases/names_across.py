"""What the names of each chapter of a case are in another version of its protocol."""

from collections.abc import Sequence

from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.changes.version import in_charts, now

__all__ = ["NamesAcross"]


class NamesAcross:
    """Carries names from a chapter, by its number, through all moves that follow."""

    def __init__(self, chapters: Sequence[CaseChapter], compiled: CompiledCase) -> None:
        charts = [each.state.compiled.chart for each in chapters]
        self._moves = [
            in_charts(one, other)
            for one, other in zip(charts, [*charts[1:], compiled.chart], strict=True)
        ]

    def of(self, chapter: int, name: str) -> str:
        """Return what a name of a chapter is in the other version."""
        for moves in self._moves[chapter:]:
            name = now(name, moves) if moves else name
        return name
