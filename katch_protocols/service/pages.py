"""Pages of what somebody may see; of any other row nothing can be told from them."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Protocol, TypeVar

from cryptography.fernet import Fernet, InvalidToken

from katch_protocols.errors import StoreError
from katch_protocols.stores.lists import MOST_ROWS
from katch_protocols.stores.store import Store

__all__ = ["MOST_LOOKED_AT", "VisiblePages"]

MOST_LOOKED_AT = 1_000
"""After so many rows that are not to be seen a page ends before it is full."""

_LEAST_ROWS = 100


class _PageRow(Protocol):
    @property
    def cursor(self) -> str: ...


_AnyLine = TypeVar("_AnyLine", bound=_PageRow)


class VisiblePages:
    """Pages of a store, with cursors that nobody but the services of it can read.

    The cursor of a store names the case at which a page ends, and that may be one which
    whoever asks is not to know of. So it goes out encrypted (Fernet), under a key made
    of the identity of the store: every service of one store reads it, and no client.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(
        self,
        fetch: Callable[[str | None, int], Sequence[_AnyLine]],
        sees: Callable[[_AnyLine], bool],
        after: str | None,
        limit: int,
    ) -> tuple[list[_AnyLine], str | None]:
        """Return a page of what may be seen, and the cursor of the next one, if any.

        Args:
            fetch: gives so many lines of the store behind a cursor of its own.
            sees: tells whether a line may be seen.
            after: the cursor that the page before had.
            limit: how many lines a page has at most.

        Raises:
            StoreError: ``after`` is the cursor of no page (``cursor``).
        """
        at = None if after is None else self._opened(after)
        seen: list[_AnyLine] = []
        hidden, block = 0, min(max(limit + 1, _LEAST_ROWS), MOST_ROWS)
        while True:
            found = fetch(at, block)
            for each in found:
                if not sees(each):
                    hidden += 1
                elif len(seen) == limit:
                    return seen, self._sealed(at)
                else:
                    seen.append(each)
                at = each.cursor
            if len(found) < block:
                return seen, None
            if hidden >= MOST_LOOKED_AT:
                return seen, self._sealed(at)

    @cached_property
    def _box(self) -> Fernet:
        key = sha256(f"katch-cursor-1 {self._store.info().id}".encode()).digest()
        return Fernet(urlsafe_b64encode(key))

    def _sealed(self, cursor: str | None) -> str:
        return self._box.encrypt((cursor or "").encode()).decode("ascii")

    def _opened(self, token: str) -> str:
        try:
            return self._box.decrypt(token).decode()
        except (InvalidToken, ValueError):
            raise StoreError("cursor") from None
