"""``katch fix``: mend what a machine can mend; show it first, write it when asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from katch_protocols.cli.opening import require_folder, reread
from katch_protocols.cli.options import HandbookOption, LanguageOption, speak
from katch_protocols.cli.output import screen
from katch_protocols.cli.reports.typed_commands import typed_there
from katch_protocols.files.fixes import Edit, edited, edits
from katch_protocols.files.read import Reading, read_texts
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import say

__all__ = ["fix"]

_ROUNDS = 20
"""A slip can hide others in its file; after so many rounds a person looks."""


def fix(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    write: Annotated[bool, typer.Option("--apply")] = False,
) -> None:
    """Show what would be mended, line by line; write it if asked."""
    place = folder or handbook
    require_folder(place)
    reading = reread(place)
    said = speak(language, reading.handbook.languages if reading.handbook else ())
    texts = dict(reading.texts)
    done = _mended(texts, reading)
    for edit, before, after in done:
        screen().print(
            Text(f"{edit.file}:{edit.line}:{edit.column}  {edit.rule}", "bold")
        )
        screen().print(Text(f"- {before.strip()}", "red"))
        for line in after.strip().splitlines():
            screen().print(Text(f"+ {line}", "green"))
    changed = {name for name in texts if texts[name] != reading.texts[name]}
    if write:
        for name in sorted(changed):
            write_whole(place / name, texts[name])
            print(say("commands.written", said, file=(place / name).as_posix()))
    key = "fixed" if write and done else "to-fix" if done else "nothing-to-fix"
    print(typed_there(say(f"commands.{key}", said, number=len(done)), place))


def _mended(texts: dict[str, bytes], reading: Reading) -> list[tuple[Edit, str, str]]:
    """Mend texts in rounds; return each edit with its line before and after."""
    done: list[tuple[Edit, str, str]] = []
    for _ in range(_ROUNDS):
        some = edits(_findings(reading), texts)
        if not some:
            break
        for edit in some:
            before = _line(texts, edit)
            done.append((edit, before, edit.apply(before)))
        for name in {edit.file for edit in some}:
            texts[name] = edited(
                texts[name], [each for each in some if each.file == name]
            )
        reading = read_texts(texts)
    return done


def _line(texts: Mapping[str, bytes], edit: Edit) -> str:
    lines = texts[edit.file].decode("utf-8", errors="replace").split("\n")
    return lines[edit.line - 1].rstrip("\r")


def _findings(reading: Reading) -> tuple[Finding, ...]:
    """Return what reading finds, and what the texts show without looking at cases."""
    if reading.handbook is None:
        return reading.findings
    context = Context(reading.handbook, incomplete=reading.incomplete, deep=False)
    return (*reading.findings, *check_context(context))
