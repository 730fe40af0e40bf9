"""Folders in which a file of SQLite cannot be used, told before it is opened."""

import os
import re
from contextlib import suppress
from pathlib import Path

from katch_protocols.errors import StoreError

__all__ = ["refuse_missing", "refuse_network", "refuse_read_only"]

_NETWORKS = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.sshfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
)
"""File systems on which SQLite's locks do not hold."""

_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")
"""A space, tab, line break or backslash in the name of a mount."""

_WAL_HEADER = b"\2\2"
"""What a file says of its journal, in its bytes 18 and 19."""


def refuse_missing(path: Path, *, is_new: bool) -> None:
    """Refuse a file that is a folder, lies in none, or is not there and not to be made.

    SQLite says of each only that it cannot be opened.

    Raises:
        StoreError: It is one (``folder``, ``no-folder``, ``empty``).
    """
    if path.is_dir():
        raise StoreError("folder")
    if not path.parent.is_dir():
        raise StoreError("no-folder")
    if not is_new and not path.exists():
        raise StoreError("empty")


def refuse_read_only(path: Path) -> None:
    """Refuse a file whose journal needs another file beside it, which cannot be made.

    SQLite says of it only that it cannot be opened.

    Raises:
        StoreError: It is one.
    """
    if os.access(path.parent, os.W_OK) or Path(f"{path}-shm").exists():
        return
    with suppress(OSError), path.open("rb") as file:
        if file.read(20)[18:] == _WAL_HEADER:
            raise StoreError("read-only")


def refuse_network(path: Path) -> None:
    """Refuse a file on a network, where that can be told (on Linux).

    Raises:
        StoreError: It is on one.
    """
    try:
        text = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return
    real, best, kind = str(path.parent.resolve()), "", ""
    for line in text.splitlines():
        left, _, right = line.partition(" - ")
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), left.split()[4])
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, right.split()[0]
    if kind in _NETWORKS:
        raise StoreError("network")
