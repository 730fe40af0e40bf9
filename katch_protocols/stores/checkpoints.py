"""Checkpoints: every head in a file, and one line about the file to keep elsewhere."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any, TextIO

from msgspec import Struct
from sqlalchemy import Connection, Row, select

from katch_protocols.cases.arguments import require_text
from katch_protocols.errors import StoreError
from katch_protocols.stores.chains import broken_event, hash_after
from katch_protocols.stores.erasing import erased_in
from katch_protocols.stores.evidence import (
    Erased,
    HeadsProven,
    Sign,
    Unproven,
    VerifySignature,
)
from katch_protocols.stores.sheet_file import Sheet, opened
from katch_protocols.stores.stepping import Stepper
from katch_protocols.stores.tables import cases
from katch_protocols.stores.verifying import Transactions

__all__ = ["NAME", "checkpoint", "prove"]

NAME = "katch-checkpoint-1"
"""The name of the shape of these lines; another shape gets another name."""

_LINE = re.compile(
    rf"{NAME} (?P<store>[\w-]+) (?P<at>[\d:.T+-]+) (?P<cases>\d+) "
    r"(?P<digest>[0-9a-f]{64})(?: (?P<signature>[A-Za-z0-9+/=]+))?"
)
_HEAD = re.compile(r"(?P<case>[\w-]{1,64}) (?P<version>\d{1,9}) (?P<head>[0-9a-f]{64})")
_BLOCK = 500


def checkpoint(
    steps: Stepper, identity: Row[Any], file: Sheet, sign: Sign | None
) -> str:
    """Write every head; see ``StoreEvidence.checkpoint``. All are as at one instant."""
    digest, number = sha256(), 0
    query = select(cases.c.reference, cases.c.version, cases.c.head)
    with opened(file, "w") as sheet, steps.reading() as tx:
        now = steps.now(tx)
        query = query.order_by(cases.c.reference)
        for row in tx.execute(query.execution_options(yield_per=_BLOCK)):
            line = f"{row.reference} {row.version} {row.head.hex()}\n"
            digest.update(line.encode())
            sheet.write(line)
            number += 1
    said = f"{NAME} {identity.id} {now.isoformat()} {number} {digest.hexdigest()}"
    if sign is None:
        return said
    return f"{said} {base64.b64encode(sign(said.encode())).decode()}"


class _SeenHead(Struct, frozen=True):
    """A case as a checkpoint saw it."""

    reference: str
    version: int
    head: bytes


def prove(
    reading: Transactions,
    identity: Row[Any],
    line: str,
    file: Sheet,
    verify: VerifySignature | None,
) -> HeadsProven:
    """Hold every case against a checkpoint; see ``StoreEvidence.prove``."""
    digest, number = _read_line(identity, require_text("line", line), verify)
    unproven: list[Unproven] = []
    erased: list[Erased] = []
    seen, count = sha256(), 0
    with opened(file, "r") as sheet:
        heads = _heads(sheet, seen)
        while block := list(islice(heads, _BLOCK)):
            count += len(block)
            with reading() as tx:
                for each, row in _rows(tx, block):
                    code = _fault(tx, each, row)
                    if code is not None:
                        unproven.append(Unproven(each.reference, each.version, code))
                    elif row is not None and row.erased_at is not None:
                        erased.append(erased_in(row))
    if (seen.hexdigest(), count) != (digest, number):
        raise StoreError("checkpoint")
    return HeadsProven(count, tuple(unproven), tuple(erased))


def _read_line(
    identity: Row[Any], line: str, verify: VerifySignature | None
) -> tuple[str, int]:
    """Return the SHA-256 and the number of cases that a line tells."""
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise StoreError("checkpoint")
    if found["store"] != identity.id:
        raise StoreError("other-store")
    if verify is not None:
        signed = found.string[: found.end("digest")]
        _require_signed(found["signature"], signed.encode(), verify)
    return found["digest"], int(found["cases"])


def _require_signed(
    signature: str | None, signed: bytes, verify: VerifySignature
) -> None:
    try:
        raw = base64.b64decode(signature or "", validate=True)
    except binascii.Error:
        raise StoreError("signature") from None
    try:
        is_good = bool(raw) and verify(raw, signed) is not False
    except Exception:  # noqa: BLE001 - the host's own; whatever it raises, it does not hold
        is_good = False
    if not is_good:
        raise StoreError("signature")


def _heads(sheet: TextIO, seen: Any) -> Iterator[_SeenHead]:  # noqa: ANN401 - of hashlib
    """Yield each line of a file, and add it to what was seen."""
    for line in sheet:
        seen.update(line.encode())
        found = _HEAD.fullmatch(line.removesuffix("\n"))
        if found is None:
            raise StoreError("checkpoint")
        head = bytes.fromhex(found["head"])
        yield _SeenHead(found["case"], int(found["version"]), head)


def _rows(
    tx: Connection, heads: Iterable[_SeenHead]
) -> Iterator[tuple[_SeenHead, Row[Any] | None]]:
    names = [each.reference for each in heads]
    found = tx.execute(select(cases).where(cases.c.reference.in_(names)))
    rows = {row.reference: row for row in found}
    for each in heads:
        yield each, rows.get(each.reference)


def _fault(tx: Connection, seen: _SeenHead, row: Row[Any] | None) -> str | None:
    """Return why a case is not as it was seen; ``None`` if it is."""
    if row is None:
        return "missing"
    if row.version < seen.version:
        return "shorter"
    if row.erased_at is None:
        broken = broken_event(tx, row)
        if broken is not None and (broken.event or 0) < max(seen.version, 1):
            return broken.code
    elif seen.version == 0 and row.version > 0:
        return None  # the hash of its opening is not kept
    return None if hash_after(tx, row, seen.version) == seen.head else "head"
