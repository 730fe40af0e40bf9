"""``katch import FILE``: a handbook begun from a file of another notation."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.commands import AnswerForm
from katch_protocols.cli.opening import errors
from katch_protocols.cli.options import (
    FolderOption,
    FormatOption,
    LanguageOption,
    speak,
)
from katch_protocols.cli.output import as_json
from katch_protocols.cli.refusals import FINDINGS, CommandRefusal, unless_there
from katch_protocols.cli.reports.findings_data import counts
from katch_protocols.cli.reports.findings_text import finding_lines
from katch_protocols.exchange.importing import Imported
from katch_protocols.exchange.known_notations import notations_read
from katch_protocols.verbs.import_protocol import import_protocol as begin
from katch_protocols.words.say import say

__all__ = ["ReadNotation", "import_protocol"]

ReadNotation = StrEnum(  # type: ignore[misc]
    "ReadNotation", [(each.name, each.name) for each in notations_read()]
)
"""The choices of ``--from``: the notations that can be read."""


def import_protocol(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    language: LanguageOption = None,
    *,
    notation: Annotated[
        ReadNotation | None, typer.Option("--from", metavar="NOTATION")
    ] = None,
    output: FolderOption,
    form: FormatOption = AnswerForm.TEXT,
) -> int:
    """Begin a handbook; 1 when something is left that ``check`` calls an error."""
    said = speak(language)
    if not file.exists():
        raise CommandRefusal("no-file", file=file.as_posix())
    found = begin(file, notation=notation, language=said)
    with unless_there():
        written = found.save(output)
    if form is AnswerForm.JSON:
        print(as_json(found.to_json()))
    else:
        for path in written:
            print(say("commands.written", said, file=path.as_posix()))
        for line in _report(found, output, said):
            print(line)
    return FINDINGS if errors(found.findings) else 0


def _report(found: Imported, folder: Path, language: str) -> Iterator[str]:
    """Say what came in and what is left; ``check`` tells gaps and warnings in full."""
    yield from found.report(language)
    yield say("commands.counts", language, **counts(found.findings))
    yield from map(str, finding_lines(errors(found.findings), folder, language))
    yield say("commands.import-next", language, folder=folder.as_posix())
