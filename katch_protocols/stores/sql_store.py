"""A store on a database: what the face of it promises, done in transactions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from katch_protocols.arguments import typed
from katch_protocols.cases.arguments import (
    instant_of,
    require_opaque,
    require_text,
    text_or_none,
    wrong_type,
)
from katch_protocols.cases.beginning import Beginning
from katch_protocols.cases.case import Case
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.open_case import open_case as open_compiled
from katch_protocols.errors import StoreError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.stores.acts import Act
from katch_protocols.stores.answers import (
    CaseLine,
    Done,
    Loaded,
    StoreInfo,
    Ticked,
    Verified,
    Work,
)
from katch_protocols.stores.carrying import carry_news
from katch_protocols.stores.carrying_over import plan_migration
from katch_protocols.stores.checkpoints import checkpoint, prove
from katch_protocols.stores.database import Database
from katch_protocols.stores.delivering import deliver
from katch_protocols.stores.erasing import erase, list_erased
from katch_protocols.stores.evidence import (
    Erased,
    HeadsProven,
    Sign,
    VerifySignature,
)
from katch_protocols.stores.faults import told_apart
from katch_protocols.stores.hearing import hear, link_line, receive
from katch_protocols.stores.hosted import HostedDatabase, connection_of
from katch_protocols.stores.kept_cases import KeptCases
from katch_protocols.stores.lists import list_cases, list_work, most_rows
from katch_protocols.stores.migration import MigrationPlan
from katch_protocols.stores.openings import open_once
from katch_protocols.stores.people import Directory
from katch_protocols.stores.post import (
    Delivered,
    Lag,
    LinkLine,
    Receiver,
    Undelivered,
)
from katch_protocols.stores.post_office import (
    lag_of,
    list_undelivered,
    remove_receiver,
    replay,
    set_receiver,
    withdraw,
)
from katch_protocols.stores.posting import all_receivers
from katch_protocols.stores.posts import Send
from katch_protocols.stores.rebuilding import rebuild
from katch_protocols.stores.references import new_reference
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.sheet_file import Sheet
from katch_protocols.stores.sheets import export_cases, load_cases
from katch_protocols.stores.stepping import Clock, Stepper, there, token_of
from katch_protocols.stores.store import Store
from katch_protocols.stores.stored_case import StoredCase
from katch_protocols.stores.tables import LAST, cases, instant, micros, open_rows
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
        elsewhere: Mapping[Id, str],
    ) -> None:
        self._steps = Stepper(database, releases, KeptCases(), clock, elsewhere)
        self._identity, self._is_hosted, self._actors = identity, is_hosted, actors

    def _open(
        self,
        protocol: Id,
        region: Id | None,
        beginning: Beginning | None,
        at: datetime | None,
        key: str | None,
    ) -> StoredCase:
        steps = self._steps
        compiled = steps.releases.newest(protocol)
        begun = Beginning() if beginning is None else beginning
        asked = compiled.protocol.id, region, begun.by, dict(begun.facts)

        def begin(instant: datetime) -> Case:
            return open_compiled(compiled, new_reference(), region, instant, beginning)

        with steps.writing() as tx:
            state, is_new = open_once(tx, steps, asked, key, at, begin)
            now = steps.now(tx)
        steps.kept.put(state.copy())
        return StoredCase(state, now, repeated=not is_new)

    def _step(
        self, reference: str, key: str | None, at: datetime | None, act: Act
    ) -> Done:
        found = self._steps.step(reference, key, at, act)
        carry_news(self._steps, found.news)
        return found.done()

    def case(self, reference: str) -> StoredCase:
        """Return a case; see the face."""
        token = token_of(reference)
        with self._steps.reading() as tx:
            row = tx.execute(select(cases).where(cases.c.reference == token)).first()
            found = there(row)
            state = self._steps.looked_at(tx, found)
            now = self._steps.now(tx)
        return StoredCase(state, now)

    def _work(
        self,
        wanted: Mapping[str, str | None],
        before: datetime | None,
        after: str | None,
        limit: int,
    ) -> tuple[Work, ...]:
        with self._steps.reading() as tx:
            return list_work(tx, self.handbook, wanted, before, after, limit)

    def _cases(
        self,
        wanted: Mapping[str, str | None],
        ended: bool | None,
        after: str | None,
        limit: int,
    ) -> tuple[CaseLine, ...]:
        with self._steps.reading() as tx:
            return list_cases(tx, self.handbook, wanted, ended, after, limit)

    def tick(self, *, limit: int = 100) -> Ticked:
        """Take what has come due; see the face."""
        return tick(self._steps, most_rows(limit))

    @typed
    def deliver(self, send: Send | None = None, *, limit: int = 100) -> Delivered:
        """Deliver post; see the face."""
        if self._steps.is_hosted:
            raise StoreError("own-transaction")
        return deliver(self._steps, self._identity.name, send, most_rows(limit))

    def receivers(self) -> tuple[Receiver, ...]:
        """Return who is told; see the face."""
        with self._steps.reading() as tx:
            return tuple(all_receivers(tx))

    @typed
    def set_receiver(self, receiver: Receiver) -> None:
        """Add or change a receiver; see the face."""
        with self._steps.writing() as tx:
            set_receiver(tx, receiver, self._steps.releases)

    @typed
    def remove_receiver(self, name: str) -> bool:
        """Remove a receiver; see the face."""
        with self._steps.writing() as tx:
            return remove_receiver(tx, name, micros(self._steps.now(tx)))

    def undelivered(self, *, limit: int = 50) -> tuple[Undelivered, ...]:
        """Return post that waits; see the face."""
        with self._steps.reading() as tx:
            return list_undelivered(tx, most_rows(limit))

    @typed
    def withdraw(self, post: str) -> bool:
        """Give one thing up; see the face."""
        with self._steps.writing() as tx:
            return withdraw(tx, post, micros(self._steps.now(tx)))

    @typed
    def replay(self, *, post: str | None = None, since: datetime | None = None) -> int:
        """Send again what was delivered; see the face."""
        start = None if since is None else instant_of("since", since, EVER)
        with self._steps.writing() as tx:
            return replay(tx, post, start, micros(self._steps.now(tx)))

    def link(self, reference: str) -> LinkLine:
        """Return a link; see the face."""
        with self._steps.reading() as tx:
            return link_line(tx, token_of(reference))

    def hear(self, reference: str, became: str, *, by: str | None = None) -> LinkLine:
        """Hear what became of a case; see the face."""
        teller = None if by is None else require_opaque("actor", by)
        link, done = hear(
            self._steps, reference, require_text("became", became), teller
        )
        carry_news(self._steps, done.news)
        return link

    def receive(self, source: str, reference: str, data: object) -> bool:
        """Open a case that another store asks for; see the face."""
        return receive(self._steps, source, reference, data)

    def lag(self) -> Lag:
        """Return how far alarms and post are behind; see the face."""
        with self._steps.reading() as tx:
            return lag_of(tx, self._steps.now(tx))

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
            elsewhere=steps.elsewhere,
        )
        other._steps.kept = steps.kept
        return other

    @property
    def handbook(self) -> Handbook | None:
        """The handbook of this process; see the face."""
        return self._steps.releases.handbook

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
            found.has_lock_file,
        )

    def verify(self, reference: str | None = None) -> Verified:
        """Go through cases again; see the face."""
        token = None if reference is None else token_of(reference)
        return verify_cases(self._steps.reading, self._steps.releases, token)

    def checkpoint(self, file: Sheet, *, sign_with: Sign | None = None) -> str:
        """Write every head to a file; see the face."""
        return checkpoint(self._steps, self._identity, file, sign_with)

    def prove(
        self, line: str, file: Sheet, *, verify_with: VerifySignature | None = None
    ) -> HeadsProven:
        """Hold every case against a checkpoint; see the face."""
        return prove(self._steps.reading, self._identity, line, file, verify_with)

    @typed
    def erase(
        self, reference: str, *, by: str, ground: str, running: bool = False
    ) -> bool:
        """Erase a case; see the face."""
        erase(self._steps, reference, by, ground, running=running)
        with told_apart():
            return self._steps.database.forget()

    def erased(self) -> tuple[Erased, ...]:
        """Return what was erased; see the face."""
        with self._steps.reading() as tx:
            return list_erased(tx)

    def plan_migration(
        self, handbook: Handbook, *, protocol: Id | None = None
    ) -> MigrationPlan:
        """Say what becomes of every running case; see the face."""
        given: object = handbook
        if not isinstance(given, Handbook):
            raise wrong_type("handbook", "handbook", given)
        return plan_migration(self._steps, handbook, text_or_none("protocol", protocol))

    def rebuild(self) -> int:
        """Reckon anew what is open; see the face."""
        return rebuild(self._steps)

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
