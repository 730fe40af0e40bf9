"""``katch sheet``: a handbook as a workbook, filled in and read back; a table begun."""

import difflib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from katch_protocols.cli.commands import FINDINGS
from katch_protocols.cli.opening import errors, open_reading
from katch_protocols.cli.options import HandbookOption, LanguageOption, a_folder, speak
from katch_protocols.cli.output import screen
from katch_protocols.cli.refusals import (
    CommandRefusal,
    require_of_act,
    unknown,
    unless_there,
)
from katch_protocols.exchange.incoming import Incoming
from katch_protocols.exchange.workbook.read import ReadWorkbook, read_workbook_into
from katch_protocols.exchange.workbook.start import start_from_table
from katch_protocols.exchange.workbook.write import write_workbook
from katch_protocols.sheets.workbook import MOST_BYTES, UnreadWorkbookError
from katch_protocols.whole_files import write_whole
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say

__all__ = ["sheet"]


class _SheetAct(StrEnum):
    WRITE = "write"
    READ = "read"
    START = "start"


_SUFFIX = ".xlsx"


def sheet(  # noqa: PLR0913 - one parameter an option
    what: Annotated[str, typer.Argument(metavar="WHAT")],
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    write: Annotated[bool, typer.Option("--apply")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", callback=a_folder),
    ] = None,
) -> int:
    """Write a workbook of a handbook, read it back, or start from a table in one."""
    act = _act(what)
    require_of_act(
        "sheet",
        act,
        [
            ("--apply", write, _SheetAct.READ),
            ("--output", output, _SheetAct.START),
        ],
    )
    if file.suffix.lower() != _SUFFIX:
        key = "no-workbook-ending" if act == _SheetAct.WRITE else "no-workbook-name"
        raise CommandRefusal(key, file=file.as_posix())
    try:
        if act == _SheetAct.WRITE:
            return _write(file, handbook, language)
        if act == _SheetAct.READ:
            return _read(file, handbook, language, write=write)
        return _start(file, output, language)
    except UnreadWorkbookError as error:
        raise CommandRefusal(f"sheet-{error.why}", file=file.as_posix()) from None


def _act(what: str) -> _SheetAct:
    if what in set(_SheetAct):
        return _SheetAct(what)
    refusal = unknown("unknown-sheet-act", what, _SheetAct)
    raise refusal.and_see("choose", choices=as_typed(_SheetAct))


def _write(file: Path, handbook: Path, language: str | None) -> int:
    if file.exists():
        raise CommandRefusal("already-there", file=file.as_posix())
    if not file.parent.is_dir():
        raise CommandRefusal("no-folder", folder=file.parent.as_posix())
    reading = open_reading(handbook)
    said = speak(language, reading.sound().languages)
    write_whole(file, write_workbook(reading, said))
    print(say("commands.written", said, file=file.as_posix()))
    print(say("commands.sheet-next", said, file=file.as_posix()))
    return 0


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise CommandRefusal("no-file", file=file.as_posix())
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _read(file: Path, handbook: Path, language: str | None, *, write: bool) -> int:
    data = _bytes(file)
    reading = open_reading(handbook)
    said = speak(language, reading.sound().languages)
    found = read_workbook_into(data, reading)
    if found.is_late:
        print(say("commands.sheet-late", said))
    for name in found.gone:
        sheet = say(f"sheets.sheet-{name}", said)
        print(say("commands.sheet-gone", said, sheet=sheet))
    for sheet, column in found.gone_columns:
        print(say("commands.sheet-column-gone", said, sheet=sheet, heading=column))
    if found.slips:
        for slip in found.slips:
            print(slip.said(said))
        print(say("commands.sheet-wrong", said, number=len(found.slips)))
        return FINDINGS
    _show(found, reading.texts)
    if write:
        for name, text in found.texts.items():
            path = handbook / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
            print(say("commands.written", said, file=path.as_posix()))
    key = (
        "sheet-same" if not found.texts else "sheet-taken" if write else "sheet-to-take"
    )
    counts = {"cells": found.cells, "added": found.added, "removed": found.removed}
    print(say(f"commands.{key}", said, **counts))
    return 0


_COLOURS: Mapping[str, str] = {"-": "red", "+": "green"}


def _show(found: ReadWorkbook, before: Mapping[str, bytes]) -> None:
    """Show every line that changes, as it was and as it will be."""
    for name, text in found.texts.items():
        old = before.get(name, b"").decode().splitlines()
        new = text.decode().splitlines()
        screen().print(Text(name, "bold"))
        for line in difflib.unified_diff(old, new, n=0, lineterm=""):
            if not line.startswith(("---", "+++")):
                screen().print(Text(line, _COLOURS.get(line[:1], "dim")))


def _start(file: Path, output: Path | None, language: str | None) -> int:
    if output is None:
        raise CommandRefusal("missing-argument", command="sheet", name="--output DIR")
    said = speak(language)
    found = start_from_table(Incoming(file.name, _bytes(file), said))
    with unless_there():
        written = found.save(output)
    for path in written:
        print(say("commands.written", said, file=path.as_posix()))
    for line in found.report(said):
        print(line)
    print(say("commands.import-next", said, folder=output.as_posix()))
    return FINDINGS if errors(found.findings) else 0
