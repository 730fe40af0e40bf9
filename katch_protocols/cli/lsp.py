"""``katch lsp``: a language server, for editors that show what it knows."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.explain import pages
from katch_protocols.cli.languages import choose
from katch_protocols.cli.options import LanguageOption, day_of, speak
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.editors.extension import extension_files
from katch_protocols.errors import MissingExtraError
from katch_protocols.files.answer_file import answer_file
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import say

__all__ = ["lsp"]


def lsp(
    language: LanguageOption = None,
    extension: Annotated[
        Path | None, typer.Option("--write-extension", metavar="DIR")
    ] = None,
) -> None:
    """Serve the editor at stdin and stdout; or write the extension for VS Code."""
    said = speak(language)
    if extension is not None:
        _write(extension, said)
        return
    try:
        from katch_protocols.editors.features import offer_all  # noqa: PLC0415 - an extra
        from katch_protocols.editors.server import (  # noqa: PLC0415 - an extra
            EditorServer,
            serve_editor,
        )
    except ImportError as error:
        if (error.name or "").startswith("katch_protocols"):
            raise
        raise MissingExtraError("lsp", "lsp") from None
    server = EditorServer(
        choose(language),
        lambda: day_of(None),
        pages().get,
        lambda folder: answer_file(folder, os.environ),
    )
    if sys.stdin.isatty():
        print(say("editors.waits", said), file=sys.stderr)
    serve_editor(offer_all(server))


def _write(folder: Path, said: str) -> None:
    """Write the files of the extension; one that is there is never replaced.

    Raises:
        CommandRefusal: One is there.
    """
    texts = {folder / name: data for name, data in extension_files().items()}
    for path in texts:
        if path.exists():
            raise CommandRefusal("already-there", file=path.as_posix())
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in texts.items():
        write_whole(path, data)
        print(say("commands.written", said, file=path.as_posix()))
