"""Files of case records, as a host kept them: read, or refused with file and line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from katch_protocols.cases.case import Case
from katch_protocols.cli.refusals import FINDINGS, CommandRefusal
from katch_protocols.errors import KatchError, RecordError
from katch_protocols.model.protocol import Protocol

__all__ = ["read_cases"]


class _Written(NamedTuple):
    """A record, and where it begins."""

    file: Path
    line: int
    record: object


def read_cases(files: Sequence[Path], protocol: Protocol) -> tuple[Case, ...]:
    """Return the cases of a protocol whose records are in files.

    A file holds records as JSON, one or several, as in JSON lines. A record is what
    ``Case.snapshot`` gives, and is taken up as ``Case.restore`` does.

    Raises:
        CommandRefusal: A file cannot be read, is no JSON, or holds a record that does
            not hold; or two records are of one case. It names the file and the line.
    """
    found: dict[str, tuple[Case, _Written]] = {}
    for file in files:
        for written in _records(file):
            case = _restored(protocol, written)
            if case.reference in found:
                first = found[case.reference][1]
                raise _refusal(
                    "record-twice", written, first=f"{first.file}:{first.line}"
                )
            found[case.reference] = case, written
    return tuple(case for case, _ in found.values())


def _restored(protocol: Protocol, written: _Written) -> Case:
    try:
        return Case.restore(protocol, written.record)
    except RecordError as error:
        raise _refusal("record-does-not-hold", written, why=error) from None


def _records(file: Path) -> Iterator[_Written]:
    """Yield each record of a file, one after the other; lines do not matter."""
    text = _text(file)
    at, line = _next(text, 0), 1
    line += text.count("\n", 0, at)
    if at == len(text):
        raise _refusal("no-record", _Written(file, 1, None))
    while at < len(text):
        record, end = _parsed(file, text, at, line)
        yield _Written(file, line, record)
        end = _next(text, end)
        line += text.count("\n", at, end)
        at = end


def _next(text: str, start: int) -> int:
    """Return where the next record begins, or the text is over."""
    found = _BLANK.match(text, start)
    return found.end() if found else start


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandRefusal("no-records", file=str(file), why=error) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _refusal("records-not-text", _Written(file, line, None)) from None


def _parsed(file: Path, text: str, at: int, line: int) -> tuple[object, int]:
    """Return the record that begins at a place, and where it ends."""
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        written = _Written(file, error.lineno, None)
        column = str(error.colno)
        raise _refusal("record-not-json", written, column=column) from None
    except _TwiceError:
        raise _refusal("record-key-twice", _Written(file, line, None)) from None
    except (ValueError, RecursionError):
        why = RecordError("shape")
        written = _Written(file, line, None)
        raise _refusal("record-does-not-hold", written, why=why) from None


class _TwiceError(Exception):
    """A key that stands twice in one mapping; which of them counts nobody can say."""


def _once(pairs: Sequence[tuple[str, object]]) -> Mapping[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


_BLANK = re.compile(r"\s*")
_DECODER = json.JSONDecoder(object_pairs_hook=_once)


def _refusal(key: str, written: _Written, **facts: str | KatchError) -> CommandRefusal:
    refusal = CommandRefusal(
        key, code=FINDINGS, file=str(written.file), line=str(written.line), **facts
    )
    return refusal.and_see("see-records")
