"""One event of a case: what was done, by whom, when, and the hash of what was before.

The parts that many events share (the activity, the role, the facts that were stated)
are made once, as a ``Deed``, with the piece of canonical JSON that they become.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from msgspec import Struct, field
from msgspec.structs import force_setattr

from katch_protocols.cases.beside import Opening
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row

__all__ = [
    "CaseEvent",
    "Deed",
    "EventExtras",
    "EventKind",
    "Partner",
    "canonical",
    "seal",
    "text_of",
]

Partner = tuple[Id, str, Id | None]
"""Who took part as well: the role, the token, the agency."""


def canonical(value: object) -> str:
    """Write plain data as JSON in one way only: sorted keys, no space, ASCII."""
    return _ENCODE(value)


_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def said(at: datetime) -> str:
    """Write an instant in UTC, of a year of four digits, as its ``isoformat`` does.

    That asks the time zone each time, and takes three times as long.
    """
    micros, two = at.microsecond, _TWO
    return (
        f"{at.year}-{two[at.month]}-{two[at.day]}T{two[at.hour]}:{two[at.minute]}:"
        f"{two[at.second]}{f'.{micros:06}' if micros else ''}+00:00"
    )


_TWO = tuple(f"{number:02}" for number in range(60))
"""Two digits; much sooner looked up than written."""


class EventKind(StrEnum):
    """What can happen in a case."""

    ACTIVITY = "activity"
    CLOCK = "clock"
    STAND_IN = "stand_in"
    SIGNAL = "signal"
    NEWS = "news"
    MIGRATED = "migrated"


class Deed(Struct, frozen=True, eq=False):
    """What was done, without who and when; ``waived`` are sentences set aside for it.

    ``deputy`` and ``until`` are those of ``stand_in``; ``row`` is the step it was.
    """

    kind: EventKind
    activity: str
    origin: str = ""
    role: Id | None = None
    agency: Id | None = None
    records: Mapping[str, str] = field(default_factory=dict)
    reason: Id | None = None
    waived: tuple[Id, ...] = ()
    deputy: str | None = None
    until: datetime | None = None
    row: Row | None = None
    head: str = ""
    origin_text: str = ""
    kind_text: str = ""
    tail: str = ""
    plain: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write what no event changes; the last five fields follow from the others."""
        put = force_setattr
        put(self, "records", dict(sorted(self.records.items())))
        # Between these stand the event's own keys; all keys of an event come in the
        # order of the alphabet.
        head, tail = {"activity": self.activity, "agency": self.agency}, self._tail()
        kind, origin = {"kind": str(self.kind)}, {"from": self.origin}
        put(self, "head", canonical(head)[:-1])
        put(self, "origin_text", canonical(origin)[1:-1])
        put(self, "kind_text", canonical(kind)[1:-1])
        put(self, "tail", canonical(tail)[1:-1])
        put(self, "plain", {**head, **origin, **kind, **tail})

    def _tail(self) -> dict[str, Any]:
        parts: dict[str, Any] = {"records": self.records, "role": self.role}
        if self.reason is not None:
            parts["reason"] = self.reason
        if self.deputy is not None and self.until is not None:
            parts["to"] = self.deputy
            parts["until"] = self.until.isoformat()
        if self.waived:
            parts["waived"] = list(self.waived)
        return parts


class EventExtras(Struct, frozen=True):
    """What few events have: whom the actor stood in for, a key, others taking part.

    ``acknowledged`` are the receivers that had acknowledged what another one declined.
    ``region`` is where it opened a case, if elsewhere; ``of`` the opened case that it
    tells of. ``migration`` are both pins of a case that moved, the names that it went
    by, and the image.
    """

    behalf: str | None = None
    key: str | None = None
    partners: tuple[Partner, ...] = ()
    acknowledged: tuple[Id, ...] = ()
    region: Id | None = None
    of: str | None = None
    migration: Mapping[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        """Return what is there as plain data."""
        found: dict[str, Any] = {
            "acknowledged": list(self.acknowledged),
            "for": self.behalf,
            "key": self.key,
            "migration": None if self.migration is None else dict(self.migration),
            "of": self.of,
            "to_region": self.region,
            "with": [list(partner) for partner in self.partners],
        }
        return {key: each for key, each in found.items() if each not in (None, [])}

    @property
    def is_rare(self) -> bool:
        """Whether it has what hardly any event has."""
        others = self.acknowledged, self.region, self.migration
        return others != ((), None, None)


class CaseEvent:
    """Something that happened in a case; it can't be changed unseen.

    Attributes:
        at: when, a ``datetime`` in UTC.
        by: the token of whoever acted, or told a signal; ``None`` for the clock.
        previous: the SHA-256 of the event before (of the opening, for the first), 32
            bytes.
        opened: the cases beside that it opened, or that go on in its place.
        deed: what was done, without who and when; for ``stand_in`` it has ``deputy``
            and ``until``, and for a step under a waiver ``waived``.
    """

    __slots__ = ("at", "by", "deed", "more", "opened", "previous")

    def __init__(
        self,
        deed: Deed,
        at: datetime,
        by: str | None,
        more: EventExtras | None,
        previous: bytes,
    ) -> None:
        self.deed, self.at, self.by = deed, at, by
        self.more, self.previous = more, previous
        self.opened: tuple[Opening, ...] = ()

    @property
    def kind(self) -> EventKind:
        """What it was.

        ``activity`` (somebody did it), ``clock``, ``stand_in`` (a loan), ``signal`` (it
        happened by itself), ``news`` (of a case that was opened), or ``migrated`` (it
        follows another version of its protocol from here on).
        """
        return self.deed.kind

    @property
    def activity(self) -> str:
        """The full name of the activity, the step of the clock, or ``stand_in``."""
        return self.deed.activity

    @property
    def role(self) -> Id | None:
        """The id of the role acted in; ``None`` for the clock."""
        return self.deed.role

    @property
    def agency(self) -> Id | None:
        """The id of the agency acted for; ``None`` for the clock and without office."""
        return self.deed.agency

    @property
    def records(self) -> Mapping[str, str]:
        """The facts that were stated, with their values."""
        return dict(self.deed.records)

    @property
    def reason(self) -> Id | None:
        """The reason code that was given, if one was."""
        return self.deed.reason

    @property
    def on_behalf_of(self) -> str | None:
        """The token of whoever the actor stood in for, if they did."""
        return self.more.behalf if self.more else None

    @property
    def key(self) -> str | None:
        """The key by which a request is told from its repetition, if it had one."""
        return self.more.key if self.more else None

    @property
    def of(self) -> str | None:
        """The reference of the opened case that it tells of, or comes of."""
        return self.more.of if self.more else None

    @property
    def migration(self) -> Mapping[str, Any] | None:
        """Both pins and the image of the case, if it moved to another version."""
        return self.more.migration if self.more else None

    @property
    def image(self) -> Mapping[str, Any]:
        """The image from which the case went on; empty unless it moved."""
        migration = self.migration or {"image": {}}
        found: Mapping[str, Any] = migration["image"]
        return found

    @property
    def together_with(self) -> tuple[Partner, ...]:
        """Who took part as well: for each the role, the token, the agency."""
        return self.more.partners if self.more else ()

    @property
    def acknowledged(self) -> tuple[Id, ...]:
        """The roles that had acknowledged a handover that another receiver declined."""
        return self.more.acknowledged if self.more else ()

    def to_json(self, number: int) -> dict[str, Any]:
        """Return the event as plain data, as the snapshot holds it."""
        found = self.plain(number)
        found["records"] = dict(found["records"])
        if self.deed.waived:
            found["waived"] = list(self.deed.waived)
        return dict(sorted(found.items()))

    def plain(self, number: int) -> dict[str, Any]:
        """Return the event as plain data in any order, to be compared and not kept."""
        found: dict[str, Any] = {
            **self.deed.plain,
            "at": said(self.at),
            "by": self.by,
            "number": number,
            "previous": self.previous.hex(),
        }
        return found if self.more is None else found | self.more.plain()

    def is_said(self, plain: Mapping[str, Any], number: int) -> bool:
        """Tell whether plain data is this event, and no more."""
        if self.more is not None:
            return plain == self.plain(number)
        own = {
            "at": said(self.at),
            "by": self.by,
            "number": number,
            "previous": self.previous.hex(),
        }
        known = self.deed.plain
        return (
            len(plain) == len(own) + len(known)
            and own.items() <= plain.items()
            and known.items() <= plain.items()
        )

    def __repr__(self) -> str:
        return f"<{self.activity} by {self.by} as {self.role}, {self.at.isoformat()}>"


def seal(event: CaseEvent, number: int, salt: bytes = b"") -> bytes:
    """Return the hash of an event: SHA-256 of the salt and of its canonical JSON."""
    return sha256(salt + text_of(event, number).encode()).digest()


def text_of(event: CaseEvent, number: int) -> str:
    """Return the canonical JSON of an event, made of what its deed has ready."""
    deed, more = event.deed, event.more
    behalf = key = of = partners = ""
    if more is not None:
        if more.is_rare:
            return canonical(event.to_json(number))
        behalf = f'"for":"{more.behalf}",' if more.behalf is not None else ""
        key = f'"key":"{more.key}",' if more.key is not None else ""
        of = f'"of":"{more.of}",' if more.of is not None else ""
        partners = f',"with":[{_said_of(more.partners)}]' if more.partners else ""
    by = "null" if event.by is None else f'"{event.by}"'
    return (
        f'{deed.head},"at":"{said(event.at)}","by":{by},{behalf}'
        f'{deed.origin_text},{key}{deed.kind_text},"number":{number},{of}'
        f'"previous":"{event.previous.hex()}",{deed.tail}{partners}}}'
    )


def _said_of(partners: Iterable[Partner]) -> str:
    """Return the canonical JSON of who took part, without its brackets."""
    three = (
        (quoted(role), quoted(token), "null" if agency is None else quoted(agency))
        for role, token, agency in partners
    )
    return ",".join(f"[{','.join(each)}]" for each in three)
