"""A large log in parts of whole cases, in memory or in files of this run.

Most logs tell one case after another: then a part is what was read at once, but for the
cases at both ends, which are put together in a part of their own. Of any other log the
part of a case follows from its keyed hash; a case that another one opened stands in the
part of the first, for by when it must be taken up follows from there. So memory holds
one part at a time, however long the log is, and each can be answered anywhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_files import (
    joined,
    mapped,
    read_pieces,
    write_piece,
)
from katch_protocols.evidence.logs.coded_rows import MISSING, CodedRows
from katch_protocols.evidence.logs.run_folder import RunFolder

__all__ = ["LogParts", "PartsInFolder", "PartsInMemory", "parted"]

_AT_ONCE = 4_000_000
"""So many keys are compared at a time."""

_HALF = 32


class LogParts(Protocol):
    """The parts of a log."""

    def __len__(self) -> int: ...

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        ...


@dataclass(frozen=True, eq=False)
class PartsInMemory:
    """A log that is one part."""

    whole: CodedRows = field(repr=False)

    def __len__(self) -> int:
        return 1

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        del number
        return self.whole


@dataclass(frozen=True, eq=False)
class PartsInFolder:
    """Parts in files of a folder that is gone with them."""

    folder: RunFolder = field(repr=False)
    paths: tuple[Path, ...]

    def __len__(self) -> int:
        return len(self.paths)

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        return _rows(self.paths[number])


def parted(
    chunks: Iterable[CodedRows], count: int, opener: str | None
) -> PartsInFolder:
    """Put rows into parts: as they come, or into so many by the keys of cases.

    ``opener`` is the column that tells by which case one was opened.
    """
    folder = RunFolder()
    first, openers = _AsTheyCome(folder.path), dict[str, str]()
    for rows in chunks:
        first.take(rows)
        if opener is not None:
            for one, two in _openers(rows, opener):
                openers.setdefault(one, two)
    if not openers and first.has_whole_cases():
        return PartsInFolder(folder, tuple(first.paths))
    again = _ByKey(folder.path, count, {each: _root(each, openers) for each in openers})
    for path in first.paths:
        again.take(_rows(path))
        path.unlink()
    return PartsInFolder(folder, again.paths)


def _rows(path: Path) -> CodedRows:
    return joined(list(read_pieces(mapped(path))))


def _write(rows: CodedRows, path: Path) -> None:
    with path.open("ab") as file:
        write_piece(rows, file)


class _AsTheyCome:
    """Parts of what comes at once, and one of the cases at both ends of each."""

    def __init__(self, folder: Path) -> None:
        self.paths: list[Path] = []
        self._folder, self._ends = folder, folder / "ends"
        self._keys, self._end_keys = folder / "keys", set[int]()
        self._is_by_case = True

    def take(self, rows: CodedRows) -> None:
        """Take in what came at once."""
        if not len(rows):
            return
        self._is_by_case &= rows.is_by_case
        if not self._is_by_case:
            self._take(rows)
            return
        count, last = len(rows), len(rows.keys) - 1
        begin = int(np.searchsorted(rows.case, 0, side="right"))
        end = int(np.searchsorted(rows.case, last))
        if begin < end:
            inner = rows.between(begin, end)
            self._take(inner)
            with self._keys.open("ab") as file:
                file.write(inner.keys.shorts.data)
        for some in (np.arange(begin), np.arange(max(begin, end), count)):
            if len(some):
                _write(rows.some(some), self._ends)
        if self._ends not in self.paths:
            self.paths.append(self._ends)
        self._end_keys.update(rows.keys.some(np.array([0, last])).shorts.tolist())

    def _take(self, rows: CodedRows) -> None:
        self.paths.append(self._folder / f"part-{len(self.paths)}")
        _write(rows, self.paths[-1])

    def has_whole_cases(self) -> bool:
        """Tell whether no case is in two parts."""
        if not self._is_by_case or not self._keys.exists():
            return self._is_by_case
        ends = np.array(sorted(self._end_keys), np.uint64)
        count = self._keys.stat().st_size // ends.itemsize + len(ends)
        ranges = -(-count // _AT_ONCE)
        return all(self._are_once(ends, number, ranges) for number in range(ranges))

    def _are_once(self, ends: NDArray[np.uint64], number: int, ranges: int) -> bool:
        """Tell whether no key stands twice in one of some ranges of keys."""
        found, block = list[NDArray[np.uint64]](), ends
        with self._keys.open("rb") as file:
            while len(block):
                found.append(block[(block >> _HALF) * ranges >> _HALF == number])
                block = np.fromfile(file, np.uint64, _AT_ONCE)
        keys = np.sort(np.concatenate(found))
        return not (keys[1:] == keys[:-1]).any()


class _ByKey:
    """Parts by the keys of cases; a case of ``roots`` is in the part of another."""

    def __init__(self, folder: Path, count: int, roots: Mapping[str, str]) -> None:
        self._paths = [folder / f"family-{number}" for number in range(count)]
        self._roots = roots

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of the parts that hold something."""
        return tuple(each for each in self._paths if each.exists())

    def take(self, rows: CodedRows) -> None:
        """Put rows into the files of their parts; those without a case in the first."""
        parts = np.append(self._parts(rows), 0)[rows.case]
        order = np.argsort(parts.astype(np.int32), kind="stable")
        numbers, firsts = np.unique(parts[order], return_index=True)
        for number, places in zip(
            numbers.tolist(), np.split(order, firsts[1:]), strict=True
        ):
            _write(rows.some(places), self._paths[number])

    def _parts(self, rows: CodedRows) -> NDArray[np.int64]:
        count = len(self._paths)
        found = rows.keys.parts(count)
        if self._roots:
            roots = (self._roots.get(text, text) for text in rows.keys.strings)
            found = np.array([int(text[1:9], 16) * count >> _HALF for text in roots])
        return found


def _openers(rows: CodedRows, opener: str) -> Iterator[tuple[str, str]]:
    """Yield each case that another one opened, with that one."""
    openers = rows.columns[opener]
    if not openers.texts:
        return
    told = (openers.codes != MISSING) & (rows.case != MISSING)
    pairs = np.stack([rows.case[told], openers.codes[told]])
    for one, two in np.unique(pairs, axis=1).T.tolist():
        yield rows.keys.text(one), openers.texts[two]


def _root(case: str, openers: Mapping[str, str]) -> str:
    """Return the case with which the openings begin; of a ring the least."""
    way: dict[str, None] = {}
    while case in openers and case not in way:
        way[case] = None
        case = openers[case]
    if case not in way:
        return case
    seen = list(way)
    return min(seen[seen.index(case) :])
