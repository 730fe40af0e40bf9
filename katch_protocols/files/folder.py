"""A handbook on disk: ordinary files below one folder, of bounded size.

Links are not followed and special files are not opened, so that a folder from a
stranger can be read without risk.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from katch_protocols.files import bounds
from katch_protocols.files.characters import is_clean
from katch_protocols.files.ledger import Ledger
from katch_protocols.files.shapes.files import HANDBOOK_FILE, SUFFIX, named
from katch_protocols.findings import Place

__all__ = ["gather"]

_FOLDERS = frozenset({"regions", "fragments"})
_LIKE_YAML = (".yaml", ".yml")
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
        found = _few(sorted(_files(folder, ledger), key=_first), ledger)
    except (OSError, ValueError):
        _refuse("no-folder", str(folder), ledger)
        return None
    texts: dict[str, bytes] = {}
    room = bounds.HANDBOOK_BYTES
    for name in found:
        data = _read(folder, name, ledger) if room >= 0 else None
        room -= len(data or b"")
        if data is not None and room < 0:
            bound = str(bounds.HANDBOOK_BYTES)
            _refuse("handbook-too-large", name, ledger, bound=bound)
        elif data is not None:
            texts[name] = data
            continue
        _lose(name, ledger)
    return texts


def _lose(name: str, ledger: Ledger) -> None:
    """Note that the names which a file or a folder declares are not known."""
    if name in _FOLDERS:
        ledger.lose((name,))
    file = named(name)
    for registry in file.declares if file else ():
        ledger.lose(registry)


def _few(found: list[str], ledger: Ledger) -> list[str]:
    """Return no more files than a handbook may have."""
    for name in found[bounds.FILES : bounds.FILES + 1]:
        _refuse("too-many-files", name, ledger, bound=str(bounds.FILES))
    for name in found[bounds.FILES :]:
        _lose(name, ledger)
    return found[: bounds.FILES]


def _first(name: str) -> tuple[bool, str]:
    """Put ``handbook.yaml`` first, so that no bound can leave it out."""
    return name != HANDBOOK_FILE, name


def _files(folder: Path, ledger: Ledger) -> Iterator[str]:
    """Yield the names of a handbook's files; refuse what only looks like one."""
    for entry in _entries(folder):
        if entry.name in _FOLDERS and not entry.is_symlink() and entry.is_dir():
            yield from _inner(folder, entry.name, ledger)
        elif entry.name.endswith(SUFFIX) or entry.name in _FOLDERS:
            yield entry.name
        elif _looks_like_yaml(entry) or _holds_yaml(entry):
            _refuse("stray-file", entry.name, ledger)


def _inner(folder: Path, name: str, ledger: Ledger) -> Iterator[str]:
    try:
        entries = _entries(folder / name)
    except OSError:
        _refuse("unreadable-file", name, ledger)
        _lose(name, ledger)
        return
    for entry in entries:
        below = f"{name}/{entry.name}"
        if entry.name.endswith(SUFFIX):
            yield below
        elif _looks_like_yaml(entry) or _holds_yaml(entry):
            _refuse("stray-file", below, ledger)


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


def _looks_like_yaml(entry: os.DirEntry[str]) -> bool:
    return entry.name.lower().endswith(_LIKE_YAML)


def _holds_yaml(entry: os.DirEntry[str]) -> bool:
    if not entry.is_dir(follow_symlinks=False):
        return False
    try:
        return any(_looks_like_yaml(below) for below in _entries(Path(entry.path)))
    except OSError:
        return False


def _read(folder: Path, name: str, ledger: Ledger) -> bytes | None:
    path = folder / name
    if not is_clean(name):
        _refuse("bad-file-name", name, ledger)
        return None
    try:
        if path.is_symlink():
            _refuse("symbolic-link", name, ledger)
            return None
        if not stat.S_ISREG(path.lstat().st_mode):
            _refuse("not-a-file", name, ledger)
            return None
        descriptor = os.open(path, _FLAGS)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            return _bounded(file.read(bounds.FILE_BYTES + 1), name, ledger)
    except OSError:
        _refuse("unreadable-file", name, ledger)
        return None


def _bounded(data: bytes, name: str, ledger: Ledger) -> bytes | None:
    if len(data) <= bounds.FILE_BYTES:
        return data
    _refuse("file-too-large", name, ledger, bound=str(bounds.FILE_BYTES))
    return None


def _refuse(rule: str, name: str, ledger: Ledger, **facts: str) -> None:
    # A name may hold what no text may: bytes that are not UTF-8, hidden characters.
    printable = name if is_clean(name) else ascii(name)
    ledger.write(rule, Place(printable, 1, 1), (), {"name": printable, **facts})
