"""``katch page``: the whole handbook as one file that needs no network."""

from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import open_handbook, require_no_errors
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    OutputOption,
    ThemeOption,
)
from katch_protocols.cli.refusals import Refusal
from katch_protocols.drawings.theme import THEMES, ThemeName
from katch_protocols.papers.page.build import make_page
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.words.cli import tell

__all__ = ["page"]


def page(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: OutputOption = None,
    *,
    theme: ThemeOption = ThemeName.COLOUR,
) -> None:
    """Write the page: drawings, duties, deadlines, proofs and the case walk."""
    place = folder or handbook
    home = open_handbook(place)
    path = output or Path(f"{home.id}.html")
    if not path.parent.is_dir():
        raise Refusal("no-folder", folder=path.parent.as_posix())
    context = Context(home)
    require_no_errors(check_context(context), home, place)
    text = make_page(home, context, theme=THEMES[theme])
    path.write_text(text, encoding="utf-8", newline="\n")
    said = choose(language, home.language)
    print(tell("written", said, file=path.as_posix()))
