"""A plan is made of every running case, and carried out case by case."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from sqlalchemy import Connection, Row, select, update

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import KatchError, RecordError, StoreError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.stores.answers import Unsound
from katch_protocols.stores.carrying import carry_news
from katch_protocols.stores.case_chapters import chapters_in
from katch_protocols.stores.case_rows import opening_text
from katch_protocols.stores.faults import is_of_all
from katch_protocols.stores.migration import CarriedOut, MigrationPlan, PlannedCase
from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.planning import JudgedCase, MigrationJudge
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.stepping import Stepper
from katch_protocols.stores.tables import cases, micros, open_rows

__all__ = ["plan_migration"]

_BLOCK = 500


def plan_migration(
    steps: Stepper, handbook: Handbook, only: Id | None
) -> MigrationPlan:
    """Judge every running case; see ``StoreMoves.plan_migration``."""
    known = handbook.protocols
    if only is not None and only not in known:
        raise UnknownNameError("protocol", near=nearest_names(only, known))
    moving = _Moving(steps, handbook, only)
    return MigrationPlan(tuple(moving.plan()), moving.carry_out)


class _Moving:
    """Moves running cases to what a handbook means; of ``only`` one protocol."""

    def __init__(self, steps: Stepper, handbook: Handbook, only: Id | None) -> None:
        self._steps, self._handbook, self._only = steps, handbook, only
        self._judges: dict[Id, MigrationJudge] = {}

    def plan(self) -> Iterator[PlannedCase]:
        """Yield what would become of each case of another meaning, by reference."""
        pins: dict[Id, str] = {}
        for reference, protocol, pin in self._running():
            if protocol not in self._handbook.protocols:
                who = reference, protocol
                yield PlannedCase(*who, moves=False, code="own-protocol", name=protocol)
                continue
            if protocol not in pins:
                pins[protocol] = self._judge(protocol).compiled.edition.pin
            if pin == pins[protocol]:
                continue
            judged = self._planned(reference, protocol)
            if judged is not None:
                yield judged

    def _running(self) -> Iterator[tuple[str, Id, str]]:
        running = select(cases.c.reference, cases.c.protocol, cases.c.pin).where(
            cases.c.ended_at.is_(None), cases.c.erased_at.is_(None)
        )
        if self._only is not None:
            running = running.where(cases.c.protocol == self._only)
        last = ""
        while True:
            query = running.where(cases.c.reference > last)
            with self._steps.reading() as tx:
                found = tx.execute(query.order_by(cases.c.reference).limit(_BLOCK))
                block = found.all()
            if not block:
                return
            for row in block:
                yield row.reference, row.protocol, row.pin
            last = block[-1].reference

    def _planned(self, reference: str, protocol: Id) -> PlannedCase | None:
        judge = self._judge(protocol)
        query = select(cases).where(cases.c.reference == reference)
        try:
            with self._steps.reading() as tx:
                row = tx.execute(query).one_or_none()
                if not _is_to_move(row, judge):
                    return None  # it has ended, went or moved since it was listed
                read = chapters_in(tx, self._steps.releases, row)
                now = self._steps.now(tx)
        except KatchError as error:
            if not _is_of_case(error):
                raise
            return PlannedCase(reference, protocol, moves=False, code="unsound")
        judged = judge.judge(read, now)
        return None if judged is None else judged.verdict

    def _judge(self, protocol: Id) -> MigrationJudge:
        found = self._judges.get(protocol)
        if found is None:
            text = self._handbook.protocols[protocol]
            found = self._judges[protocol] = MigrationJudge(
                compiled_case(text, self._handbook)
            )
        return found

    def carry_out(self, planned: Sequence[PlannedCase]) -> CarriedOut:
        """Move cases; see ``MigrationPlan.carry_out``."""
        moved: list[str] = []
        stayed: list[PlannedCase] = []
        failed: list[Unsound] = []
        for number, each in enumerate(planned):
            try:
                found, news = self._move(each.reference, each.protocol)
            except KatchError as error:
                code = getattr(error, "code", "refused")
                event = getattr(error, "event", None)
                if is_of_all(error):  # no other one could be moved either
                    rest = planned[number:]
                    failed += (Unsound(one.reference, code, None) for one in rest)
                    break
                failed.append(Unsound(each.reference, code, event))
                continue
            self._steps.kept.drop(each.reference)
            if found is None:
                continue
            if found.past is None:
                stayed.append(found.verdict)
                continue
            moved.append(each.reference)
            carry_news(self._steps, news)
        return CarriedOut(tuple(moved), tuple(stayed), tuple(failed))

    def _move(
        self, reference: str, protocol: Id
    ) -> tuple[JudgedCase | None, tuple[str, ...]]:
        """Move one case that is held; ``None`` if there is nothing to be done."""
        judge, steps = self._judge(protocol), self._steps
        with steps.writing() as tx:
            row = steps.database.held(tx, reference)
            if not _is_to_move(row, judge):
                return None, ()
            read = chapters_in(tx, steps.releases, row)
            state = read[-1].state
            before, at = len(state.log), steps.instant(steps.now(tx), None, state.last)
            judged = judge.judge(read, at)
            if judged is None or judged.past is None:
                return judged, ()
            news = steps.write(tx, state, before)
            after = judged.moved(max(at, state.last))
            self._keep(tx, judge)
            told = _told(tx, judged)
            return judged, (*news, *_write(tx, steps, after, len(state.log), told))

    def _keep(self, tx: Connection, judge: MigrationJudge) -> None:
        """Keep the handbook, since a case belongs to it from now on."""
        releases = Releases(self._handbook)
        releases.keep(tx, micros(self._steps.now(tx)))
        releases.mean(tx, judge.compiled)


def _is_to_move(row: Row[Any] | None, judge: MigrationJudge) -> TypeGuard[Row[Any]]:
    """Tell whether a case is there, goes on, and has another meaning."""
    if row is None or row.erased_at is not None or row.ended_at is not None:
        return False
    return bool(row.pin != judge.compiled.edition.pin)


def _is_of_case(error: KatchError) -> bool:
    """Tell whether a case does not hold; else it could not be read now."""
    is_text = isinstance(error, StoreError) and error.code == "release"
    return is_text or isinstance(error, RecordError)


def _told(tx: Connection, before: JudgedCase) -> Mapping[Any, int]:
    """Return how many were told of what is open, by the names that it will have."""
    if before.past is None:
        return {}
    renamed = before.past.retelling.renamed
    mine = open_rows.c.reference == before.state.reference
    rows = tx.execute(select(open_rows).where(mine, open_rows.c.told > 0))
    return {(row.kind, renamed(row.name), row.began): row.told for row in rows}


def _write(
    tx: Connection,
    steps: Stepper,
    after: CaseState,
    before: int,
    told: Mapping[Any, int],
) -> tuple[str, ...]:
    """Write the case as it goes on; return of which cases there is news.

    Who was told of a deadline stays with it where its state got another name.
    """
    news = steps.write(tx, after, before)
    replace_open(tx, after, told=told)
    mine = update(cases).where(cases.c.reference == after.reference)
    pin = after.compiled.edition.pin
    tx.execute(mine.values(pin=pin, opening=opening_text(after)))
    return news
