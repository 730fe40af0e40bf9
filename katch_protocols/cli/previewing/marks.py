"""Notice that a handbook changed: what every file looks like from outside."""

import os
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from katch_protocols.files import bounds
from katch_protocols.files.file_kinds import FOLDERS

__all__ = ["Marks", "changed", "marks"]

Marks = Mapping[str, tuple[int, ...]]
"""Of each file by its name below the folder: when it changed, its size, which it is."""

_SEEN = 10 * bounds.FILES
"""So many entries of a folder are looked at; the reader refuses far fewer."""


def marks(folder: Path) -> Marks:
    """Return the marks of a folder; nothing is opened. Without a folder: none at all.

    Two equal answers mean that nothing was saved in between.
    """
    found = dict(_entries(folder, ""))
    for below in sorted(FOLDERS):
        found.update(_entries(folder / below, f"{below}/"))
    return found


def changed(before: Marks, after: Marks) -> tuple[str, ...]:
    """Return the names of the files that came, went or were saved, sorted."""
    names = sorted({*before, *after})
    return tuple(name for name in names if before.get(name) != after.get(name))


def _entries(folder: Path, prefix: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, _SEEN):
                if not entry.name.startswith("."):
                    yield prefix + entry.name, _mark(entry)
    except OSError:
        return


def _mark(entry: "os.DirEntry[str]") -> tuple[int, ...]:
    try:
        seen = entry.stat(follow_symlinks=False)
    except OSError:
        return ()
    return seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino, seen.st_mode
