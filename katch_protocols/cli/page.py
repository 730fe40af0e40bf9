"""``katch page``: the whole handbook as one file that needs no network."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.budget import current
from katch_protocols.cli.opening import open_handbook, require_no_errors
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    OutputOption,
    ThemeOption,
    speak,
)
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.drawings.theme import THEMES, ThemeName
from katch_protocols.papers.page.build import page_within
from katch_protocols.papers.page.public import still_named
from katch_protocols.rules.check import check_context
from katch_protocols.rules.context import Context
from katch_protocols.rules.well_known import OVER_BUDGET
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say

__all__ = ["page"]


def page(  # noqa: PLR0913 - one parameter an option
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: OutputOption = None,
    *,
    theme: ThemeOption = ThemeName.COLOUR,
    public: Annotated[bool, typer.Option("--public")] = False,
) -> None:
    """Write the page: drawings, duties, deadlines, proofs and the case walk."""
    place = folder or handbook
    home = open_handbook(place)
    said = speak(language, home.languages)
    path = output or Path(f"{home.id}.html")
    if not path.parent.is_dir():
        raise CommandRefusal("no-folder", folder=path.parent.as_posix())
    named = still_named(home) if public else ()
    if named:
        agencies = enumerated(home.agencies[name].title.say(said) for name in named)
        raise CommandRefusal("public-names", agencies=agencies)
    context = Context(home)
    if context.sound.keys() != home.protocols.keys():
        require_no_errors(check_context(context), home, place)
    made = page_within(home, context, theme=THEMES[theme], public=public)
    found = [each for each in check_context(context) if each.rule != OVER_BUDGET]
    require_no_errors(found, home, place)
    path.write_text(made.text, encoding="utf-8", newline="\n")
    print(say("commands.written", said, file=path.as_posix()))
    if made.is_cut:
        budget = str(current().budget)
        print(say("commands.page-cut", said, budget=budget), file=sys.stderr)
