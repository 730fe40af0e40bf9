"""A log as it was read, kept in a file: what is read again needs no reading of it.

The file is a ZIP archive: what it was made of, then a member for each part, as
``coded_files`` writes it. It holds keyed hashes for references and people and is
*restricted*, for it is about children. It is used as long as the files, the columns and
the key are the same; else the log is read anew.
"""

import json
import os
import struct
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import crc32

import numpy as np
from msgspec import Struct

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.coded_files import (
    STEP,
    joined,
    mapped,
    read_pieces,
    written,
)
from katch_protocols.evidence.logs.coded_rows import CodedRows
from katch_protocols.evidence.logs.log_parts import LogParts
from katch_protocols.evidence.logs.tables import UnreadError, asked
from katch_protocols.model.logs import LogMapping

__all__ = ["KeptLog", "KeptSource", "keep_log", "kept_log"]

_FORMAT = 3
_HEAD = "log.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)

_LENGTHS, _LARGE, _FILLING = 26, 20, 0xD935
"""Where a header has the lengths of name and extra fields; that of a large member; a
number for fields that mean nothing."""

Unread = tuple[tuple[str, int, str], ...]


class KeptSource(Struct, frozen=True):
    """What a kept log is made of: the digest of files and columns, and of the key."""

    digest: str
    key: str

    @staticmethod
    def of(mapping: LogMapping, files: Sequence[Path], key: str) -> "KeptSource":
        """Return that of the files of a mapping."""
        # Whoever unpacks or copies a file may set when it was written, not when it
        # came to be what it is here.
        stats = [(each.name, each.stat()) for each in files]
        seen = [
            (name, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for name, one in stats
        ]
        how = (
            _FORMAT,
            asked(mapping),
            mapping.columns.model_dump(),
            mapping.timezone,
            mapping.twice,
            mapping.case.object,
        )
        return KeptSource(sha256(repr((seen, how)).encode()).hexdigest(), key)


class KeptLog(Struct, frozen=True, eq=False):
    """A kept log: parts in one file, and which files could not be read."""

    path: Path
    count: int
    unread: Unread

    def __len__(self) -> int:
        return self.count

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part.

        Raises:
            LogError: The file is no longer what it was.
        """
        try:
            return joined(list(read_pieces(_bytes_of(self.path, _member(number)))))
        except (OSError, BadZipFile, LookupError, ValueError, UnreadError):
            raise LogError("kept", file=self.path.name) from None


def kept_log(path: Path, source: KeptSource) -> KeptLog | None:
    """Return a kept log; ``None`` where there is none, or one of something else.

    Raises:
        LogError: The file is something else than a kept log.
    """
    if not path.exists():
        return None
    try:
        with ZipFile(path) as archive:
            head = json.loads(archive.read(_HEAD))
        found = KeptLog(
            path,
            int(head["parts"]),
            tuple((str(a), int(b), str(c)) for a, b, c in head["unread"]),
        )
        same = (head["katch_log"], head["digest"], head["key"])
    except (OSError, BadZipFile, KeyError, ValueError, TypeError):
        raise LogError("kept", file=path.name) from None
    return found if same == (_FORMAT, source.digest, source.key) else None


def keep_log(
    path: Path, source: KeptSource, parts: LogParts, unread: Unread
) -> KeptLog:
    """Keep a log, and what was not read of it.

    Raises:
        OSError: The file cannot be written.
    """
    head: dict[str, Any] = {
        "katch_log": _FORMAT,
        "audience": "restricted",
        "digest": source.digest,
        "key": source.key,
        "parts": len(parts),
        "unread": unread,
    }
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as whole, ZipFile(whole, "w") as archive:
        archive.writestr(ZipInfo(_HEAD, _EPOCH), json.dumps(head))
        for number in range(len(parts)):
            member = ZipInfo(_member(number), _EPOCH)
            member.extra = _filling(whole.tell(), member.filename)
            with archive.open(member, "w", force_zip64=True) as file:
                file.writelines(written(_by_case(parts.rows(number))))
    os.replace(beside, path)  # noqa: PTH105 - the same on every system
    return KeptLog(path, len(parts), unread)


def _by_case(rows: CodedRows) -> CodedRows:
    """Put the rows of a case together; they stay in their order."""
    if rows.is_by_case:
        return rows
    return rows.some(np.argsort(rows.case, kind="stable"))


def _bytes_of(path: Path, name: str) -> memoryview:
    """Return the bytes of a member as they stand in an archive; they are looked over.

    Raises:
        BadZipFile: They are not what was written.
    """
    with ZipFile(path) as archive:
        member = archive.getinfo(name)
    whole, first = mapped(path), member.header_offset + _LENGTHS
    first += 4 + sum(struct.unpack("<HH", whole[first : first + 4]))
    found = whole[first : first + member.file_size]
    if member.compress_type != ZIP_STORED or crc32(found) != member.CRC:
        raise BadZipFile
    return found


def _filling(place: int, name: str) -> bytes:
    """Return an extra field after which a member's bytes stand as loops want them."""
    end = place + _LENGTHS + 4 + len(name) + _LARGE + 4
    return struct.pack("<HH", _FILLING, -end % STEP) + bytes(-end % STEP)


def _member(number: int) -> str:
    return f"part-{number:05}"
