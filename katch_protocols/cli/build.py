"""``katch build``: every drawing of a handbook, all at once or not at all."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from katch_protocols.cli.building.artifacts import put_in_place, require_ours
from katch_protocols.cli.building.cache import Inputs, Record
from katch_protocols.cli.building.make import Making, Show, Steps
from katch_protocols.cli.building.workers import WorkerPool
from katch_protocols.cli.kept_releases import releases_to_show
from katch_protocols.cli.opening import errors, open_reading
from katch_protocols.cli.options import (
    HandbookOption,
    LanguageOption,
    ReleasesOption,
    ThemeOption,
    speak,
)
from katch_protocols.cli.output import screen
from katch_protocols.cli.refusals import UnsoundHandbookError
from katch_protocols.drawings.theme import THEMES, ThemeName
from katch_protocols.papers.make import require_extra
from katch_protocols.words.say import say

__all__ = ["build"]


def build(  # noqa: PLR0913 - one parameter an option
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR")] = Path(
        "diagrams"
    ),
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", min=1)] = None,
    *,
    afresh: Annotated[bool, typer.Option("--afresh")] = False,
    papers: Annotated[bool, typer.Option("--papers")] = False,
    what_if: Annotated[bool, typer.Option("--what-if")] = False,
    address: Annotated[str | None, typer.Option("--address", metavar="URL")] = None,
    releases: ReleasesOption = None,
    theme: ThemeOption = ThemeName.COLOUR,
) -> None:
    """Draw every protocol in every view and language; make the page of them all."""
    place = folder or handbook
    require_ours(output, Record(output).was_made)
    if papers:
        require_extra()
    reading = open_reading(place)
    home = reading.sound()
    said = speak(language, home.languages)
    told = releases_to_show(releases, home)
    record = Record(output, is_blank=afresh)
    with WorkerPool(home, jobs or os.cpu_count() or 1, THEMES[theme]) as crew:
        desk, show = (
            Inputs(home, reading.texts, theme, what_if, address, told),
            _shown(said),
        )
        making = Making(desk, record, crew, show, papers)
        making.keep()
        kept = sum(map(len, making.built.texts.values()))
        if making.needs_check and (wrong := errors(making.check())):
            raise UnsoundHandbookError(wrong, place, home.languages)
        making.draw()
    built = making.built
    rows = (row for each in built.texts.values() for row in each.items())
    count = put_in_place(output, rows)
    record.write(built, making.judged_from, making.inputs, home.languages)
    print(say("commands.built", said, count=count, folder=output.as_posix()))
    if kept:
        print(say("commands.built-kept", said, count=kept))


def _shown(language: str) -> Show:
    """Return what shows on a terminal how far the build is."""
    aside = screen(aside=True)

    def show(title: str, steps: Steps, count: int) -> Steps:
        yield from track(
            steps,
            say(f"commands.{title}", language),
            total=count,
            console=aside,
            transient=True,
            disable=not aside.is_terminal,
        )

    return show
