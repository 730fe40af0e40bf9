"""A store as lines of JSON: the way to another database, to an audit, to an archive."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TextIO

from sqlalchemy import Connection, Row, Table, bindparam, func, select

from katch_protocols.cases.arguments import instant_of, require_opaque
from katch_protocols.cases.edition import EXPORT
from katch_protocols.cases.event import canonical
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.record import snapshot, taken_up
from katch_protocols.errors import BusyError, KatchError, StoreError
from katch_protocols.stores.answers import Loaded
from katch_protocols.stores.case_rows import add_case, load_case
from katch_protocols.stores.database import insert_once
from katch_protocols.stores.erased_lines import add_erased, erased_line
from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.post_office import add_receiver
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.sheet_file import Sheet, opened
from katch_protocols.stores.tables import (
    cases,
    events,
    instant,
    links,
    meanings,
    micros,
    open_rows,
    posts,
    receivers,
    releases,
)
from katch_protocols.stores.verifying import Transactions, references

__all__ = ["export_cases", "load_cases"]

_UNCOUNTED = "katch-store-1"
"""The shape of before, without a last line: whether one is whole cannot be told."""


def export_cases(
    reading: Transactions, known: Releases, identity: Row[Any], file: Sheet
) -> int:
    """Write every case; see ``Store.export``.

    A case goes with all that it has opened by then, as at one instant: others write
    meanwhile, and what is loaded must fit together. What they open later is left out.
    The last line tells how many there are: what was cut off is not taken for all.
    """
    found = _Exported(known)
    with opened(file, "w") as sheet:
        with reading() as tx:
            told = [dict(each._mapping) for each in tx.execute(_RECEIVERS)]  # noqa: SLF001 - public
            begun = {"format": EXPORT, "store": identity.id, "name": identity.name}
            lines = [{**begun, "receivers": told}, *found.texts(tx)]
        _write(sheet, lines)
        for reference in references(reading):
            if found.is_written(reference):
                continue
            with reading() as tx:
                lines = list(found.lines(tx, reference))
            _write(sheet, lines)
        end = {"end": EXPORT, "cases": found.number, "erased": found.erased}
        _write(sheet, [end])
    return found.number


class _Exported:
    """What was written so far, and what comes next; cases come by reference."""

    def __init__(self, known: Releases) -> None:
        self.number = self.erased = 0
        self._known = known
        self._pins: set[str] | None = None
        self._ahead: set[str] = set()

    def is_written(self, reference: str) -> bool:
        """Tell whether a case went with the one that opened it."""
        return reference in self._ahead

    def texts(self, tx: Connection) -> Iterator[dict[str, Any]]:
        """Yield each handbook of which a meaning is not written yet."""
        count = tx.execute(select(func.count()).select_from(meanings)).scalar_one()
        is_first, written = self._pins is None, self._pins or set()
        if not is_first and count == len(written):
            return
        for release in tx.execute(select(releases).order_by(releases.c.added_at)):
            mine = meanings.c.handbook == release.handbook
            means = tx.execute(select(meanings).where(mine)).all()
            pins = {row.pin: row.protocol for row in means}
            if not is_first and pins.keys() <= written:
                continue
            written |= pins.keys()
            yield {
                "release": release.handbook,
                "added_at": instant(release.added_at).isoformat(),
                "files": json.loads(release.files),
                "means": pins,
            }
        self._pins = written

    def lines(self, tx: Connection, reference: str) -> Iterator[dict[str, Any]]:
        """Yield a case and all that belongs to it; nothing, if it came too late."""
        first = _first_of(tx, reference)
        if first in self._ahead or _is_before(tx, first, reference):
            # That one was written, and had not opened this one yet.
            return
        yield from self.texts(tx)
        for row in _opened_from(tx, first):
            if row.reference != reference:
                self._ahead.add(row.reference)
            if row.erased_at is None:
                self.number += 1
                yield _line(tx, self._known, row)
            else:
                self.erased += 1
                yield erased_line(tx, row)


def _first_of(tx: Connection, reference: str) -> str:
    """Return the case from which a case was opened, over others perhaps, or itself."""
    while True:
        mine = select(cases.c.opener).where(cases.c.reference == reference)
        there = select(cases.c.reference).where(cases.c.reference.in_(mine))
        opener = tx.execute(there).scalar()
        if opener is None:
            return reference
        reference = opener


def _is_before(tx: Connection, first: str, second: str) -> bool:
    """Tell whether a case comes before another one in the order of the database."""
    query = select(cases.c.reference < second).where(cases.c.reference == first)
    return bool(tx.execute(query).scalar())


def _opened_from(tx: Connection, reference: str) -> Iterator[Row[Any]]:
    """Yield a case, and every one that was opened from it."""
    waiting = [reference]
    while waiting:
        mine = cases.c.reference == waiting.pop()
        row = tx.execute(select(cases).where(mine)).one()
        yield row
        query = select(cases.c.reference).where(cases.c.opener == row.reference)
        waiting += tx.execute(query.order_by(cases.c.reference)).scalars()


def _line(tx: Connection, known: Releases, row: Row[Any]) -> dict[str, Any]:
    """Return everything of a case: its record, and what only a store knows."""
    state = load_case(tx, row, known.of(tx, row.pin, row.protocol))
    mine = events.c.reference == row.reference
    stored = tx.execute(
        select(events.c.stored_at).where(mine).order_by(events.c.number)
    )
    told = select(open_rows).where(
        open_rows.c.reference == row.reference, open_rows.c.told > 0
    )
    link = tx.execute(select(links).where(links.c.reference == row.reference)).first()
    elsewhere = [
        dict(each._mapping)  # noqa: SLF001 - public
        for each in tx.execute(_OPENED_ELSEWHERE, {"mine": row.reference})
    ]
    mine = [row.reference, *(each["reference"] for each in elsewhere)]
    return {
        "case": snapshot(state),
        "pin": row.pin,
        "key": row.open_key,
        "stored": [instant(at).isoformat() for at in stored.scalars()],
        "told": [
            [each.kind, each.name, each.began, each.told] for each in tx.execute(told)
        ],
        "link": None if link is None else dict(link._mapping),  # noqa: SLF001 - public
        "elsewhere": elsewhere,
        "post": [
            # Whoever has claimed it here does not have it there.
            {**each._mapping, "claimed_until": None}  # noqa: SLF001 - public
            for each in tx.execute(_POST, {"mine": mine})
        ],
    }


_OPENED_ELSEWHERE = (
    select(links)
    .where(links.c.opener == bindparam("mine"), links.c.receiver.is_not(None))
    .where(
        ~select(cases.c.reference)
        .where(cases.c.reference == links.c.reference)
        .exists()
    )
    .order_by(links.c.reference)
)
"""The links of cases that another store runs: no line of their own tells of them."""


_POST = (
    select(posts)
    .where(posts.c.reference.in_(bindparam("mine", expanding=True)))
    .order_by(posts.c.receiver, posts.c.reference, posts.c.seq)
)
"""What was told of a case and what waits, also of those that another store runs."""

_RECEIVERS = select(receivers).order_by(receivers.c.name)


def load_cases(writing: Transactions, known: Releases, file: Sheet) -> Loaded:
    """Add the cases of a file; see ``Store.load``. Each is a transaction of its own."""
    found = {
        _LoadedAs.ADDED: 0,
        _LoadedAs.KNOWN: 0,
        _LoadedAs.ERASED: 0,
        _LoadedAs.OTHER: 0,
    }
    with opened(file, "r") as sheet:
        for number, line in _lines(sheet, found):
            try:
                with writing() as tx:
                    found[_taken(tx, known, line)] += 1
            except (KeyError, TypeError, ValueError, AttributeError, IndexError):
                raise StoreError("line").at_line(number) from None
            except BusyError:
                raise
            except KatchError as error:
                raise error.at_line(number) from None
    return Loaded(found[_LoadedAs.ADDED], found[_LoadedAs.KNOWN])


class _LoadedAs(Enum):
    """What a line of a file was."""

    ADDED, KNOWN, ERASED, OTHER = range(4)


def _taken(tx: Connection, known: Releases, line: dict[str, Any]) -> _LoadedAs:
    """Take what a line holds into the store."""
    if "format" in line:
        for each in line.get("receivers", ()):
            add_receiver(tx, _row(receivers, each))
    elif "files" in line:
        known.add(tx, line["files"], line["means"], _micros(line["added_at"]))
    elif "erased" in line:
        add_erased(tx, line)
        return _LoadedAs.ERASED
    else:
        return _LoadedAs.ADDED if _add(tx, known, line) else _LoadedAs.KNOWN
    return _LoadedAs.OTHER


def _lines(
    sheet: TextIO, found: Mapping[_LoadedAs, int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line with its number, from 1; refuse what is none of ours.

    Raises:
        StoreError: A line is none of ours (``line``), or the file was cut off
            (``cut``): its last line is missing, or tells of more than was ``found``.
    """
    number, is_counted, is_whole = 0, False, False
    for number, text in enumerate(sheet, 1):
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            raise StoreError("line").at_line(number) from None
        is_ours = isinstance(line, dict) and not is_whole
        if not is_ours or (number == 1) != (line.get("format") in {EXPORT, _UNCOUNTED}):
            raise StoreError("line").at_line(number)
        if line.get("end") == EXPORT:
            cases = found[_LoadedAs.ADDED] + found[_LoadedAs.KNOWN]
            if (line.get("cases"), line.get("erased")) != (
                cases,
                found[_LoadedAs.ERASED],
            ):
                raise StoreError("cut")
            is_whole = True
            continue
        is_counted = is_counted or line.get("format") == EXPORT
        yield number, line
    if not number or (is_counted and not is_whole):
        raise StoreError("cut")


def _add(tx: Connection, known: Releases, line: dict[str, Any]) -> bool:
    """Add a case that holds; ``False`` if it is there, just so.

    Raises:
        StoreError: It is there otherwise.
        RecordError: It does not hold.
    """
    record = line["case"]
    compiled = known.of(tx, line["pin"], record["protocol"])
    state = taken_up(compiled, record)
    stored = [_micros(each) for each in line["stored"]]
    if len(stored) != len(state.log):
        raise ValueError
    key = line["key"]
    token = None if key is None else require_opaque("key", key)
    if not add_case(tx, state, token, dict(enumerate(stored))):
        query = select(cases.c.head).where(cases.c.reference == state.reference)
        if tx.execute(query).scalar() == state.head:
            return False
        raise StoreError("differs")
    told = {(kind, name, began): count for kind, name, began, count in line["told"]}
    replace_open(tx, state, told=told)
    mine = [] if line["link"] is None else [line["link"]]
    for link in (*mine, *line.get("elsewhere", ())):
        tx.execute(links.insert().values(**_row(links, link)))
    for letter in line.get("post", ()):
        insert_once(tx, posts, **_row(posts, letter))
    return True


def _row(table: Table, line: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: line[column.name] for column in table.columns}


def _micros(text: str) -> int:
    try:
        return micros(instant_of("stored", datetime.fromisoformat(text), EVER))
    except KatchError:
        raise ValueError from None


def _write(sheet: TextIO, lines: Iterable[dict[str, Any]]) -> None:
    sheet.writelines(canonical(line) + "\n" for line in lines)
