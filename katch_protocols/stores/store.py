"""What a store does for a host; the docs of ``open_store`` say how to get one.

Everything here is promised, and nothing here needs the extra: a database is behind it.
"""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import NoReturn, Self

from katch_protocols.arguments import typed
from katch_protocols.cases.arguments import instant_of
from katch_protocols.cases.instants import EVER
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.stores.acts import StoreActs
from katch_protocols.stores.answers import (
    CaseLine,
    Loaded,
    StoreInfo,
    Ticked,
    Work,
)
from katch_protocols.stores.evidence import StoreEvidence
from katch_protocols.stores.migration import StoreMoves
from katch_protocols.stores.posts import Posts
from katch_protocols.stores.sheet_file import Sheet
from katch_protocols.stores.stored_case import StoredCase

__all__ = ["Store"]


class Store(StoreActs, Posts, StoreEvidence, StoreMoves):
    """Cases in a database: each act is one transaction, all of it or nothing.

    A call returns when what it did is durable; ``info()`` says against what. Any number
    of threads and processes may use one database. ``at`` is left out: then it is the
    clock of the store, read when the case is held, and never before the last event.
    Given, it is for imports and late entries: not before the last event, at most 60
    seconds past the clock.

    Steps that the clock owes (``after``) are taken and stored before every act, even if
    the act is then refused. A ``key`` makes an act safe to repeat, for ever and across
    processes: the same key gives back the first event.

    Raises:
        TypeError: (every method) An argument has another type; the error names it.
        BusyError: (every method) The case or the database was held for 5 seconds by
            others. Nothing was written; try the whole again.
        StoreError: (every method) The database is full, read-only, damaged or gone.
    """

    def __reduce__(self) -> NoReturn:
        message = (
            "A store is neither copied nor pickled: each process opens its own with "
            "`open_store`, and threads share one."
        )
        raise TypeError(message)

    @abstractmethod
    def case(self, reference: str) -> StoredCase:
        """Return a case as it is stored, to ask and to read.

        Raises:
            UnknownCaseError: The store has no such case.
            GoneError: The case was erased.
            RecordError: What is stored of the case does not hold.
        """

    @typed
    def work(  # noqa: PLR0913 - by what it is looked for
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
        """Return what is open, by due instant, then by reference; a page of it.

        Example:
            >>> for work in store.work(held_by="caseworker", region="turkistan"):
            ...     print(work.due_at, work.reference, work.name)

        Args:
            held_by: the id of the role that answers; alone or with ``region``.
            region: the id of a region; alone or with ``held_by``.
            protocol: the id of a protocol; with ``state``.
            state: the full name of a state; with ``protocol``.
            before: only what is due before this instant.
            after: the ``cursor`` of the last one of the page before.
            limit: how many at most, up to 1,000.

        Raises:
            StoreError: Other combinations (``filters``): they would read every row; or
                ``after`` is no cursor (``cursor``).
            UnknownNameError: Neither the handbook of this process nor anything that is
                open has such a role, region, protocol or state.
        """
        wanted = {
            "held_by": held_by,
            "region": region,
            "protocol": protocol,
            "name": state,
        }
        until = None if before is None else instant_of("before", before, EVER)
        return self._work(wanted, until, after, limit)

    @abstractmethod
    def _work(
        self,
        wanted: Mapping[str, str | None],
        before: datetime | None,
        after: str | None,
        limit: int,
    ) -> tuple[Work, ...]:
        """Return a page of what is open, by columns."""

    @typed
    def cases(  # noqa: PLR0913 - by what it is looked for
        self,
        *,
        region: Id | None = None,
        protocol: Id | None = None,
        opened_by: str | None = None,
        ended: bool | None = False,
        after: str | None = None,
        limit: int = 50,
    ) -> tuple[CaseLine, ...]:
        """Return cases by the instant of their opening, then by reference; a page.

        Args:
            region: the id of a region.
            protocol: the id of a protocol.
            opened_by: the reference of the case that opened them.
            ended: whether they have ended; ``None`` for both.
            after: the ``cursor`` of the last one of the page before.
            limit: how many at most, up to 1,000.

        Raises:
            StoreError: ``after`` is no cursor (``cursor``).
            UnknownNameError: Neither the handbook of this process nor any case has such
                a region or protocol.
        """
        wanted = {"region": region, "protocol": protocol, "opener": opened_by}
        return self._cases(wanted, ended, after, limit)

    @abstractmethod
    def _cases(
        self,
        wanted: Mapping[str, str | None],
        ended: bool | None,
        after: str | None,
        limit: int,
    ) -> tuple[CaseLine, ...]:
        """Return a page of cases, by columns."""

    @abstractmethod
    def tick(self, *, limit: int = 100) -> Ticked:
        """Take what has come due by the clock of the store: call it every minute or so.

        Steps of the clock (``after``) are taken, and whoever must be told of a broken
        deadline comes in ``told``, once for each. Any number of processes may call it,
        and any may die: what one has not done the next one does.

        Args:
            limit: in how many cases at most, up to 1,000; ``more`` says that there are
                others.
        """

    @abstractmethod
    def next_alarm(self) -> datetime | None:
        """Return the first instant at which ``tick`` has something to do, in UTC."""

    @abstractmethod
    def using(self, connection: object) -> "Store":
        """Return this store as it writes in a transaction of the host's own.

        What is done through it is durable when the host commits, and gone when it takes
        back. After a refusal the transaction goes on.

        Example:
            >>> with engine.begin() as connection:
            ...     store.using(connection).do(reference, "make_safe", by="u17")

        Args:
            connection: a ``Connection`` or ``Session`` of SQLAlchemy, or Django's
                ``django.db.connection`` inside ``atomic()``.

        Raises:
            StoreError: It has no transaction (``no-transaction``), or is of another
                database (``other-database``).
        """

    @property
    @abstractmethod
    def handbook(self) -> Handbook | None:
        """The handbook of this process; ``None`` where it was opened without one."""

    @abstractmethod
    def info(self) -> StoreInfo:
        """Return where the store is, and what it promises and what not."""

    @abstractmethod
    def rebuild(self) -> int:
        """Reckon anew what is open in every running case; return how many there are.

        A holiday that is decreed later moves deadlines.
        """

    @abstractmethod
    def export(self, file: Sheet) -> int:
        """Write every case as a line of JSON, with the texts that they belong to.

        Each ``case`` is a record that ``Case.restore`` reads. Its post goes along, what
        waits and what was told, and who is told, without secrets. A case and all that
        it has opened are as at one instant; what others open meanwhile may be left out.
        Return their number.
        """

    @abstractmethod
    def load(self, file: Sheet) -> Loaded:
        """Add the cases of a file that ``export`` wrote; each is verified first.

        A case that is there already, just so, is passed over: a load that was stopped
        can be begun again.

        Raises:
            StoreError: A line is none of ours (``line``), the file was cut off
                (``cut``) or cannot be read (``file``), a text is missing (``release``),
                or the store has one of its cases otherwise (``differs``).
            RecordError: A case of it does not hold. What is said names the line.
        """

    @abstractmethod
    def close(self) -> None:
        """Close every connection of this store; the host's own engine is left alone."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
