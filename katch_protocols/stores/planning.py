"""A running case is judged: it moves, or stays and why; and it is moved."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.cases.acting import advance
from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.migrating import (
    RetoldPast,
    moved_case,
    overdue_at,
    retold,
)
from katch_protocols.cases.state import CaseState
from katch_protocols.charts.binding import safeguard_title
from katch_protocols.errors import AdvanceError, RecordError
from katch_protocols.model.noun import Id, Label
from katch_protocols.stores.broken_order import broken_order, order_sentences
from katch_protocols.stores.migration import OverdueAtOnce, PlannedCase
from katch_protocols.stores.reaching import MOST_CONFIGURATIONS, Reaching

__all__ = ["JudgedCase", "MigrationJudge"]


class JudgedCase(Struct, frozen=True):
    """A case with its verdict; ``past`` where it moves, at ``at`` by the store's clock.

    ``state`` is the case under the version that it has, after what the clock owed.
    """

    verdict: PlannedCase
    state: CaseState
    past: RetoldPast | None = None

    def moved(self, at: datetime) -> CaseState:
        """Return the case as it goes on; only of one that moves."""
        if self.past is None:
            raise RecordError("now")
        after = moved_case(self.past, self.state, at)
        after.settle(at)
        after.schedule_wake()
        return after


class MigrationJudge:
    """Judges the running cases of one protocol for another version of it."""

    def __init__(
        self, compiled: CompiledCase, *, limit: int = MOST_CONFIGURATIONS
    ) -> None:
        self.compiled = compiled
        self._reaching = Reaching(compiled, limit)
        self._order = order_sentences(compiled)

    def judge(self, read: list[CaseChapter], at: datetime) -> JudgedCase | None:
        """Judge a case at an instant; ``None`` if what the clock owed ends it."""
        state = read[-1].state
        protocol = state.compiled.protocol.id

        def stays(
            code: str, name: str, event: int | None, first: int | None
        ) -> JudgedCase:
            who = state.reference, protocol
            title = self._title(name) if code == "sentence" else None
            found = PlannedCase(*who, moves=False, code=code, name=name, title=title)
            return JudgedCase(replace(found, event=event, first=first), state)

        try:
            advance(state, max(at, state.last))
        except AdvanceError:
            return stays("due", "", None, None)
        if state.compiled.table.is_final(state.word):
            return None
        past = retold(read, self.compiled)
        first = past.retelling.first
        for code, name, event in (*self._obstacles(past), *self._days(at)):
            return stays(code, name, event, first)
        moved = JudgedCase(
            PlannedCase(state.reference, protocol, moves=True), state, past
        )
        overdue = tuple(_overdue(moved, max(at, state.last)))
        verdict = PlannedCase(
            state.reference, protocol, moves=True, first=first, overdue=overdue
        )
        return JudgedCase(verdict, state, past)

    def _title(self, safeguard: Id) -> Label | None:
        compiled = self.compiled
        return safeguard_title(compiled.chart, compiled.handbook, safeguard)

    def _obstacles(self, past: RetoldPast) -> Iterator[tuple[str, str, int | None]]:
        """Yield why a case stays: the code, what it is about, and the event."""
        retelling, table = past.retelling, self.compiled.table
        for gap in past.gaps:
            yield gap.kind, gap.name, None
        if retelling.broken is not None:
            number, constraint = retelling.broken
            yield "sentence", constraint.safeguard, number
        broken = broken_order(retelling, self._order)
        if broken is not None:
            number, safeguard = broken
            yield "sentence", safeguard, number
        if table.is_final(past.word):
            yield "ends", "", None
        reaches = self._reaching.reaches(retelling.state)
        if reaches is False:
            yield "unreachable", "", None
        if reaches is None and not retelling.is_legal:
            yield "too-large", "", None

    def _days(self, at: datetime) -> Iterator[tuple[str, str, None]]:
        """Yield that the new version is not in force; said where all else would do."""
        compiled = self.compiled
        if at < compiled.since:
            yield "not-yet", str(compiled.protocol.valid_from), None
        if at >= compiled.until:
            yield "no-longer", str(compiled.protocol.valid_to), None


def _overdue(judged: JudgedCase, at: datetime) -> Iterator[OverdueAtOnce]:
    """Yield what would be overdue after a move and was not before."""
    past = judged.past
    if past is None:
        return
    renamed = past.retelling.renamed
    before = {renamed(name) for name, _ in overdue_at(judged.state, at)}
    for name, due in overdue_at(judged.moved(at), at):
        if name not in before:
            yield OverdueAtOnce(name, due)
