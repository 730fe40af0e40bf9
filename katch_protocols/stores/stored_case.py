"""A case as a store gives it out: everything can be asked of it, and nothing done."""

from typing import NoReturn

from katch_protocols.cases.case import Case
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import StoredCaseError

__all__ = ["StoredCase"]


class StoredCase(Case):
    """A case as it is stored: to ask and to read. Whoever acts asks the store."""

    __slots__ = ("repeated",)

    repeated: bool
    """Whether an opening with the same key had opened it before."""

    def __init__(self, state: CaseState, *, repeated: bool = False) -> None:
        super().__init__(state)
        self.repeated = repeated

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
