"""What a store does for a host; the docs of ``open_store`` say how to get one.

Everything here is promised, and nothing here needs the extra: a database is behind it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from os import PathLike
from types import TracebackType
from typing import Self, TextIO, TypeAlias

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
from katch_protocols.stores.stored_case import StoredCase

__all__ = ["Directory", "Sheet", "Store", "Who"]

Who: TypeAlias = Actor | str
"""An actor, or a token that the directory of the host (``actors``) knows."""

Directory: TypeAlias = Callable[[str], Actor | None]
"""Gives the actor of a token as they are now; ``None`` for nobody."""

Sheet: TypeAlias = str | PathLike[str] | TextIO
"""A file by its path, or one that is open for text."""


class Store(ABC):
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

    @abstractmethod
    def open_case(  # noqa: PLR0913 - all but the first have names
        self,
        protocol: Id,
        *,
        region: Id | None = None,
        by: Who | None = None,
        facts: Mapping[Id, str] | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> StoredCase:
        """Open a case of a protocol; its reference and its salt are drawn by chance.

        Example:
            >>> case = store.open_case("referral", by="u17", key="req-1")

        Args:
            protocol: the id of a protocol of the handbook of this process.
            region: where the child is; left out only where there are no regions.
            by: who opens it; written, and asked for no right.
            facts: shared facts that are known already, with their values.
            at: when, if it is not now.
            key: an opaque token that tells a request from its repetition; it is one for
                the whole store.

        Raises:
            UnknownNameError: There is no such protocol, region, fact or value.
            ActivityRefusedError: The protocol is not in force then.
            ConflictError: The key was used for something else.
            GoneError: The case that the key opened was erased.
            OpaqueError: A token is not opaque.
            InstantError: ``at`` cannot be.
        """

    @abstractmethod
    def do(  # noqa: PLR0913 - the words of one act
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
        """Do an activity in a case, and store it; the words are those of ``Case.do``.

        A case that the act opens is opened in the same transaction.

        Raises:
            UnknownCaseError: The store has no such case.
            GoneError: The case was erased.
            ActivityRefusedError: It is refused; ``refusal`` says why and who could act.
            ConflictError: The case is at another version, or the key was used for
                something else.
            UnknownNameError: The activity, a fact, a value, a role or a token is not
                known.
            AdvanceError: The clock owed more than 1,000 steps. Those were taken and
                stored; ask again to go on.
            RecordError: What is stored of the case does not hold.
        """

    @abstractmethod
    def stand_in(  # noqa: PLR0913 - the words of one loan
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
        """Lend a role in a case, and store it; raises as ``Case.stand_in`` does too."""

    @abstractmethod
    def signal(  # noqa: PLR0913 - the words of one signal
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
        """Tell what happens by itself, and store it; raises as ``do`` does."""

    @abstractmethod
    def tell(  # noqa: PLR0913 - the words of one piece of news
        self,
        reference: str,
        opened: str,
        became: str,
        *,
        by: str | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Done:
        """Tell a case what became of one that it opened; raises as ``Case.tell`` does.

        Args:
            reference: of the case that opened the other one.
            opened: the reference of the opened case.
            became: ``taken_up``, or the end in which it ended.
            by: the token of the system that tells it.
            at: when, if it is not now.
            key: an opaque token that tells a request from its repetition.
        """

    @abstractmethod
    def case(self, reference: str) -> StoredCase:
        """Return a case as it is stored, to ask and to read.

        Raises:
            UnknownCaseError: The store has no such case.
            GoneError: The case was erased.
            RecordError: What is stored of the case does not hold.
        """

    @abstractmethod
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
            StoreError: Other combinations (``filters``): they would read every row.
        """

    @abstractmethod
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
        """

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

    @abstractmethod
    def info(self) -> StoreInfo:
        """Return where the store is, and what it promises and what not."""

    @abstractmethod
    def verify(self, reference: str | None = None) -> Verified:
        """Go through cases again, hash by hash and step by step; all, if none is named.

        Raises:
            UnknownCaseError: The store has no such case.
        """

    @abstractmethod
    def rebuild(self) -> int:
        """Reckon anew what is open in every running case; return how many there are.

        A holiday that is decreed later moves deadlines.
        """

    @abstractmethod
    def export(self, file: Sheet) -> int:
        """Write every case as a line of JSON, with the texts that they belong to.

        Each ``case`` is a record that ``Case.restore`` reads. Return their number.
        """

    @abstractmethod
    def load(self, file: Sheet) -> Loaded:
        """Add the cases of a file that ``export`` wrote; each is verified first.

        A case that is there already, just so, is passed over: a load that was stopped
        can be begun again.

        Raises:
            StoreError: The file is none of ours (``file``), or the store has one of its
                cases otherwise (``differs``).
            RecordError: A case of it does not hold.
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
