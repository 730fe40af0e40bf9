"""A case as a store gives it out: everything can be asked of it, and nothing done."""

from datetime import datetime
from typing import NoReturn

from katch_protocols.cases.case import Case
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import StoredCaseError

__all__ = ["StoredCase"]


class StoredCase(Case):
    """A case as it is stored: to ask and to read. Whoever acts asks the store.

    What is asked without ``at`` is asked as of ``read_at``. Where the clock owes a step
    by then that is not stored yet, it is asked as of the instant of that step: what is
    possible belongs to the states that are stored.
    """

    __slots__ = ("read_at", "repeated")

    read_at: datetime
    """When it was read by the clock of the store, in UTC; not before the last event."""

    repeated: bool
    """Whether an opening with the same key had opened it before."""

    def __init__(
        self, state: CaseState, read_at: datetime, *, repeated: bool = False
    ) -> None:
        super().__init__(state)
        self.read_at = max(read_at, state.last)
        self.repeated = repeated

    def _usual(self) -> datetime:
        return max(min(self.read_at, self._state.wake), self._state.last)

    def do(self, *_given: object, **_named: object) -> NoReturn:
        """Refuse: ``store.do(reference, …)`` does it, and keeps it."""
        raise StoredCaseError("do")

    def signal(self, *_given: object, **_named: object) -> NoReturn:
        """Refuse: ``store.signal(reference, …)`` tells it."""
        raise StoredCaseError("signal")

    def stand_in(self, *_given: object, **_named: object) -> NoReturn:
        """Refuse: ``store.stand_in(reference, …)`` lends it."""
        raise StoredCaseError("stand_in")

    def tell(self, *_given: object, **_named: object) -> NoReturn:
        """Refuse: ``store.tell(reference, …)`` tells it."""
        raise StoredCaseError("tell")

    def advance(self, *_given: object, **_named: object) -> NoReturn:
        """Refuse: ``store.tick()`` takes what has come due."""
        raise StoredCaseError("tick")
