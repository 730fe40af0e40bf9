"""A plan is made of every running case, and carried out case by case."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select, update

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import KatchError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.stores.answers import Unsound
from katch_protocols.stores.carrying import carry_news
from katch_protocols.stores.case_chapters import chapters_in
from katch_protocols.stores.case_rows import opening_text
from katch_protocols.stores.migration import CarriedOut, MigrationPlan, PlannedCase
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
    moving = _Moving(steps, handbook, [only] if only is not None else list(known))
    return MigrationPlan(tuple(moving.plan()), moving.carry_out)


class _Moving:
    """Moves running cases of some protocols to what a handbook makes of them."""

    def __init__(
        self, steps: Stepper, handbook: Handbook, protocols: Sequence[Id]
    ) -> None:
        self._steps, self._handbook = steps, handbook
        self._protocols = protocols
        self._judges: dict[Id, MigrationJudge] = {}

    def plan(self) -> Iterator[PlannedCase]:
        """Yield what would become of each case of another meaning, by reference."""
        pins: dict[Id, str] = {}
        for reference, protocol, pin in self._running():
            if protocol not in pins:
                pins[protocol] = self._judge(protocol).compiled.edition.pin
            if pin == pins[protocol]:
                continue
            judged = self._planned(reference, protocol)
            if judged is not None:
                yield judged

    def _running(self) -> Iterator[tuple[str, Id, str]]:
        last = ""
        while True:
            query = select(cases.c.reference, cases.c.protocol, cases.c.pin).where(
                cases.c.reference > last,
                cases.c.protocol.in_(self._protocols),
                cases.c.ended_at.is_(None),
                cases.c.erased_at.is_(None),
            )
            with self._steps.reading() as tx:
                found = tx.execute(query.order_by(cases.c.reference).limit(_BLOCK))
                block = found.all()
            if not block:
                return
            for row in block:
                yield row.reference, row.protocol, row.pin
            last = block[-1].reference

    def _planned(self, reference: str, protocol: Id) -> PlannedCase | None:
        query = select(cases).where(cases.c.reference == reference)
        try:
            with self._steps.reading() as tx:
                row = tx.execute(query).one()
                read = chapters_in(tx, self._steps.releases, row)
                now = self._steps.now(tx)
        except KatchError:
            return PlannedCase(reference, protocol, moves=False, code="unsound")
        judged = self._judge(protocol).judge(read, now)
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
        for each in planned:
            try:
                found, news = self._move(each.reference, each.protocol)
            except KatchError as error:
                code = getattr(error, "code", "refused")
                event = getattr(error, "event", None)
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
        pin = judge.compiled.edition.pin
        with steps.writing() as tx:
            row = steps.database.held(tx, reference)
            if row is None or row.erased_at is not None or row.ended_at is not None:
                return None, ()
            if row.pin == pin:
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
            _rename(tx, reference, judged)
            return judged, (*news, *_write(tx, steps, after, len(state.log)))

    def _keep(self, tx: Connection, judge: MigrationJudge) -> None:
        """Keep the handbook, since a case belongs to it from now on."""
        releases = Releases(self._handbook)
        releases.keep(tx, micros(self._steps.now(tx)))
        releases.mean(tx, judge.compiled)


def _rename(tx: Connection, reference: str, judged: JudgedCase) -> None:
    """Let what was told of a deadline stay with it where its state got another name."""
    if judged.past is None:
        return
    renamed = judged.past.retelling.renamed
    mine = open_rows.c.reference == reference
    told = tx.execute(select(open_rows).where(mine, open_rows.c.told > 0)).all()
    names: Mapping[str, str] = {row.name: renamed(row.name) for row in told}
    for row in told:
        if names[row.name] == row.name:
            continue
        is_row = mine & (open_rows.c.kind == row.kind) & (open_rows.c.name == row.name)
        tx.execute(update(open_rows).where(is_row).values(name=names[row.name]))


def _write(
    tx: Connection, steps: Stepper, after: CaseState, before: int
) -> tuple[str, ...]:
    """Write the case as it goes on; return of which cases there is news."""
    news = steps.write(tx, after, before)
    mine = update(cases).where(cases.c.reference == after.reference)
    pin = after.compiled.edition.pin
    tx.execute(mine.values(pin=pin, opening=opening_text(after)))
    return news
