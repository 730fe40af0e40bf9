"""A handbook as it is seen at one moment, and whether it changed since."""

import os
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from msgspec import Struct, field

from katch_protocols.charts.build import chart
from katch_protocols.errors import KatchError
from katch_protocols.files import bounds
from katch_protocols.files.file_kinds import FOLDERS
from katch_protocols.files.read import Reading
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Font, Handbook
from katch_protocols.model.noun import Id

__all__ = ["Marks", "Snapshot", "changed", "is_readable", "marks", "seen"]


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


class Snapshot(Struct, frozen=True):
    """One look at a handbook.

    Attributes:
        number: Which look it is; it grows.
        findings: Everything that was found, in the order of their places.
        is_busy: The rules are still at work; the findings may be those of before.
        drawn_from: Of each protocol the last handbook in which it could be drawn.
        stale: The protocols whose last handbook is not what stands in the files now.
        edited: The protocol whose file was saved last.
        fault: What went wrong in the library itself, by the name of the exception.
    """

    number: int = 0
    findings: tuple[Finding, ...] = ()
    is_busy: bool = True
    drawn_from: Mapping[Id, Handbook] = field(default_factory=dict)
    stale: frozenset[Id] = frozenset()
    edited: Id | None = None
    fault: str = ""

    @property
    def font(self) -> Font | None:
        """The font in which letters are drawn that ours lack, if it can be read."""
        fonts = (each.font for each in self.drawn_from.values())
        return next((each for each in fonts if each and each.family), None)


def is_readable(reading: Reading) -> bool:
    """Whether every file could be used, so that drawings show what is written."""
    wrong = any(each.severity is Severity.ERROR for each in reading.findings)
    return reading.handbook is not None and not wrong


def seen(
    before: Mapping[Id, Handbook], reading: Reading
) -> tuple[Mapping[Id, Handbook], frozenset[Id]]:
    """Return of each protocol the last handbook that can be drawn; and who is stale.

    While a file cannot be used nothing is redrawn: what it says may be missing
    anywhere.
    """
    handbook = reading.handbook
    if handbook is None or not is_readable(reading):
        return before, frozenset(before)
    found: dict[Id, Handbook] = {}
    stale = set()
    for name in handbook.protocols:
        if _can_be_drawn(name, handbook):
            found[name] = handbook
        elif name in before:
            found[name] = before[name]
            stale.add(name)
    return found, frozenset(stale)


def _can_be_drawn(name: Id, handbook: Handbook) -> bool:
    try:
        return not chart(handbook.protocols[name], handbook).problems
    except KatchError:
        return False
