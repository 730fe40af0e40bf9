"""``katch codegen PROTOCOL``: the names of a protocol as code; a kind of export."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.opening import open_sound_protocol
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    OutputOption,
    ProtocolArgument,
    speak_titles,
)
from katch_protocols.cli.output import give
from katch_protocols.model.handbook import Handbook
from katch_protocols.verbs.export import export

__all__ = ["CodeLanguage", "codegen"]


class CodeLanguage(StrEnum):
    """The notations that are code."""

    TYPESCRIPT = "typescript"
    PYTHON = "python"


def codegen(
    protocol: ProtocolArgument,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    to: Annotated[CodeLanguage, typer.Option("--to", metavar="NOTATION")],
    output: OutputOption = None,
) -> None:
    """Write the names of a protocol as code, with their titles as comments."""
    found = open_sound_protocol(protocol, handbook, deep=False)
    spoken = speak_titles(language, Handbook.of(found).languages)
    give(export(found, to=to, language=spoken).text, output, spoken)
