"""A handbook on disk: ordinary files below one folder, of bounded size.

Links are not followed and special files are not opened, so that a folder from a
stranger can be read without risk.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from katch_protocols.files import bounds
from katch_protocols.files.intake import looks_like_yaml, lose, refuse, take_in
from katch_protocols.files.ledger import Ledger
from katch_protocols.files.shapes.file_kind import SUFFIX
from katch_protocols.files.shapes.files import FOLDERS

__all__ = ["gather"]

# Windows has neither flag: it has no such links for ordinary people, and no pipes here.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


def gather(folder: Path, ledger: Ledger) -> dict[str, bytes] | None:
    """Return the bytes of every file of a handbook, by its name below the folder.

    Returns:
        The files, ``handbook.yaml`` first, the others by name; None without a folder.
    """
    try:
        found = list(_files(folder, ledger))
    except (OSError, ValueError):
        refuse("no-folder", str(folder), ledger)
        return None
    return take_in(found, lambda name: _read(folder, name, ledger), ledger)


def _files(folder: Path, ledger: Ledger) -> Iterator[str]:
    """Yield the names of a handbook's files; refuse what only looks like one."""
    for entry in _entries(folder):
        if entry.name in FOLDERS and not entry.is_symlink() and entry.is_dir():
            yield from _inner(folder, entry.name, ledger)
        elif entry.name.endswith(SUFFIX) or entry.name in FOLDERS:
            yield entry.name
        elif looks_like_yaml(entry.name) or _holds_yaml(entry):
            refuse("stray-file", entry.name, ledger)


def _inner(folder: Path, name: str, ledger: Ledger) -> Iterator[str]:
    try:
        entries = _entries(folder / name)
    except OSError:
        refuse("unreadable-file", name, ledger)
        lose(name, ledger)
        return
    for entry in entries:
        below = f"{name}/{entry.name}"
        if entry.name.endswith(SUFFIX):
            yield below
        elif looks_like_yaml(entry.name) or _holds_yaml(entry):
            refuse("stray-file", below, ledger)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder, hidden files left out; a bound more than is read."""
    found: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                found.append(entry)
            if len(found) > _SEEN:
                break
    return sorted(found, key=lambda entry: entry.name)


_SEEN = 10 * bounds.FILES


def _holds_yaml(entry: os.DirEntry[str]) -> bool:
    if not entry.is_dir(follow_symlinks=False):
        return False
    try:
        return any(looks_like_yaml(below.name) for below in _entries(Path(entry.path)))
    except OSError:
        return False


def _read(folder: Path, name: str, ledger: Ledger) -> bytes | None:
    path = folder / name
    try:
        if path.is_symlink():
            refuse("symbolic-link", name, ledger)
            return None
        if not stat.S_ISREG(path.lstat().st_mode):
            refuse("not-a-file", name, ledger)
            return None
        descriptor = os.open(path, _FLAGS)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            return file.read(bounds.FILE_BYTES + 1)
    except OSError:
        refuse("unreadable-file", name, ledger)
        return None
