"""Cases that this process has verified and keeps, so that no step loads again."""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from katch_protocols.cases.state import CaseState

__all__ = ["KEPT_CASES", "KEPT_SECONDS", "KeptCases"]

KEPT_CASES = 1_000
"""How many cases a process keeps."""

KEPT_SECONDS = 15 * 60
"""For how long a case is kept after it was used."""


class KeptCases:
    """The last cases that were used; each serves one transaction at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[float, CaseState]] = OrderedDict()

    def take(self, reference: str, head: bytes) -> CaseState | None:
        """Take a case out, if it is the one with this head; nobody else has it then."""
        with self._lock:
            since, state = self._kept.pop(reference, (0.0, None))
        if state is None or state.head != head or monotonic() - since > KEPT_SECONDS:
            return None
        return state

    def look(self, reference: str, head: bytes) -> CaseState | None:
        """Return a copy of a case, if it is the one with this head."""
        with self._lock:
            since, state = self._kept.get(reference, (0.0, None))
            if state is None or state.head != head:
                return None
            return None if monotonic() - since > KEPT_SECONDS else state.copy()

    def put(self, state: CaseState) -> None:
        """Keep a case that is as it is stored."""
        with self._lock:
            self._kept[state.reference] = monotonic(), state
            self._kept.move_to_end(state.reference)
            while len(self._kept) > KEPT_CASES:
                self._kept.popitem(last=False)

    def drop(self, reference: str) -> None:
        """Forget a case."""
        with self._lock:
            self._kept.pop(reference, None)
