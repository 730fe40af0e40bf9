"""The arguments and options that several commands share.

What they are for is said on the page of help, in the language of the reader.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.drawings.theme import ThemeName

__all__ = [
    "DayOption",
    "Form",
    "FormatOption",
    "HandbookOption",
    "LanguageOption",
    "OutputOption",
    "ProtocolArgument",
    "ThemeOption",
]


class Form(StrEnum):
    """How a command answers with data."""

    TEXT = "text"
    JSON = "json"


DayOption = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE")
]
HandbookOption = Annotated[Path, typer.Option("--handbook", metavar="DIR")]
LanguageOption = Annotated[str | None, typer.Option("--language", metavar="LANGUAGE")]
FormatOption = Annotated[Form, typer.Option("--format", metavar="FORMAT")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="PATH")]
ProtocolArgument = Annotated[str, typer.Argument(metavar="PROTOCOL")]
ThemeOption = Annotated[ThemeName, typer.Option("--theme", metavar="THEME")]
