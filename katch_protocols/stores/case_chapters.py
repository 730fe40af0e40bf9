"""The chapters of a stored case: each is read and verified under its own release."""

from typing import Any

from sqlalchemy import Connection, Row

from katch_protocols.cases.chapters import CaseChapter, chapters
from katch_protocols.cases.migrating import moved_case, retold
from katch_protocols.errors import KatchError, RecordError
from katch_protocols.stores.case_rows import record_in
from katch_protocols.stores.releases import Releases

__all__ = ["chapters_in", "verify_moves"]


def chapters_in(tx: Connection, releases: Releases, row: Row[Any]) -> list[CaseChapter]:
    """Return the chapters of a case, each step by step under its own release.

    Raises:
        RecordError: It does not hold.
        StoreError: A text that it belongs to is missing.
    """
    record = record_in(tx, row)
    try:
        return list(
            chapters(
                record,
                row.pin,
                lambda pin: releases.of(tx, pin, row.protocol),
            )
        )
    except (KeyError, TypeError, AttributeError):
        raise RecordError("shape") from None


def verify_moves(tx: Connection, releases: Releases, row: Row[Any]) -> None:
    """Go through a case that moved, chapter by chapter, and hold each move against it.

    The image in an event ``migrated`` must be that which follows from the past.

    Raises:
        RecordError: A chapter does not hold, or an image does not follow.
        StoreError: A text that it belongs to is missing.
    """
    read = chapters_in(tx, releases, row)
    for number in range(1, len(read)):
        before, after = read[number - 1].state, read[number].state
        place = len(before.log)
        event, told = after.log[place], read[number].told_moves
        try:
            past = retold(read[:number], after.compiled, told)
            follows = moved_case(past, before, event.at).log[place].plain(place)
        except (KatchError, KeyError, ValueError, TypeError, AttributeError):
            raise RecordError("step", place) from None
        if follows != event.plain(place):
            raise RecordError("step", place)
