"""What the names of each chapter of a case are in another version of its protocol."""

from collections.abc import Mapping, Sequence

from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.changes.called_now import now
from katch_protocols.changes.version import in_charts, said_moves

__all__ = ["NamesAcross"]


class NamesAcross:
    """Carries names from a chapter, by its number, through all moves that follow.

    Each move says itself by which names it went, since ``moves`` is no part of what a
    version means.

    Args:
        chapters: the past of a case.
        compiled: the other version.
        told: where states went on the way to it, if that is not for its text to say.
    """

    def __init__(
        self,
        chapters: Sequence[CaseChapter],
        compiled: CompiledCase,
        told: Mapping[str, str] | None = None,
    ) -> None:
        charts = [each.state.compiled.chart for each in chapters]
        last = said_moves(charts[-1], compiled.chart) if told is None else told
        self.said = last
        """By which names the case goes on to the other version."""
        ways = [*(each.told_moves for each in chapters[1:]), last]
        self._moves = [
            in_charts(one, other, way)
            for one, other, way in zip(
                charts, [*charts[1:], compiled.chart], ways, strict=True
            )
        ]

    def of(self, chapter: int, name: str) -> str:
        """Return what a name of a chapter is in the other version."""
        for moves in self._moves[chapter:]:
            name = now(name, moves) if moves else name
        return name
