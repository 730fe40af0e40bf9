"""XES (IEEE 1849-2016): a trace is a case, an event a row.

Attributes of a trace stand under ``case:KEY``. Only events are read whose
``lifecycle:transition`` is ``complete``, or that have none. A document with a type
declaration is refused: entities have no place in a log.
"""

import gzip
import zlib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast
from xml.parsers import expat

from katch_protocols.evidence.logs.tables import LogRow, UnreadError
from katch_protocols.model.logs import LogColumns

__all__ = ["XES_COLUMNS", "read_xes"]

XES_COLUMNS = LogColumns(
    case="case:concept:name",
    activity="concept:name",
    at="time:timestamp",
    role="org:role",
    agency="org:group",
    person="org:resource",
)
"""What the standard's extensions hold."""

_CHUNK = 1 << 16
_LONGEST = 8_192


class _OtherError(Exception):
    """The document declares a type, or is no log."""


class _TraceReader:
    """Collects the attributes of traces and events as they come."""

    def __init__(self) -> None:
        self.rows: deque[LogRow] = deque()
        self._path: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] | None = None
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            # The prefix of a namespace says nothing.
            name = name.rpartition(":")[2]
        above = self._path[-1] if self._path else ""
        if not above and name != "log":
            raise _OtherError
        self._path.append(name)
        if name == "event":
            self._event, self._count = {}, self._count + 1
        elif "key" in attributes and "value" in attributes:
            key, value = attributes["key"], attributes["value"].strip()[:_LONGEST]
            if above == "event" and self._event is not None:
                _add(self._event, key, value)
            elif above == "trace":
                _add(self._trace, f"case:{key}", value)

    def end(self, name: str) -> None:
        del name
        ended = self._path.pop()
        if ended == "trace":
            self._trace = {}
        elif ended == "event" and self._event is not None:
            done = self._event.get("lifecycle:transition", "complete").lower()
            if done == "complete":
                cells = {**self._trace, **self._event}
                self.rows.append(LogRow(self._count, cells))
            self._event = None

    @staticmethod
    def doctype(*_: object) -> None:
        raise _OtherError


def _add(cells: dict[str, str], key: str, value: str) -> None:
    """Put a cell, if it is not empty; one that is there twice holds both values."""
    known = cells.get(key)
    if value and known != value:
        cells[key] = value if known is None else f"{known};{value}"


def read_xes(path: Path, wanted: tuple[str, ...] | None) -> Iterator[LogRow]:
    """Yield a row an event, with the cells that are wanted; ``.gz`` is unpacked.

    ``None``: every cell.

    Raises:
        UnreadError: It is no XES, or is broken; with the event it was read to.
    """
    reader, parser = _TraceReader(), expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.doctype
    number = 0
    try:
        with _opened(path) as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
                while reader.rows:
                    row = reader.rows.popleft()
                    number = row.row
                    cells, keys = row.cells, row.cells if wanted is None else wanted
                    yield LogRow(number, {k: cells[k] for k in keys if k in cells})
            parser.Parse(b"", True)  # noqa: FBT003 - as above
    except (expat.ExpatError, _OtherError, EOFError, gzip.BadGzipFile, zlib.error):
        raise UnreadError(number + 1, "broken-file") from None
    except (LookupError, ValueError):
        # An encoding that nobody knows, or one that expat does not take.
        raise UnreadError(1, "broken-file") from None
    except OSError:
        raise UnreadError(0, "not-readable") from None


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path))
    return path.open("rb")
