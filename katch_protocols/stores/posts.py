"""The face of the post of a store: delivered, and looked after by its operator."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from katch_protocols.stores.post import (
    Delivered,
    Lag,
    LinkLine,
    PostItem,
    Receiver,
    Undelivered,
)

__all__ = ["Posts", "Send"]

Send: TypeAlias = Callable[[PostItem], object]
"""The host's own way to deliver: it returns when it is done, and raises if not."""


class Posts(ABC):
    """Who is told what: in order for each receiver and case, at least once."""

    @abstractmethod
    def deliver(self, send: Send | None = None, *, limit: int = 100) -> Delivered:
        """Deliver post: to web hooks by itself, what is for the host to ``send``.

        What ``send`` raises is no error: the post is sent again later, after pauses
        that grow to an hour. Any number of processes may deliver, and any may die; no
        transaction is open while something is sent. A web hook that has taken more than
        20 seconds in all waits for the next call (``more``): ``tick`` comes in between.

        Example:
            >>> store.deliver(lambda post: print(post.kind, post.reference))

        Args:
            send: gets one ``PostItem`` after the other; without it what is for the host
                waits.
            limit: how many at most, up to 1,000.

        Raises:
            StoreError: It is a transaction of the host's (``own-transaction``).
        """

    @abstractmethod
    def receivers(self) -> tuple[Receiver, ...]:
        """Return who is told, by name."""

    @abstractmethod
    def set_receiver(self, receiver: Receiver) -> None:
        """Add a receiver, or change the one of that name; it is told from now on.

        Raises:
            StoreError: Its name, address, keys, wants or regions cannot be
                (``receiver``).
            UnknownNameError: No handbook of the store has such a region.
        """

    @abstractmethod
    def remove_receiver(self, name: str) -> bool:
        """Remove a receiver and withdraw its post; ``False`` if there is none."""

    @abstractmethod
    def undelivered(self, *, limit: int = 50) -> tuple[Undelivered, ...]:
        """Return post that waits, the oldest first; up to 1,000."""

    @abstractmethod
    def withdraw(self, post: str) -> bool:
        """Give one thing up by its id; ``False`` if nothing undelivered has it."""

    @abstractmethod
    def replay(self, *, post: str | None = None, since: datetime | None = None) -> int:
        """Send again what was delivered: one by its id, or all since an instant.

        Return how many that are.

        Raises:
            TypeError: Neither is given: that would send everything again.
        """

    @abstractmethod
    def link(self, reference: str) -> LinkLine:
        """Return the link of a case that another one opened, by its reference.

        Raises:
            UnknownCaseError: The store has no such link.
        """

    @abstractmethod
    def hear(self, reference: str, became: str, *, by: str | None = None) -> LinkLine:
        """Hear from another system what became of a case that one of ours opened.

        The link says it, and the opener is told, once; one that has ended is not. What
        runs in this store tells of itself.

        Args:
            reference: of the opened case.
            became: ``taken_up``, or the end in which it ended.
            by: the token of the system that tells it.

        Raises:
            UnknownCaseError: No case of the store has opened it.
            StoreError: It runs in this store (``own-case``).
            UnknownNameError: Its protocol has no such end.
        """

    @abstractmethod
    def receive(self, source: str, reference: str, data: object) -> bool:
        """Open a case that another store asks for; ``False`` if it is there already.

        Args:
            source: the receiver that gets news of it: the name of the other store.
            reference: the same on both sides.
            data: of the post ``opened``.

        Raises:
            StoreError: It is not what a store sends (``post``).
            UnknownNameError: The handbook of this process has no such protocol.
            ActivityRefusedError: The protocol is not in force.
        """

    @abstractmethod
    def lag(self) -> Lag:
        """Return how far alarms and post are behind."""
