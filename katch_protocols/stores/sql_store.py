"""A store on a database: what the face of it promises, done in transactions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from katch_protocols.cases.arguments import (
    instant_of,
    require_opaque,
    require_text,
)
from katch_protocols.cases.beginning import begun
from katch_protocols.cases.case import Case
from katch_protocols.cases.case import open_case as open_compiled
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.request import Actor
from katch_protocols.model.noun import Id
from katch_protocols.stores.answers import (
    CaseLine,
    Done,
    Loaded,
    StoreInfo,
    Ticked,
    Verified,
    Work,
)
from katch_protocols.stores.database import Database
from katch_protocols.stores.faults import told_apart
from katch_protocols.stores.hosted import HostedDatabase, connection_of
from katch_protocols.stores.kept_cases import KeptCases
from katch_protocols.stores.lists import list_cases, list_work, most_rows
from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.openings import open_once
from katch_protocols.stores.people import partners_of, person_named
from katch_protocols.stores.references import new_reference, new_salt
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.sheets import export_cases, load_cases
from katch_protocols.stores.stepping import Clock, Stepper, there, token_of
from katch_protocols.stores.store import Directory, Sheet, Store, Who
from katch_protocols.stores.stored_case import StoredCase
from katch_protocols.stores.tables import LAST, cases, instant, open_rows
from katch_protocols.stores.ticking import tick
from katch_protocols.stores.verifying import verify_cases

__all__ = ["SqlStore"]


class SqlStore(Store):
    """A store on SQLite or PostgreSQL."""

    def __init__(  # noqa: PLR0913 - everything that a store is made of
        self,
        database: Database,
        releases: Releases,
        identity: Row[Any],
        *,
        actors: Directory | None,
        clock: Clock | None,
        is_hosted: bool,
    ) -> None:
        self._steps = Stepper(database, releases, KeptCases(), clock)
        self._identity, self._is_hosted, self._actors = identity, is_hosted, actors

    def open_case(  # noqa: PLR0913 - as the face has it
        self,
        protocol: Id,
        *,
        region: Id | None = None,
        by: Who | None = None,
        facts: Mapping[Id, str] | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> StoredCase:
        """Open a case; see the face."""
        compiled = self._steps.releases.newest(require_text("protocol", protocol))
        opener = by.token if isinstance(by, Actor) else by
        beginning = begun(None, opener, facts, new_salt())
        token = None if key is None else require_opaque("key", key)
        asked = compiled.protocol.id, region, opener, dict(facts or {})
        steps = self._steps

        def begin(instant: datetime) -> Case:
            return open_compiled(compiled, new_reference(), region, instant, beginning)

        with steps.writing() as tx:
            state = open_once(tx, steps, asked, token, at, begin)
        steps.kept.put(state.copy())
        return StoredCase(state)

    def do(  # noqa: PLR0913 - as the face has it
        self,
        reference: str,
        activity: str,
        *,
        by: Who,
        at: datetime | None = None,
        together_with: Sequence[Who] = (),
        records: Mapping[str, str] | None = None,
        reason: Id | None = None,
        role: Id | None = None,
        state: str | None = None,
        opens_in: Id | None = None,
        expected_version: int | None = None,
        key: str | None = None,
    ) -> Done:
        """Do an activity; see the face."""
        actor = person_named(self._actors, "by", by)
        partners = partners_of(self._actors, together_with)

        def act(case: Case, instant: datetime) -> CaseEvent:
            return case.do(
                activity,
                by=actor,
                at=instant,
                together_with=partners,
                records=records,
                reason=reason,
                role=role,
                state=state,
                opens_in=opens_in,
                expected_version=expected_version,
                key=key,
            )

        return self._steps.step(reference, key, at, act)

    def stand_in(  # noqa: PLR0913 - as the face has it
        self,
        reference: str,
        *,
        by: Who,
        deputy: str,
        role: Id,
        until: datetime,
        at: datetime | None = None,
        expected_version: int | None = None,
        key: str | None = None,
    ) -> Done:
        """Lend a role; see the face."""
        actor = person_named(self._actors, "by", by)

        def act(case: Case, instant: datetime) -> CaseEvent:
            return case.stand_in(
                by=actor,
                deputy=deputy,
                role=role,
                until=until,
                at=instant,
                expected_version=expected_version,
                key=key,
            )

        return self._steps.step(reference, key, at, act)

    def signal(  # noqa: PLR0913 - as the face has it
        self,
        reference: str,
        name: str,
        *,
        by: str | None = None,
        at: datetime | None = None,
        records: Mapping[str, str] | None = None,
        state: str | None = None,
        expected_version: int | None = None,
        key: str | None = None,
    ) -> Done:
        """Tell a signal; see the face."""

        def act(case: Case, instant: datetime) -> CaseEvent:
            return case.signal(
                name,
                at=instant,
                by=by,
                records=records,
                state=state,
                expected_version=expected_version,
                key=key,
            )

        return self._steps.step(reference, key, at, act)

    def tell(  # noqa: PLR0913 - as the face has it
        self,
        reference: str,
        opened: str,
        became: str,
        *,
        by: str | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Done:
        """Tell what became of an opened case; see the face."""

        def act(case: Case, instant: datetime) -> CaseEvent:
            return case.tell(opened, became, at=instant, by=by, key=key)

        return self._steps.step(reference, key, at, act)

    def case(self, reference: str) -> StoredCase:
        """Return a case; see the face."""
        token = token_of(reference)
        with self._steps.reading() as tx:
            row = tx.execute(select(cases).where(cases.c.reference == token)).first()
            found = there(row)
            state = self._steps.looked_at(tx, found)
        return StoredCase(state)

    def work(  # noqa: PLR0913 - as the face has it
        self,
        *,
        held_by: Id | None = None,
        region: Id | None = None,
        protocol: Id | None = None,
        state: str | None = None,
        before: datetime | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> tuple[Work, ...]:
        """Return a page of what is open; see the face."""
        wanted = {
            "held_by": held_by,
            "region": region,
            "protocol": protocol,
            "name": state,
        }
        until = None if before is None else instant_of("before", before, EVER)
        with self._steps.reading() as tx:
            return list_work(tx, wanted, until, after, limit)

    def cases(  # noqa: PLR0913 - as the face has it
        self,
        *,
        region: Id | None = None,
        protocol: Id | None = None,
        opened_by: str | None = None,
        ended: bool | None = False,
        after: str | None = None,
        limit: int = 50,
    ) -> tuple[CaseLine, ...]:
        """Return a page of cases; see the face."""
        wanted = {"region": region, "protocol": protocol, "opener": opened_by}
        with self._steps.reading() as tx:
            return list_cases(tx, wanted, ended, after, limit)

    def tick(self, *, limit: int = 100) -> Ticked:
        """Take what has come due; see the face."""
        return tick(self._steps, most_rows(limit))

    def next_alarm(self) -> datetime | None:
        """Return when something is due next; see the face."""
        with self._steps.reading() as tx:
            found = tx.execute(select(func.min(open_rows.c.next_at))).scalar()
        return None if found is None or found == LAST else instant(found)

    def using(self, connection: object) -> "SqlStore":
        """Write in a transaction of the host's; see the face."""
        steps = self._steps
        with told_apart():
            found = connection_of(connection, self._identity)
        other = SqlStore(
            HostedDatabase(steps.database, found),
            steps.releases,
            self._identity,
            actors=self._actors,
            clock=steps.clock,
            is_hosted=True,
        )
        other._steps.kept = steps.kept
        return other

    def info(self) -> StoreInfo:
        """Return where the store is and what it promises; see the face."""
        with self._steps.reading() as tx:
            found = self._steps.database.durability(tx)
        return StoreInfo(
            self._identity.id,
            self._identity.name,
            self._identity.schema_version,
            found.database,
            found.where,
            found.journal,
            found.promise,
            self._is_hosted,
        )

    def verify(self, reference: str | None = None) -> Verified:
        """Go through cases again; see the face."""
        token = None if reference is None else token_of(reference)
        return verify_cases(self._steps.reading, self._steps.releases, token)

    def rebuild(self) -> int:
        """Reckon anew what is open; see the face."""
        query = select(cases.c.reference).where(
            cases.c.ended_at.is_(None), cases.c.erased_at.is_(None)
        )
        with self._steps.reading() as tx:
            found = tx.execute(query).scalars().all()
        for reference in found:
            with self._steps.writing() as tx:
                row = there(self._steps.database.held(tx, reference))
                replace_open(tx, self._steps.load(tx, row))
        return len(found)

    def export(self, file: Sheet) -> int:
        """Write every case as a line; see the face."""
        return export_cases(
            self._steps.reading, self._steps.releases, self._identity, file
        )

    def load(self, file: Sheet) -> Loaded:
        """Add the cases of a file; see the face."""
        return load_cases(self._steps.writing, self._steps.releases, file)

    def close(self) -> None:
        """Close every connection; see the face."""
        with told_apart():
            self._steps.database.close()
