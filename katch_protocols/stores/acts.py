"""What is done in the cases of a store; each act has its words here, once."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from katch_protocols.cases.arguments import require_opaque, require_text
from katch_protocols.cases.beginning import Beginning, begun
from katch_protocols.cases.case import Case
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.request import Actor
from katch_protocols.model.noun import Id
from katch_protocols.stores.answers import Done
from katch_protocols.stores.people import Directory, partners_of, person_named
from katch_protocols.stores.references import new_salt
from katch_protocols.stores.stored_case import StoredCase

__all__ = ["Act", "StoreActs", "Who"]

Who: TypeAlias = Actor | str
"""An actor, or a token that the directory of the host (``actors``) knows."""

Act: TypeAlias = Callable[[Case, datetime], CaseEvent]
"""Does something in a case that is held, at the instant of the store."""


class StoreActs(ABC):
    """Opening and acting; ``_open`` and ``_step`` make a transaction of it."""

    _actors: Directory | None

    @abstractmethod
    def _open(
        self,
        protocol: Id,
        region: Id | None,
        beginning: Beginning | None,
        at: datetime | None,
        key: str | None,
    ) -> StoredCase:
        """Open a case, once for a key."""

    @abstractmethod
    def _step(
        self, reference: str, key: str | None, at: datetime | None, act: Act
    ) -> Done:
        """Do an act in a held case, after what the clock owes, and store all of it."""

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
            ProtocolError: The protocol has problems, or with these facts the case would
                never come to rest; ``check`` says which.
            ConflictError: The key was used for something else.
            GoneError: The case that the key opened was erased.
            OpaqueError: A token is not opaque.
            InstantError: ``at`` cannot be.
        """
        opener = by.token if isinstance(by, Actor) else by
        beginning = begun(None, opener, facts, new_salt())
        token = None if key is None else require_opaque("key", key)
        return self._open(
            require_text("protocol", protocol), region, beginning, at, token
        )

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

        return self._step(reference, key, at, act)

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

        return self._step(reference, key, at, act)

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

        def act(case: Case, instant: datetime) -> CaseEvent:
            return case.tell(opened, became, at=instant, by=by, key=key)

        return self._step(reference, key, at, act)
