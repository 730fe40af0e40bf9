"""A store as lines of JSON: the way to another database, to an audit, to an archive."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, TextIO

from sqlalchemy import Connection, Row, Table, bindparam, select

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
    """Write every case; see ``Store.export``. Each is whole as at one instant.

    The last line tells how many there are: what was cut off is not taken for all.
    """
    number = gone = 0
    with opened(file, "w") as sheet:
        with reading() as tx:
            told = [dict(each._mapping) for each in tx.execute(_RECEIVERS)]  # noqa: SLF001 - public
            begun = {"format": EXPORT, "store": identity.id, "name": identity.name}
            _write(sheet, {**begun, "receivers": told})
            for release in tx.execute(select(releases).order_by(releases.c.added_at)):
                mine = meanings.c.handbook == release.handbook
                means = tx.execute(select(meanings).where(mine)).all()
                _write(
                    sheet,
                    {
                        "release": release.handbook,
                        "added_at": instant(release.added_at).isoformat(),
                        "files": json.loads(release.files),
                        "means": {row.pin: row.protocol for row in means},
                    },
                )
        for reference in references(reading):
            with reading() as tx:
                query = select(cases).where(cases.c.reference == reference)
                row = tx.execute(query).one()
                if row.erased_at is not None:
                    _write(sheet, erased_line(tx, row))
                    gone += 1
                    continue
                _write(sheet, _line(tx, known, row))
                number += 1
        _write(sheet, {"end": EXPORT, "cases": number, "erased": gone})
    return number


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


def _write(sheet: TextIO, line: dict[str, Any]) -> None:
    sheet.write(canonical(line) + "\n")
