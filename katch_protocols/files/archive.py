"""A handbook as a zip: looked at in memory, never unpacked onto a disk.

What an archive says of itself is not believed: no entry is read further than a file may
be long, and only what is stored plainly or deflated is read at all.
"""

import stat
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from katch_protocols.files import bounds
from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.file_kinds import HANDBOOK_FILE, is_apart, named
from katch_protocols.files.folder import (
    bounded,
    looks_like_yaml,
    lose,
    refuse,
    refuse_stray,
    take_in,
)
from katch_protocols.files.source_file import Unread, nothing_beside

__all__ = ["beside_in_archive", "is_archive", "unpack"]

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1
_DAMAGED = (
    ArithmeticError,
    BadZipFile,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""Whatever the standard library raises for bytes that are no sound archive."""


def is_archive(path: Path) -> bool:
    """Whether a path is an ordinary file that begins as a zip does."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(4) in _STARTS
    except (OSError, ValueError):
        return False


def unpack(source: bytes | Path, ledger: Diagnostics) -> dict[str, bytes] | None:
    """Return the bytes of every file of a handbook, by its name in the archive.

    A single folder around everything does not count as a part of the names.

    Args:
        source: The archive, or the file that it stands in.
        ledger: What is refused is written there.

    Returns:
        The files, ``handbook.yaml`` first, the others by name; None if it is no zip.
    """
    title = str(source) if isinstance(source, Path) else "handbook.zip"
    try:
        data = _bytes(source)
        if len(data) > bounds.ARCHIVE_BYTES:
            refuse("handbook-too-large", title, ledger, bound=bounds.ARCHIVE_BYTES)
            return None
        if not data.startswith(_STARTS):
            raise BadZipFile
        with ZipFile(BytesIO(data)) as archive:
            entries = dict(_entries(archive.infolist(), ledger))
            read = partial(_read, archive, entries, ledger)
            return take_in(entries, read, ledger)
    except _DAMAGED:
        refuse("not-an-archive", title, ledger)
        return None


def _bytes(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source
    with source.open("rb") as file:
        return file.read(bounds.ARCHIVE_BYTES + 1)


def beside_in_archive(source: bytes | Path, name: str) -> bytes | Unread:
    """Return the bytes of a font in an archive."""
    try:
        with ZipFile(BytesIO(_bytes(source))) as archive:
            found = [each for each in archive.infolist() if _is_ours(each)]
            top = _top([each.orig_filename for each in found])
            same = [each for each in found if each.orig_filename == top + name]
            if len(same) > 1:
                return Unread("file-twice", {"name": name})
            if not same:
                return nothing_beside(name)
            return bounded(name, _opened(archive, same[0], name, bounds.FONT_BYTES))
    except _DAMAGED:
        return Unread("unreadable-entry", {"name": name})


def _is_ours(entry: ZipInfo) -> bool:
    return not entry.orig_filename.endswith("/")


def _entries(
    found: list[ZipInfo], ledger: Diagnostics
) -> Iterator[tuple[str, ZipInfo]]:
    """Yield the files of the handbook; refuse what only looks like one."""
    # The name as it is written; the library's own cuts it where a NUL stands.
    listed = [each for each in found if _is_ours(each)]
    top = _top([each.orig_filename for each in listed])
    names = [(each.orig_filename.removeprefix(top), each) for each in listed]
    times = Counter(name for name, _ in names)
    for name, entry in names:
        if _is_hidden(name):
            continue
        if named(name) is None:
            if looks_like_yaml(name) and not is_apart(name):
                refuse_stray(name, ledger)
        elif times[name] == 1:
            yield name, entry
        elif times.pop(name, 0):
            refuse("file-twice", name, ledger)
            lose(name, ledger)


def _top(names: list[str]) -> str:
    """Return the one folder that everything stands in, as people zip a folder."""
    tops = {name.partition("/")[0] for name in names if not _is_hidden(name)}
    top = next(iter(tops), "")
    inside = f"{top}/{HANDBOOK_FILE}"
    return f"{top}/" if len(tops) == 1 and inside in names and top != ".." else ""


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return any(part.startswith(".") and part not in {".", ".."} for part in parts)


def _read(
    archive: ZipFile, entries: dict[str, ZipInfo], ledger: Diagnostics, name: str
) -> bytes | None:
    found = _opened(archive, entries[name], name, bounds.FILE_BYTES)
    if isinstance(found, Unread):
        refuse(found.rule, name, ledger)
        return None
    return found


def _opened(archive: ZipFile, entry: ZipInfo, name: str, most: int) -> bytes | Unread:
    """Return the bytes of an entry, one more than ``most`` of a larger one."""
    mode, facts = entry.external_attr >> 16, {"name": name}
    if stat.S_ISLNK(mode):
        return Unread("symbolic-link", facts)
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return Unread("not-a-file", facts)
    try:
        if entry.flag_bits & _ENCRYPTED:
            raise BadZipFile
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise BadZipFile
        with archive.open(entry) as file:
            return file.read(most + 1)
    except _DAMAGED:
        return Unread("unreadable-entry", facts)
