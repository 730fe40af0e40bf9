"""A disk under SQLite that remembers what was written and synced, and that can fail.

A VFS over that of the system, in the very library that a store uses: its files have the
methods of the system, but for writing, truncating, syncing and deleting, which are
written down first. From what is written down a power cut is played: what was synced is
there; of what was not, each sector of 512 bytes is there, is not, or is garbage; a
deletion is undone unless its folder was synced.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

__all__ = ["FULL", "IO_ERROR", "Disk", "disk"]

FULL, IO_ERROR = 13, 10 | (3 << 8)
"""What a write answers where there is no space, and where the device fails."""

_OK, _NO_SYNC = 0, 10 | (4 << 8)
_SECTOR = 512

# What stands behind a name in memory belongs to it: the name is handed on as it is.
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``: what comes behind what is replaced stays as it is."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("others", c_void_p * 13),
    )


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs``, the same way."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("others", c_void_p * 14),
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done to a file; ``kind`` says which of the others count."""

    kind: str
    path: str
    offset: int = 0
    data: bytes = b""
    is_synced: bool = False


@dataclass
class Disk:
    """What was done in a folder since it began, and at which deed it is to fail."""

    folder: Path
    began: dict[str, bytes] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    fails_in: int | None = None
    fails_with: int = FULL
    is_broken: bool = False
    """Whether it goes on failing, until ``mended``."""
    failed: int = 0

    def begin(self) -> None:
        """Take what is there now as synced, and forget how it came."""
        self.deeds.clear()
        self.began = {
            str(path): path.read_bytes()
            for path in self.folder.iterdir()
            if path.name.endswith((".db", "-wal", "-journal"))
        }

    def fail(self, after: int, code: int, *, is_broken: bool) -> None:
        """Fail at the deed behind so many, once or from then on."""
        self.fails_in, self.fails_with = after, code
        self.is_broken, self.failed = is_broken, 0

    def mended(self) -> bool:
        """Fail no more; tell whether it had failed."""
        self.fails_in = None
        return self.failed > 0

    def note(self, deed: Deed) -> int:
        """Write a deed down; return what it answers, 0 where it is done."""
        if not deed.path.startswith(str(self.folder)):
            return _OK
        if self.fails_in is not None:
            self.fails_in -= 1
            if self.fails_in < 0 and (self.is_broken or not self.failed):
                self.failed += 1
                return _NO_SYNC if deed.kind == "sync" else self.fails_with
        self.deeds.append(deed)
        return _OK

    def cut(self, at: int, chance: Random | None, folder: Path) -> None:
        """Write into another folder what is left if the power goes after a deed.

        Without ``chance`` it is the process that goes: then the system keeps it all.
        """
        sides = {path: _Side(bytearray(data)) for path, data in self.began.items()}
        for deed in self.deeds[:at]:
            side = sides.get(deed.path)
            if side is None or (side.is_gone and deed.kind != "delete"):
                side = sides[deed.path] = _Side(None)
            side.take(deed)
        for path, side in sides.items():
            left = side.left(chance)
            if left is not None:
                (folder / Path(path).name).write_bytes(left)


class _Side:
    """One file: what is synced, and what was done to it since."""

    def __init__(self, synced: bytearray | None) -> None:
        self.synced, self.since = synced, list[Deed]()
        self.is_gone, self.is_gone_for_good = False, False

    def take(self, deed: Deed) -> None:
        if deed.kind == "sync":
            found = self.synced or bytearray()
            for each in self.since:
                _do(found, each)
            self.synced = found
            self.since.clear()
        elif deed.kind == "delete":
            self.is_gone, self.is_gone_for_good = True, deed.is_synced
        else:
            self.since.append(deed)

    def left(self, chance: Random | None) -> bytes | None:
        if chance is None:
            self.take(Deed("sync", ""))
            return None if self.is_gone else bytes(self.synced or b"")
        if self.is_gone_for_good or (self.is_gone and chance.random() < 0.5):
            return None
        if self.synced is None and chance.random() < 0.5:
            return None
        found = bytearray(self.synced or b"")
        for deed in self.since:
            for each in _sectors(deed):
                fate = chance.random()
                if fate < 0.1:
                    garbage = chance.randbytes(len(each.data))
                    each = Deed(each.kind, each.path, each.offset, garbage)  # noqa: PLW2901
                if fate < 0.55:
                    _do(found, each)
        return bytes(found)


def _sectors(deed: Deed) -> Iterator[Deed]:
    """Yield a deed sector by sector: any of them may reach the disk without others."""
    if deed.kind == "truncate":
        yield deed
    at = deed.offset
    while at < deed.offset + len(deed.data):
        end = min((at // _SECTOR + 1) * _SECTOR, deed.offset + len(deed.data))
        part = deed.data[at - deed.offset : end - deed.offset]
        yield Deed("write", deed.path, at, part)
        at = end


def _do(found: bytearray, deed: Deed) -> None:
    if deed.kind == "truncate":
        del found[deed.offset :]
        return
    missing = deed.offset - len(found)
    if missing > 0:
        found.extend(bytes(missing))
    found[deed.offset : deed.offset + len(deed.data)] = deed.data


@contextmanager
def disk(driver: ModuleType, folder: Path) -> Iterator[Disk]:
    """Put a disk under everything that a driver of SQLite opens meanwhile.

    ``driver`` is ``_sqlite3`` of Python or that of another package.
    """
    library = ctypes.CDLL(str(driver.__file__))
    library.sqlite3_vfs_find.restype = c_void_p
    system = cast(library.sqlite3_vfs_find(None), POINTER(_Vfs))
    found = Disk(Path(os.path.realpath(folder)))
    ours = _Vfs.from_buffer_copy(system.contents)
    ours.name, ours.next = b"katch-disk", None
    shim = _Shim(system, ours, found)
    library.sqlite3_vfs_register(ctypes.byref(ours), 1)
    try:
        yield found
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(ours))
        library.sqlite3_vfs_register(system, 1)
        shim.made.clear()


class _Shim:
    """Functions that write down what is done, in the place of those of the system."""

    def __init__(self, system: "ctypes._Pointer[_Vfs]", ours: _Vfs, disk: Disk) -> None:
        self.system, self.disk = ctypes.addressof(system.contents), disk
        self.paths: dict[int, str] = {}
        self.made: dict[int, _Methods] = {}
        self.kept: list[object] = []
        self.begin, self.remove = cast(ours.open, _OPEN), cast(ours.delete, _DELETE)
        self.put(ours, "open", _OPEN, self.opened)
        self.put(ours, "delete", _DELETE, self.deleted)

    def put(self, into: object, name: str, kind: Any, call: Callable[..., int]) -> None:
        """Put a function of ours into a structure; it stays alive with this."""
        mine = kind(call)
        self.kept.append(mine)
        setattr(into, name, cast(mine, c_void_p).value)

    def opened(
        self, _: int, name: int | None, file: int, flags: int, out: int | None
    ) -> int:
        code: int = self.begin(self.system, name, file, flags, out)
        slot = cast(file, POINTER(c_void_p))
        if code == _OK and name and slot[0]:
            self.paths[file] = _path(name)
            slot[0] = ctypes.addressof(self.methods_of(slot[0]))
        return code

    def deleted(self, _: int, name: int, is_synced: int) -> int:
        path = _path(name)
        fault = 0
        if Path(path).exists():
            fault = self.disk.note(Deed("delete", path, is_synced=bool(is_synced)))
        return fault or self.remove(self.system, name, is_synced)

    def methods_of(self, real: int) -> _Methods:
        """Return the methods of the system with ours among them, made once."""
        if real in self.made:
            return self.made[real]
        found = self.made[real] = _Methods.from_buffer_copy(
            cast(real, POINTER(_Methods)).contents
        )
        write, truncate = cast(found.write, _WRITE), cast(found.truncate, _TRUNCATE)
        self.kept += [write, truncate]

        def written(file: int, data: int, size: int, offset: int) -> int:
            body = ctypes.string_at(data, size)
            fault = self.disk.note(Deed("write", self.paths[file], offset, body))
            return fault or write(file, data, size, offset)

        def truncated(file: int, size: int) -> int:
            fault = self.disk.note(Deed("truncate", self.paths[file], size))
            return fault or truncate(file, size)

        def synced(file: int, _: int) -> int:
            # No device is asked: what a sync keeps is what is written down.
            return self.disk.note(Deed("sync", self.paths[file]))

        self.put(found, "write", _WRITE, written)
        self.put(found, "truncate", _TRUNCATE, truncated)
        self.put(found, "sync", _SYNC, synced)
        return found


def _path(name: int) -> str:
    return os.path.realpath(ctypes.string_at(name).decode())
