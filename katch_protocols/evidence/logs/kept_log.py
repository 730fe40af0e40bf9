"""A log as it was read, kept in a file: what is read again needs no reading of it.

The file is a ZIP archive: what it was made of, then a member for each part, as
``coded_files`` writes it. It holds keyed hashes for references and people and is
*restricted*, for it is about children. It is used as long as the files, the columns and
the key are the same; else the log is read anew.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

import numpy as np

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.coded_files import (
    joined,
    read_pieces,
    some_rows,
    write_piece,
)
from katch_protocols.evidence.logs.coded_rows import CodedRows
from katch_protocols.evidence.logs.log_parts import LogParts
from katch_protocols.evidence.logs.tables import asked
from katch_protocols.model.logs import LogMapping

__all__ = ["KeptLog", "KeptSource", "keep_log", "kept_log"]

_FORMAT = 1
_HEAD = "log.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)

Unread = tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class KeptSource:
    """What a kept log is made of: the digest of files and columns, and of the key."""

    digest: str
    key: str

    @staticmethod
    def of(mapping: LogMapping, files: Sequence[Path], key: str) -> "KeptSource":
        """Return that of the files of a mapping."""
        seen = [
            (each.name, each.stat().st_size, each.stat().st_mtime_ns) for each in files
        ]
        how = (
            _FORMAT,
            asked(mapping),
            mapping.columns.model_dump(),
            mapping.timezone,
            mapping.twice,
            mapping.case_object,
        )
        return KeptSource(sha256(repr((seen, how)).encode()).hexdigest(), key)


@dataclass(frozen=True, eq=False)
class KeptLog:
    """A kept log: parts in one file, and which files could not be read."""

    path: Path = field(repr=False)
    names: tuple[str, ...]
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
            with ZipFile(self.path) as archive, archive.open(_member(number)) as file:
                return joined(list(read_pieces(file)), self.names)
        except (OSError, BadZipFile, KeyError):
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
            tuple(map(str, head["columns"])),
            int(head["parts"]),
            tuple((str(a), int(b), str(c)) for a, b, c in head["unread"]),
        )
        same = (head["katch_log"], head["digest"], head["key"])
    except (OSError, BadZipFile, KeyError, ValueError, TypeError):
        raise LogError("kept", file=path.name) from None
    return found if same == (_FORMAT, source.digest, source.key) else None


def keep_log(
    path: Path,
    source: KeptSource,
    parts: LogParts,
    told: tuple[Sequence[str], str, Unread],
) -> KeptLog:
    """Keep a log; ``told`` are its columns, that of the case, and what was not read.

    Raises:
        OSError: The file cannot be written.
    """
    names, case, unread = told
    head: dict[str, Any] = {
        "katch_log": _FORMAT,
        "audience": "restricted",
        "digest": source.digest,
        "key": source.key,
        "columns": list(names),
        "parts": len(parts),
        "unread": unread,
    }
    beside = path.with_name(f"{path.name}.new")
    with ZipFile(beside, "w") as archive:
        archive.writestr(ZipInfo(_HEAD, _EPOCH), json.dumps(head))
        for number in range(len(parts)):
            member = ZipInfo(_member(number), _EPOCH)
            with archive.open(member, "w", force_zip64=True) as file:
                write_piece(_by_case(parts.rows(number), case), file)
    os.replace(beside, path)  # noqa: PTH105 - the same on every system
    return KeptLog(path, tuple(names), len(parts), unread)


def _by_case(rows: CodedRows, case: str) -> CodedRows:
    """Put the rows of a case together; they stay in their order."""
    return some_rows(rows, np.argsort(rows.columns[case].codes, kind="stable"))


def _member(number: int) -> str:
    return f"part-{number:05}"
