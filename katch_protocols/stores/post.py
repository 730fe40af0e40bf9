"""Post: one thing for one receiver, who receives it, and what became of sending it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import Struct

from katch_protocols.model.noun import Id

__all__ = [
    "ALL",
    "HERE",
    "HOST",
    "WANTS",
    "Delivered",
    "Lag",
    "LinkLine",
    "PostDraft",
    "PostItem",
    "Receiver",
    "Undelivered",
]

HOST = "host"
"""The receiver that is always there: the host itself, by its ``send``."""

HERE = "here"
"""The store itself: news for the case of its own that opened another one."""

ALL = "all"
"""What a receiver wants to get everything; it may name the regions of which."""

WANTS = (ALL, "links")
"""What a receiver can want: everything, or what is addressed to it alone."""


class Receiver(Struct, frozen=True):
    """Who is told; set by whoever operates the store, never over HTTP.

    Args:
        name: a token; another katch store has the name of that store.
        url: where web hooks go; ``None`` for the host, who is handed the post.
        keys: the names of its keys, the newest first; the secret of each stands in the
            environment, in ``KATCH_KEY_NAME``.
        wants: ``all`` (every event and telling) or ``links`` (what is addressed to it:
            cases that it is to take up, and news of those that it opened).
        regions: the ids of the regions of which it wants everything; empty for all, and
            with ``links``.
    """

    name: str
    url: str | None = None
    keys: tuple[str, ...] = ()
    wants: str = "links"
    regions: tuple[Id, ...] = ()


class PostDraft(Struct, frozen=True):
    """What is to be said of a case, before it is known to whom.

    Args:
        kind: ``event``, ``told``, ``opened``, ``taken_up``, ``ended`` or ``erased``.
        name: what tells it from all others of its kind in the case.
        body: what is sent; of an event its number alone, the rest is read when sent.
    """

    kind: str
    name: object
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PostItem:
    """One thing for one receiver, as it is sent.

    It comes at least once, in the order of ``sequence`` in its case; a repetition has
    the same ``id`` and may come late.

    Args:
        id: the same whenever it is sent.
        source: the name of the store.
        receiver: who gets it.
        reference: the token of the case.
        sequence: its place in the post of this case for this receiver, from 0.
        kind: ``event``, ``told``, ``opened``, ``taken_up``, ``ended`` or ``erased``.
        at: when it was put into the post, in UTC.
        data: what is told; of an event its ``number`` and the ``event`` itself.
    """

    id: str
    source: str
    receiver: str
    reference: str
    sequence: int
    kind: str
    at: datetime
    data: Mapping[str, Any] = field(repr=False)

    def cloud_event(self) -> dict[str, Any]:
        """Return it as an event of CloudEvents 1.0."""
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": f"katch.{self.kind}",
            "subject": self.reference,
            "time": self.at.isoformat(),
            # Sequences are texts there, and compared letter by letter.
            "sequence": f"{self.sequence:010}",
            "datacontenttype": "application/json",
            "data": dict(self.data),
        }


class Undelivered(Struct, frozen=True):
    """Post that is still to be delivered; ``tries`` have failed so far.

    ``code`` of a try that has just failed: ``answer`` (with ``status``),
    ``unreachable``, ``key`` (no secret in the environment), ``release`` (the text of
    its case is missing) or ``raised`` (``send`` did).
    """

    id: str
    receiver: str
    reference: str
    kind: str
    at: datetime
    tries: int
    next_at: datetime
    code: str = ""
    status: int | None = None


class Delivered(Struct, frozen=True):
    """What ``deliver`` did.

    Args:
        sent: the ids of what was delivered.
        withdrawn: the ids of what a receiver wants no more (it answered 410).
        failed: what could not be delivered now; it is tried again, for ever.
        more: whether more can be sent at once: call it again.
    """

    sent: tuple[str, ...]
    withdrawn: tuple[str, ...]
    failed: tuple[Undelivered, ...]
    more: bool


class LinkLine(Struct, frozen=True):
    """A case that another one opened, as the store knows it.

    Args:
        reference: of the opened case.
        opener: of the case that opened it.
        protocol: what the opened case follows.
        receiver: where the other of the two cases is; ``None`` in this store.
        due_at: by when it must be taken up, in UTC.
        taken_up_at: when it was, as far as is known here.
        ended_at: when it ended.
        ended_in: in which end.
    """

    reference: str
    opener: str
    protocol: Id
    receiver: str | None
    due_at: datetime | None
    taken_up_at: datetime | None
    ended_at: datetime | None
    ended_in: Id | None


class Lag(Struct, frozen=True):
    """How far alarms and post are behind; both in seconds, 0 where nothing waits.

    Args:
        alarms: since when the oldest thing that is due waits for a ``tick``.
        post: since when the oldest undelivered post waits; what waits for a ``send`` of
            the host counts only where the operator has set the receiver ``host``.
    """

    alarms: float
    post: float
