"""``katch schema``: JSON Schema of each kind of file, so that an editor can help."""

from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    speak,
)
from katch_protocols.cli.output import STANDARD_OUTPUT, as_json
from katch_protocols.files.file_kinds import FILE_KINDS
from katch_protocols.files.file_kinds import schema as describe
from katch_protocols.files.read import read
from katch_protocols.model.handbook import Handbook
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import say

__all__ = ["schema"]


def schema(
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR")
    ] = None,
    *,
    any_handbook: Annotated[bool, typer.Option("--any-handbook")] = False,
) -> None:
    """Print the schemas as one object, or write each into a file of a folder.

    The handbook's own ids are what an editor offers. It may be half written; what
    could be read of it counts. ``language`` is that of the descriptions.
    """
    known = None if any_handbook else _known(handbook)
    said = speak(language)
    schemas = {name: describe(kind, known, said) for name, kind in FILE_KINDS.items()}
    if output is None or output == STANDARD_OUTPUT:
        print(as_json(schemas))
        return
    output.mkdir(parents=True, exist_ok=True)
    for name, described in schemas.items():
        path = output / f"{name}.schema.json"
        write_whole(path, f"{as_json(described)}\n".encode())
        print(say("commands.written", said, file=path.as_posix()))


def _known(folder: Path) -> Handbook | None:
    return read(folder).handbook if folder.is_dir() else None
