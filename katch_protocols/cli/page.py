"""``katch page``: the whole handbook as one file that needs no network."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.budget import current
from katch_protocols.cli.kept_releases import releases_to_show
from katch_protocols.cli.opening import open_handbook, require_no_errors, require_sound
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    OutputOption,
    ReleasesOption,
    ThemeOption,
    speak,
)
from katch_protocols.cli.output import give_file
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.cli.revisions import folder_at, require_revision
from katch_protocols.drawings.theme import THEMES, ThemeName
from katch_protocols.exercises.for_page import player_in
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.page.before import since
from katch_protocols.papers.page.build import page_within
from katch_protocols.papers.page.change_nouns import PageBefore
from katch_protocols.papers.page.public import public_edition, still_named
from katch_protocols.papers.page.releases import page_releases
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
    what_if: Annotated[bool, typer.Option("--what-if")] = False,
    before: Annotated[
        str | None, typer.Option("--before", metavar="REV|FOLDER")
    ] = None,
    releases: ReleasesOption = None,
) -> None:
    """Write the page: drawings, duties, deadlines, proofs and the case walk."""
    place = folder or handbook
    home = open_handbook(place)
    if before is not None and not Path(before).is_dir():
        require_revision(before, place)
    said = speak(language, home.languages)
    path = output or Path(f"{home.id}.html")
    named = still_named(home) if public else ()
    if named:
        agencies = enumerated(home.agencies[name].title.say(said) for name in named)
        raise CommandRefusal("public-names", agencies=agencies)
    told = releases_to_show(releases, home, public=public)
    context = Context(home)
    if context.sound.keys() != home.protocols.keys():
        require_no_errors(check_context(context), home, place)
    edition = public_edition if public else _whole
    changed = None if before is None else _since(before, home, place, theme, edition)
    made = page_within(
        home,
        context,
        theme=THEMES[theme],
        public=public,
        drops=what_if,
        before=changed,
        releases=page_releases(told, home, THEMES[theme]),
        player=player_in(THEMES[theme]),
    )
    found = made.findings
    if any(each.rule == OVER_BUDGET for each in found):
        # Rules have looked at less than they can now that the page is made.
        found = [each for each in check_context(context) if each.rule != OVER_BUDGET]
    require_no_errors(found, home, place)
    give_file(made.text.encode(), path, said)
    if made.is_cut:
        given = current().budget
        gaps = {"budget": str(given), "twice": str(given.twice)}
        print(say("commands.page-cut", said, **gaps), file=sys.stderr)


def _whole(handbook: Handbook) -> Handbook:
    return handbook


def _since(
    before: str,
    home: Handbook,
    place: Path,
    theme: ThemeName,
    edition: Callable[[Handbook], Handbook],
) -> PageBefore:
    """Return what changed since a folder, or since a revision of the handbook."""
    folder = Path(before)
    with nullcontext(folder) if folder.is_dir() else folder_at(before, place) as old:
        earlier = open_handbook(old)
        require_sound(earlier, folder if folder.is_dir() else place)
        return since(edition(earlier), edition(home), before, THEMES[theme])
