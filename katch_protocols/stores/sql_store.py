"""A store on a database: what the face of it promises, done in transactions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from katch_protocols.cases.arguments import (
    instant_of,
    person_of,
    require_opaque,
    require_text,
    to_utc,
    wrong_type,
)
from katch_protocols.cases.beginning import begun
from katch_protocols.cases.case import Case
from katch_protocols.cases.case import open_case as open_compiled
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.refusal import refusal
from katch_protocols.cases.request import Actor, require_actor
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import (
    ConflictError,
    GoneError,
    InstantError,
    KatchError,
    OpaqueError,
    UnknownCaseError,
    UnknownNameError,
)
from katch_protocols.findings import Need, Unmet
from katch_protocols.model.noun import Id
from katch_protocols.stores.answers import (
    CaseLine,
    Done,
    Loaded,
    StoreInfo,
    Verified,
    Work,
)
from katch_protocols.stores.case_rows import (
    add_case,
    add_events,
    load_case,
    opening_of,
)
from katch_protocols.stores.cases_beside import open_beside
from katch_protocols.stores.database import Database
from katch_protocols.stores.faults import told_apart
from katch_protocols.stores.kept_cases import KeptCases
from katch_protocols.stores.lists import list_cases, list_work
from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.references import new_reference, new_salt
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.sheets import export_cases, load_cases
from katch_protocols.stores.store import Directory, Sheet, Store, StoredCase, Who
from katch_protocols.stores.tables import cases, micros
from katch_protocols.stores.verifying import verify_cases
from katch_protocols.words.languages import ENGLISH

__all__ = ["SqlStore"]

_AHEAD = timedelta(seconds=60)

Clock = Callable[[], datetime]


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
        self._database, self._releases = database, releases
        self._identity, self._is_hosted = identity, is_hosted
        self._actors, self._clock = actors, clock
        self._kept = KeptCases()

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
        compiled = self._releases.newest(require_text("protocol", protocol))
        opener = by.token if isinstance(by, Actor) else by
        beginning = begun(None, opener, facts, new_salt())
        token = None if key is None else require_opaque("key", key)
        with self._writing() as tx:
            if token is not None:
                known = self._opened_with(tx, token)
                if known is not None:
                    asked = compiled.protocol.id, region, opener, dict(facts or {})
                    return self._repeated(tx, known, asked)
            instant = self._instant(tx, at, EVER)
            case = open_compiled(compiled, new_reference(), region, instant, beginning)
            state = case.view()
            self._releases.mean(tx, compiled)
            if not add_case(tx, state, token, {}):
                known = None if token is None else self._opened_with(tx, token)
                if known is None:
                    raise UnknownCaseError
                asked = compiled.protocol.id, region, opener, dict(facts or {})
                return self._repeated(tx, known, asked)
            replace_open(tx, state)
        self._kept.put(state)
        return StoredCase(state.copy())

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
        actor = self._actor("by", by)
        partners = self._partners(together_with)

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

        return self._step(reference, key, at, act)

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
        actor = self._actor("by", by)

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

        return self._step(reference, key, at, act)

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

        return self._step(reference, key, at, act)

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

        return self._step(reference, key, at, act)

    def case(self, reference: str) -> StoredCase:
        """Return a case; see the face."""
        token = _token(reference)
        with self._reading() as tx:
            row = tx.execute(select(cases).where(cases.c.reference == token)).first()
            found = _there(row)
            state = self._kept.look(token, found.head)
            if state is None:
                state = self._load(tx, found)
                self._kept.put(state.copy())
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
        with self._reading() as tx:
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
        with self._reading() as tx:
            return list_cases(tx, wanted, ended, after, limit)

    def info(self) -> StoreInfo:
        """Return where the store is and what it promises; see the face."""
        with self._reading() as tx:
            found = self._database.durability(tx)
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
        token = None if reference is None else _token(reference)
        return verify_cases(self._reading, self._releases, token)

    def rebuild(self) -> int:
        """Reckon anew what is open; see the face."""
        query = select(cases.c.reference).where(
            cases.c.ended_at.is_(None), cases.c.erased_at.is_(None)
        )
        with self._reading() as tx:
            found = tx.execute(query).scalars().all()
        for reference in found:
            with self._writing() as tx:
                row = _there(self._database.held(tx, reference))
                replace_open(tx, self._load(tx, row))
        return len(found)

    def export(self, file: Sheet) -> int:
        """Write every case as a line; see the face."""
        return export_cases(self._reading, self._releases, self._identity, file)

    def load(self, file: Sheet) -> Loaded:
        """Add the cases of a file; see the face."""
        return load_cases(self._writing, self._releases, file)

    def close(self) -> None:
        """Close every connection; see the face."""
        with told_apart():
            self._database.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told_apart(), self._database.writing() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_apart(), self._database.reading() as connection:
            yield connection

    def _step(
        self,
        reference: str,
        key: str | None,
        at: datetime | None,
        act: Callable[[Case, datetime], CaseEvent],
    ) -> Done:
        """Do an act in a held case, after what the clock owes; store all of it.

        What is refused is raised when that is stored.
        """
        token = _token(reference)
        refused: KatchError | TypeError | None = None
        event: CaseEvent | None = None
        with self._writing() as tx:
            row = _there(self._database.held(tx, token))
            state = self._kept.take(token, row.head) or self._load(tx, row)
            before = len(state.log)
            is_known = key is not None and key in (state.keys or {})
            try:
                case = Case(state)
                if is_known:
                    instant = state.last
                else:
                    instant = self._instant(tx, at, state.last)
                    case.advance(instant)
                event = act(case, instant)
            except (KatchError, TypeError) as error:
                refused = error
            if len(state.log) > before:
                now = micros(self._now(tx))
                add_events(tx, state, before, now)
                open_beside(tx, self._releases, state, before)
                replace_open(tx, state)
        self._kept.put(state)
        if event is None:
            raise refused or UnknownCaseError
        view = Case(state)
        return Done(token, event, view.version, view.now.states, event.opened, is_known)

    def _load(self, tx: Connection, row: Row[Any]) -> CaseState:
        compiled = self._releases.of(tx, row.pin, row.protocol)
        return load_case(tx, row, compiled)

    def _now(self, tx: Connection) -> datetime:
        if self._clock is None:
            return self._database.now(tx)
        return instant_of("clock", self._clock, EVER)

    def _instant(self, tx: Connection, at: datetime | None, last: datetime) -> datetime:
        """Return the instant of an act: the store's clock, or what was given.

        Raises:
            InstantError: What was given is ahead of the clock.
            TypeError: It is no instant.
        """
        now = self._now(tx)
        if at is None:
            return max(now, last)
        given: object = at
        if not isinstance(given, datetime):
            raise wrong_type("at", "instant-or-clock", given)
        found = to_utc("at", at)
        if found > now + _AHEAD:
            raise InstantError("at", "ahead")
        return found

    def _actor(self, name: str, given: object) -> Actor:
        """Return somebody as the host's directory knows them now.

        Raises:
            UnknownNameError: The directory does not know the token.
            TypeError: It is no actor, and no token where there is a directory.
        """
        if not isinstance(given, str) or self._actors is None:
            return require_actor(name, given)
        token = require_opaque("actor", given)
        found = self._actors(token)
        if found is None or person_of(require_actor(name, found).token) != person_of(
            token
        ):
            raise UnknownNameError("actor")
        return found

    def _partners(self, given: object) -> tuple[Actor, ...]:
        if not isinstance(given, Sequence) or isinstance(given, str):
            raise wrong_type("together_with", "list-of-actors", given)
        return tuple(self._actor("together_with[…]", each) for each in given)

    @staticmethod
    def _opened_with(tx: Connection, key: str) -> Row[Any] | None:
        return tx.execute(select(cases).where(cases.c.open_key == key)).first()

    def _repeated(
        self, tx: Connection, row: Row[Any], asked: tuple[object, ...]
    ) -> StoredCase:
        """Return the case that the same request opened.

        Raises:
            ConflictError: The key was used for another opening.
            GoneError: The case was erased.
        """
        begun_with = opening_of(_there(row))
        opened = (
            row.protocol,
            row.region,
            begun_with.get("by"),
            begun_with.get("facts", {}),
        )
        if opened != asked:
            compiled = self._releases.newest(str(asked[0]))
            found = refusal(compiled, row.protocol, [Unmet(Need.KEY)])
            raise ConflictError(row.protocol, found.said[ENGLISH][1:], found)
        state = self._kept.look(row.reference, row.head)
        return StoredCase(state or self._load(tx, row))


def _token(reference: object) -> str:
    """Return the reference of a case; what cannot be one is of no case.

    Raises:
        UnknownCaseError: It cannot be one.
        TypeError: It is no text.
    """
    text = require_text("reference", reference)
    try:
        return require_opaque("case", text)
    except OpaqueError:
        raise UnknownCaseError from None


def _there(row: Row[Any] | None) -> Row[Any]:
    """Return the row of a case that is there.

    Raises:
        UnknownCaseError: There is none.
        GoneError: It was erased.
    """
    if row is None:
        raise UnknownCaseError
    if row.erased_at is not None:
        raise GoneError
    return row
