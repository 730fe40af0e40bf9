"""The face of what a store proves and what it forgets."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from katch_protocols.model.noun import Id
from katch_protocols.stores.answers import Verified
from katch_protocols.stores.sheet_file import Sheet

__all__ = [
    "Erased",
    "HeadsProven",
    "Sign",
    "StoreEvidence",
    "Unproven",
    "VerifySignature",
]

Sign: TypeAlias = Callable[[bytes], bytes]
"""Signs what it is given; the key stays with the host."""

VerifySignature: TypeAlias = Callable[[bytes, bytes], object]
"""Takes a signature and what was signed; raises, or returns ``False``, if it is not."""


class Erased(Struct, frozen=True):
    """A case that was erased: all that is left of it but its hashes.

    Args:
        reference: its token.
        protocol: the id of what it followed.
        version: how many events it had.
        at: when it was erased, in UTC.
        by: the token of who erased it.
        ground: why: a code of the host's.
    """

    reference: str
    protocol: Id
    version: int
    at: datetime
    by: str
    ground: str


class Unproven(Struct, frozen=True):
    """A case that is not as a checkpoint saw it.

    Args:
        reference: its token.
        version: how many events the checkpoint saw.
        code: why: ``missing`` (the store has no such case), ``shorter`` (it has fewer
            events), ``head`` (that event has another hash), ``hash`` (an event and its
            hash differ), ``chain`` (a hash does not follow from the one before) or
            ``shape``.
    """

    reference: str
    version: int
    code: str


class HeadsProven(Struct, frozen=True):
    """What ``prove`` found.

    Args:
        cases: how many cases the checkpoint has.
        unproven: those that do not fit.
        erased: those that were erased since, or before.
    """

    cases: int
    unproven: tuple[Unproven, ...]
    erased: tuple[Erased, ...]

    def __bool__(self) -> bool:
        """Tell whether every case fits, or was erased."""
        return not self.unproven


class StoreEvidence(ABC):
    """Cases gone through again, held against a line that is kept elsewhere, erased."""

    @abstractmethod
    def verify(self, reference: str | None = None) -> Verified:
        """Go through cases again, hash by hash and step by step; all, if none is named.

        A case that has moved to another meaning is gone through under each that it had.

        Raises:
            UnknownCaseError: The store has no such case.
        """

    @abstractmethod
    def checkpoint(self, file: Sheet, *, sign_with: Sign | None = None) -> str:
        """Write the head of every case to a file; return one line to keep elsewhere.

        Each line of the file is ``reference version head``, by reference. The line that
        is returned has the SHA-256 of the file; keep it where nobody who writes the
        database can write, and the file anywhere.

        Example:
            >>> line = store.checkpoint("heads.txt", sign_with=key.sign)

        Args:
            file: is written anew.
            sign_with: signs the line, as the ``sign`` of an Ed25519 key does.
        """

    @abstractmethod
    def prove(
        self, line: str, file: Sheet, *, verify_with: VerifySignature | None = None
    ) -> HeadsProven:
        """Hold every case against a checkpoint; name each that does not fit.

        What came after the checkpoint is not covered: see ``verify``.

        Args:
            line: as ``checkpoint`` returned it.
            file: that it wrote.
            verify_with: verifies the signature, as the ``verify`` of an Ed25519 key.

        Raises:
            StoreError: The line is none, or the file is not the one that it is of
                (``checkpoint``), it is of another store (``other-store``), or its
                signature does not hold (``signature``).
        """

    @abstractmethod
    def erase(
        self, reference: str, *, by: str, ground: str, running: bool = False
    ) -> bool:
        """Erase a case: its events, its region, its salt, what is open, its post.

        What is left is its reference, its protocol, how many events it had, their
        hashes, and when, by whom and why it was erased. Without the salt nothing can be
        guessed back from a hash. A repetition by an old key is a ``GoneError``.

        It is durable when the call returns. ``False``: a file of SQLite could not be
        overwritten yet, since somebody else reads it or the transaction is the host's;
        the next ``erase`` does it, and so does PostgreSQL's ``VACUUM`` there.

        Example:
            >>> store.erase(reference, by="dpo-1", ground="retention_over")
            True

        Args:
            reference: the token of the case.
            by: the token of who erases it.
            ground: why: an opaque code of the host's, no sentence.
            running: whether a case that has not ended is erased too.

        Raises:
            UnknownCaseError: The store has no such case.
            GoneError: It is erased already.
            OpaqueError: ``by`` or ``ground`` is no opaque token.
            StoreError: It has not ended (``running``), or news of its links is still to
                be delivered (``news``).
        """

    @abstractmethod
    def erased(self) -> tuple[Erased, ...]:
        """Return what was erased, the first first: erase it again after a restore."""
