"""The register as rows: each entry with what a check says of it today."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.answers import Answerable, Keys
from katch_protocols.duties.parties import home_of
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.register import RegisterEntry

__all__ = ["Register", "RegisterRow", "RegisterStanding"]

_OVERDUE, _SOLVED = "register-entry-overdue", "register-entry-solved"


class RegisterStanding(StrEnum):
    """How an entry stands; the value is the key of its word.

    ``new``: nobody has taken it up.
    """

    OVERDUE = "overdue"
    NEW = "new"
    OPEN = "open"
    SOLVED = "solved"


class RegisterRow(Answerable, Struct, frozen=True, dict=True):
    """An entry with its findings of today, in the words of ``language``.

    ``body`` is the agency of its owner, ``region`` the one it is about, if any.
    """

    KEYS: ClassVar[Keys] = (
        "entry=entry.id",
        "finding=entry.finding",
        "at=entry.at",
        "owner=entry.owner",
        "body",
        "region",
        "due=entry.due",
        "standing",
        "saw",
        "note",
        "source=entry.source",
    )

    entry: RegisterEntry
    body: Id | None
    region: Id | None
    standing: RegisterStanding
    findings: tuple[Finding, ...]
    language: str

    @cached_property
    def saw(self) -> tuple[str, ...]:
        """What was seen; empty where the finding is gone."""
        return tuple(each.said(self.language).saw for each in self.findings)

    @property
    def note(self) -> str | None:
        """Its remark, if it has one."""
        note = self.entry.note
        return None if note is None else note.say(self.language)


class Register(Answerable, Struct, frozen=True):
    """All entries, or some: by body, then region, then the day when they are due."""

    KEYS: ClassVar[Keys] = ("entries=rows", "counts")

    rows: tuple[RegisterRow, ...]

    @classmethod
    def of(
        cls, handbook: Handbook, findings: Sequence[Finding], language: str
    ) -> "Register":
        """Make rows of a handbook's register and of what a check found in it."""
        rows = (
            _row(entry, handbook, findings, language)
            for entry in handbook.known_gaps.values()
        )
        bodies = {name: at for at, name in enumerate(handbook.agencies)}
        regions = {name: at for at, name in enumerate(handbook.regions)}

        def place(row: RegisterRow) -> tuple[object, ...]:
            due = row.entry.due or date.max
            body = bodies.get(row.body or "", len(bodies))
            return body, row.body or "", regions.get(row.region or "", -1), due

        return cls(tuple(sorted(rows, key=place)))

    def only(
        self, *, body: Id | None, region: Id | None, until: date | None
    ) -> "Register":
        """Return the entries of one owner, of one region, due until a day."""
        rows = (
            row
            for row in self.rows
            if (body is None or body in {row.body, row.entry.owner})
            and (region is None or row.region == region)
            and (
                until is None or (row.entry.due is not None and row.entry.due <= until)
            )
        )
        return replace(self, rows=tuple(rows))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many entries stand how, in the order of ``RegisterStanding``."""
        return {
            each.value: sum(row.standing is each for row in self.rows)
            for each in RegisterStanding
        }

    def by_body(self) -> Iterator[tuple[Id | None, Sequence[RegisterRow]]]:
        """Yield each body with its entries; last those that nobody has taken up."""
        for body in dict.fromkeys(row.body for row in self.rows):
            yield body, [row for row in self.rows if row.body == body]


def _row(
    entry: RegisterEntry, book: Handbook, findings: Sequence[Finding], language: str
) -> RegisterRow:
    told = {
        each.rule
        for each in findings
        if each.rule in {_OVERDUE, _SOLVED} and each.facts["entry"] == entry.id
    }
    if _SOLVED in told:
        standing = RegisterStanding.SOLVED
    elif not entry.is_owned:
        standing = RegisterStanding.NEW
    else:
        late = _OVERDUE in told
        standing = RegisterStanding.OVERDUE if late else RegisterStanding.OPEN
    at = entry.at.split(".")
    region = at[1] if at[0] == "regions" and len(at) > 1 else None
    spoken_of = (
        each
        for each in findings
        if (each.rule, each.subject) == (entry.finding, entry.at)
    )
    return RegisterRow(
        entry=entry,
        body=None if entry.owner is None else home_of(entry.owner, book),
        region=region if region in book.regions else None,
        standing=standing,
        findings=tuple(spoken_of),
        language=language,
    )
