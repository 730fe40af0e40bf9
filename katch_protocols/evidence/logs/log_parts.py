"""A large log in parts of whole cases, in memory or in a file of this run.

Most logs tell one case after another: then a part is what was read at once, but for the
cases at both ends, which are put together in a part of their own. Of any other log the
part of a case follows from its keyed hash; a case that another one opened stands in the
part of the first, for by when it must be taken up follows from there. So memory holds
one part at a time, however long the log is, and each can be answered anywhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_files import joined, read_pieces, written
from katch_protocols.evidence.logs.coded_rows import MISSING, CodedRows
from katch_protocols.evidence.logs.run_file import RunFile, RunSpan
from katch_protocols.evidence.logs.scattering import ScatteredParts

__all__ = ["LogParts", "PartsInFile", "PartsInMemory", "parted"]

_AT_ONCE = 4_000_000
"""So many keys are compared at a time; those of a part are read at once."""

_HALF, _SHORT = 32, 8

_ENDS = 64
"""The cases at both ends of about so many pieces are in one part."""


class LogParts(Protocol):
    """The parts of a log."""

    def __len__(self) -> int: ...

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        ...


class PartsInMemory(Struct, frozen=True, eq=False):
    """A log that is one part."""

    whole: CodedRows

    def __len__(self) -> int:
        return 1

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        del number
        return self.whole


class PartsInFile(Struct, frozen=True, eq=False):
    """Parts in a file of this run, each in one span or several."""

    file: RunFile
    parts: Sequence[Sequence[RunSpan]]

    def __len__(self) -> int:
        return len(self.parts)

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        return _rows(self.file, self.parts[number])


def parted(chunks: Iterable[CodedRows], count: int, opener: str | None) -> LogParts:
    """Put rows into parts: as they come, or into so many by the keys of cases.

    ``opener`` is the column that tells by which case one was opened.
    """
    first, openers = _AsTheyCome(), dict[str, str]()
    again: ScatteredParts | None = None
    for rows in chunks:
        if again is not None:
            again.take(rows)
            continue
        first.take(rows)
        if opener is not None:
            for one, two in _openers(rows, opener):
                openers.setdefault(one, two)
        elif not first.is_by_case:
            again = first.by_key(count, openers)
    if again is None and not openers and first.has_whole_cases():
        return PartsInFile(first.file, first.parts)
    return first.by_key(count, openers) if again is None else again


def _rows(file: RunFile, spans: Iterable[RunSpan]) -> CodedRows:
    return joined([rows for span in spans for rows in read_pieces(file.read(span))])


class _AsTheyCome:
    """Parts of what comes at once, and some of the cases at both ends of those."""

    def __init__(self) -> None:
        self.file, self.parts = RunFile(), list[list[RunSpan]]()
        self._ends, self._end_keys = list[RunSpan](), set[int]()
        self._keys = list[RunSpan]()
        self.is_by_case = True

    def take(self, rows: CodedRows) -> None:
        """Take in what came at once."""
        if not len(rows):
            return
        self.is_by_case &= rows.is_by_case
        if not self.is_by_case:
            self.parts.append([_write(rows, self.file)])
            return
        last = len(rows.keys) - 1
        begin = int(np.searchsorted(rows.case, np.int32(0), side="right"))
        end = int(np.searchsorted(rows.case, np.int32(last)))
        if begin < end:
            inner = rows.between(begin, end)
            self.parts.append([_write(inner, self.file)])
            self._take_keys(inner.keys.shorts)
        self._take_end(rows.between(0, begin))
        if last:
            # What was begun before has ended here, so a part of ends may as well.
            if len(self._ends) > _ENDS:
                self._close()
            self._take_end(rows.between(end, len(rows)))

    def _take_end(self, rows: CodedRows) -> None:
        """Take in a case, or some of it, at an end of what came at once."""
        self._ends.append(_write(rows.some(np.arange(len(rows))), self.file))
        self._end_keys.update(rows.keys.shorts.tolist())

    def _close(self) -> None:
        """Make a part of the ends that were taken in."""
        if self._ends:
            self.parts.append(self._ends)
            self._take_keys(np.array([*self._end_keys], np.uint64))
        self._ends, self._end_keys = [], set()

    def _take_keys(self, shorts: NDArray[np.uint64]) -> None:
        self._keys.append(self.file.add([shorts.data]))

    def has_whole_cases(self) -> bool:
        """Tell whether no case is in two parts."""
        self._close()
        if not self.is_by_case:
            return False
        count = sum(span.size for span in self._keys) // _SHORT
        ranges = -(-count // _AT_ONCE)
        return all(self._are_once(number, ranges) for number in range(ranges))

    def _are_once(self, number: int, ranges: int) -> bool:
        """Tell whether no key stands twice in one of some ranges of keys."""
        found = list[NDArray[np.uint64]]()
        for span in self._keys:
            block = np.frombuffer(self.file.read(span), np.uint64)
            found.append(block[(block >> _HALF) * ranges >> _HALF == number])
        keys = np.concatenate(found)
        keys.sort()
        return not (keys[1:] == keys[:-1]).any()

    def by_key(self, count: int, openers: Mapping[str, str]) -> ScatteredParts:
        """Put what was taken in into so many parts by the keys of cases."""
        self._close()
        found = ScatteredParts(count, {each: _root(each, openers) for each in openers})
        # As they came: of events at one instant the order in the file may count.
        every = [span for spans in self.parts for span in spans]
        for span in sorted(every, key=lambda each: each.first):
            found.take(_rows(self.file, [span]))
        return found


def _write(rows: CodedRows, file: RunFile) -> RunSpan:
    return file.add(written(rows))


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
