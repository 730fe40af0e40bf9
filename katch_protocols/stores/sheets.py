"""A store as lines of JSON: the way to another database, to an audit, to an archive."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO

from sqlalchemy import Connection, Row, Table, bindparam, select

from katch_protocols.cases.arguments import instant_of, require_opaque
from katch_protocols.cases.event import canonical
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.record import snapshot, taken_up
from katch_protocols.errors import KatchError, StoreError
from katch_protocols.stores.answers import Loaded
from katch_protocols.stores.case_rows import add_case, load_case
from katch_protocols.stores.database import insert_once
from katch_protocols.stores.erased_lines import add_erased, erased_line
from katch_protocols.stores.open_work import replace_open
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

__all__ = ["SHEET", "export_cases", "load_cases"]

SHEET = "katch-store-1"
"""The name of the shape of these lines; another shape gets another name."""


def export_cases(
    reading: Transactions, known: Releases, identity: Row[Any], file: Sheet
) -> int:
    """Write every case; see ``Store.export``. Each is whole as at one instant."""
    number = 0
    with opened(file, "w") as sheet:
        with reading() as tx:
            told = [dict(each._mapping) for each in tx.execute(_RECEIVERS)]  # noqa: SLF001 - public
            begun = {"format": SHEET, "store": identity.id, "name": identity.name}
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
                    continue
                _write(sheet, _line(tx, known, row))
                number += 1
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
    added, there = 0, 0
    with opened(file, "r") as sheet:
        for line in _lines(sheet):
            try:
                with writing() as tx:
                    if "format" in line:
                        for each in line.get("receivers", ()):
                            insert_once(tx, receivers, **_row(receivers, each))
                    elif "files" in line:
                        at = _micros(line["added_at"])
                        known.add(tx, line["files"], line["means"], at)
                    elif "erased" in line:
                        add_erased(tx, line)
                    elif _add(tx, known, line):
                        added += 1
                    else:
                        there += 1
            except (KeyError, TypeError, ValueError, AttributeError, IndexError):
                raise StoreError("file") from None
    return Loaded(added, there)


def _lines(sheet: TextIO) -> Iterator[dict[str, Any]]:
    """Yield each line; refuse what is none of ours."""
    for number, text in enumerate(sheet):
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            raise StoreError("file") from None
        if not isinstance(line, dict):
            raise StoreError("file")
        if number == 0 and line.get("format") != SHEET:
            raise StoreError("file")
        yield line


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
        tx.execute(links.insert().values(**link))
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
