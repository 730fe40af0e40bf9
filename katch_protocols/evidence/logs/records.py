"""Live cases as a log: records of cases, and the lines that a store exports."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.edition import EXPORT
from katch_protocols.cases.event import EventKind
from katch_protocols.errors import HandbookError, KatchError
from katch_protocols.evidence.logs.events import LogCase, LogEvent, LogPartner, micros
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.instants import DATED
from katch_protocols.evidence.logs.tables import (
    MARKED,
    NotTextError,
    UnreadError,
    not_text,
    text_lines,
)
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook

__all__ = ["Meanings", "case_of_record", "exported", "record_lines"]


class Meanings:
    """Which protocol a pin means: of the handbook, or of one that a store keeps."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self._releases: dict[str, Mapping[str, str]] = {}
        self._books: dict[int, Handbook] = {}
        self._found: dict[tuple[str, str], CompiledCase | None] = {}

    def add(self, release: Mapping[str, Any]) -> None:
        """Take in the line of an older handbook of a store."""
        for pin in release["means"]:
            self._releases[pin] = release["files"]

    def of(self, pin: str, protocol: str) -> CompiledCase | None:
        """Return what a pin means; ``None`` where nobody knows."""
        key = pin, protocol
        if key not in self._found:
            self._found[key] = self._own(pin, protocol) or self._older(pin, protocol)
        return self._found[key]

    def newest(self, protocol: str) -> CompiledCase | None:
        """Return a protocol as the handbook means it now."""
        known = self._handbook.protocols.get(protocol)
        return None if known is None else compiled_case(known, self._handbook)

    def _own(self, pin: str, protocol: str) -> CompiledCase | None:
        own = self.newest(protocol)
        return own if own is not None and own.edition.pin == pin else None

    def _older(self, pin: str, protocol: str) -> CompiledCase | None:
        files = self._releases.get(pin)
        if files is None:
            return None
        try:
            book = self._books.get(id(files))
            if book is None:
                book = self._books[id(files)] = read_handbook(files)
            found = compiled_case(book.protocols[protocol], book, self._handbook)
        except (HandbookError, KatchError, KeyError):
            return None
        return found if found.edition.pin == pin else None


def record_lines(
    path: Path, meanings: Meanings
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the record of each case of an export, with its line; take in handbooks.

    Raises:
        UnreadError: A line is no JSON, or none of an export.
    """
    try:
        with path.open(encoding="utf-8", errors=MARKED) as file:
            yield from exported(text_lines(file), meanings)
    except NotTextError:
        raise not_text(path) from None
    except OSError:
        raise UnreadError(0, "not-readable") from None


def exported(
    lines: Iterable[str], meanings: Meanings
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the record of each case of exported lines; raises as above.

    Of one that was erased it is what is left of it, with ``erased_at``.
    Where an export says so in its first line, its last one must be there as well.
    """
    number, is_open = 0, False
    for number, text in enumerate(lines, start=1):
        try:
            line = json.loads(text)
            if "files" in line:
                meanings.add(line)
            found = line if "erased_at" in line else line.get("case")
            is_open |= line.get("format") == EXPORT
            is_open &= line.get("end") != EXPORT
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise UnreadError(number, "broken-line") from None
        if found is not None:
            yield number, found
    if is_open:
        raise UnreadError(number + 1, "cut-off")


def case_of_record(
    record: Mapping[str, Any],
    compiled: CompiledCase,
    hashing: Hashing,
    place: tuple[int, int] = (0, 1),
) -> LogCase:
    """Return a live case as a case of a log, as if it had moved to no other version.

    Raises:
        KeyError, TypeError, ValueError: The record has another shape.
    """
    events = [
        _event(each, hashing, place)
        for each in record["events"]
        if each["kind"] not in {EventKind.NEWS, EventKind.MIGRATED}
    ]
    opener = record.get("opener")
    due = None if opener is None else opener.get("due")
    region = record["region"]
    return LogCase(
        hashing.case(_text(record["case"])),
        compiled,
        None if region is None else _text(region),
        _micros(record["opened"]),
        seen=True,
        events=tuple(events),
        facts={**_facts(opener or {}), **_facts(record)},
        opener=None if opener is None else hashing.case(_text(opener["case"])),
        due=None if due is None else _micros(due),
        noted=len(events),
    )


def _event(
    event: Mapping[str, Any], hashing: Hashing, place: tuple[int, int]
) -> LogEvent:
    at, by = _micros(event["at"]), event["by"]
    behalf, deputy = event.get("for"), event.get("to")
    kind = EventKind(event["kind"])
    return LogEvent(
        place,
        at,
        at,
        _text(event["activity"]),
        kind,
        _texts(event["records"]),
        _some(event["role"]),
        _some(event["agency"]),
        None if by is None else hashing.person(_text(by)),
        tuple(
            LogPartner((_text(role),), _some(agency), hashing.person(_text(token)))
            for role, token, agency in event.get("with", ())
        ),
        _text(event["from"]) if kind is not EventKind.STAND_IN else None,
        None if behalf is None else hashing.person(_text(behalf)),
        None,
        None if deputy is None else hashing.person(_text(deputy)),
        _micros(event["until"]) if "until" in event else 0,
        number=event["number"],
    )


def _text(value: object) -> str:
    """Return a text that can be written; raises TypeError, ValueError."""
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


def _some(value: object) -> tuple[str, ...]:
    return () if value is None else (_text(value),)


def _texts(value: Mapping[str, object]) -> dict[str, str]:
    return {_text(name): _text(each) for name, each in dict(value).items()}


def _facts(record: Mapping[str, Any]) -> dict[str, str]:
    return _texts(record.get("facts", {}))


def _micros(text: str) -> int:
    """Return an instant with a time zone; raises TypeError, ValueError."""
    at = micros(datetime.fromisoformat(text))
    if not DATED[0] <= at < DATED[1]:
        raise ValueError
    return at
