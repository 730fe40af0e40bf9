"""``katch fix``: mend what a machine can mend; show it first, write it when asked."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from katch_protocols.cli.opening import require_folder, reread
from katch_protocols.cli.options import HandbookOption, LanguageOption, speak
from katch_protocols.cli.output import screen
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.cli.reports.typed_commands import typed_there
from katch_protocols.files.fixes import Edit, edited, edits
from katch_protocols.files.read import Reading, read_texts
from katch_protocols.files.without_language import Removal, removed
from katch_protocols.files.without_language import without as removals
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
    without: Annotated[
        str | None, typer.Option("--without", metavar="LANGUAGE")
    ] = None,
) -> None:
    """Show what would be mended, line by line; write it if asked."""
    place = folder or handbook
    require_folder(place)
    reading = reread(place)
    said = speak(language, reading.handbook.languages if reading.handbook else ())
    if without is not None:
        _leave_out(without, reading, place, said, write=write)
        return
    texts = dict(reading.texts)
    done = _mended(texts, reading)
    for edit, before, after in done:
        screen().print(
            Text(f"{edit.file}:{edit.line}:{edit.column}  {edit.rule}", "bold")
        )
        screen().print(Text(f"- {before.strip()}", "red"))
        for line in after.strip().splitlines():
            screen().print(Text(f"+ {line}", "green"))
    if write:
        _write(texts, reading, place, said)
    key = "fixed" if write and done else "to-fix" if done else "nothing-to-fix"
    print(typed_there(say(f"commands.{key}", said, number=len(done)), place))


def _write(
    texts: Mapping[str, bytes], reading: Reading, place: Path, said: str
) -> None:
    """Write the files that changed, and say so."""
    for name in sorted(texts):
        if texts[name] != reading.texts[name]:
            write_whole(place / name, texts[name])
            print(say("commands.written", said, file=(place / name).as_posix()))


def _leave_out(
    language: str, reading: Reading, place: Path, said: str, *, write: bool
) -> None:
    """Take the texts of a language out that the handbook does not list.

    Raises:
        CommandRefusal: It is listed, or there is no text in it.
    """
    if reading.handbook is not None and language in reading.handbook.languages:
        raise CommandRefusal("still-listed", name=language)
    if language not in reading.unlisted:
        raise CommandRefusal("no-texts", name=language)
    texts, number = dict(reading.texts), 0
    left: list[Removal] = []
    for name, places in groupby(reading.unlisted[language], lambda at: at.file):
        text = texts[name].decode()
        found = removals(text, places)
        for each in (one for one in found if one.splice is not None):
            number += 1
            at = each.place
            screen().print(Text(f"{at.file}:{at.line}:{at.column}", "bold"))
            screen().print(Text(f"- {each.written}", "red"))
        left += [one for one in found if one.splice is None]
        texts[name] = removed(text, found).encode()
    for each in left:
        where = f"{each.place.file}:{each.place.line}:{each.place.column}"
        print(say("commands.text-left", said, where=where, text=each.written))
    if write:
        _write(texts, reading, place, said)
    key = "left-out" if write else "to-leave-out"
    done = say(f"commands.{key}", said, number=number, language=language)
    print(typed_there(done, place))


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
