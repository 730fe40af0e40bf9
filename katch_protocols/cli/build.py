"""``katch build``: every drawing of a handbook, all at once or not at all."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track

from katch_protocols.cli.building.inputs import Inputs
from katch_protocols.cli.building.placing import put_in_place, require_ours
from katch_protocols.cli.building.record import Record, Small
from katch_protocols.cli.building.tasks import Show, Steps
from katch_protocols.cli.kept_releases import releases_to_show
from katch_protocols.cli.opening import errors, open_reading
from katch_protocols.cli.options import (
    AddressOption,
    FolderOption,
    HandbookOption,
    LanguageOption,
    ReleasesOption,
    ThemeOption,
    speak,
)
from katch_protocols.cli.output import screen
from katch_protocols.cli.refusals import UnsoundHandbookError
from katch_protocols.drawings.theme import THEMES, ThemeName
from katch_protocols.words.say import say

if TYPE_CHECKING:
    from katch_protocols.cli.building.make import Making

__all__ = ["build"]


def build(  # noqa: PLR0913 - one parameter an option
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: FolderOption = Path("diagrams"),
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", min=1)] = None,
    *,
    afresh: Annotated[bool, typer.Option("--afresh")] = False,
    papers: Annotated[bool, typer.Option("--papers")] = False,
    what_if: Annotated[bool, typer.Option("--what-if")] = False,
    address: AddressOption = None,
    releases: ReleasesOption = None,
    theme: ThemeOption = ThemeName.COLOUR,
) -> None:
    """Draw every protocol in every view and language; make the page of them all."""
    place, record = folder or handbook, Record(output, is_blank=afresh)
    if not record.has_all:
        # Before all else: what is not ours is refused whatever the handbook says.
        require_ours(output, Record(output).was_made)
    if papers:
        # Lazy: whoever wants no papers waits for none of what makes them.
        from katch_protocols.papers.make import require_extra  # noqa: PLC0415

        require_extra()
    reading = open_reading(place)
    home = reading.sound()
    said = speak(language, home.languages)
    told = releases_to_show(releases, home)
    source = Inputs(home, reading.texts, theme, what_if, address, told, papers)
    kept = count = record.unchanged(source.of_all())
    small = record.too_small
    if kept is None or count is None:
        require_ours(output, Record(output).was_made)
        making, kept = _made(source, record, jobs or os.cpu_count() or 1, place, said)
        count = put_in_place(output, making.built.rows())
        small = making.built.too_small
        record.write(making.built, making.judged_from, making.inputs, home.languages)
    print(say("commands.built", said, count=count, folder=output.as_posix()))
    if kept:
        print(say("commands.built-kept", said, count=kept))
    _tell_small(small(), output, said)


def _tell_small(small: Small, output: Path, said: str) -> None:
    """Tell of each drawing that nobody can read on the paper that it names."""
    for file, each in small.items():
        if not each.is_enough:
            path = (output / file).as_posix()
            told = say("commands.built-small", said, file=path, said=each.say(said))
            print(told, file=sys.stderr)


def _made(
    source: Inputs, record: Record, processes: int, place: Path, said: str
) -> tuple["Making", int]:
    """Make what is missing, and return it with how many files were kept."""
    # Lazy: what proves and draws is loaded only where something changed.
    from katch_protocols.cli.building.make import Making  # noqa: PLC0415
    from katch_protocols.cli.building.workers import WorkerPool  # noqa: PLC0415

    with WorkerPool(source.handbook, processes, THEMES[source.theme]) as pool:
        making = Making(source, record, pool, _shown(said))
        making.keep()
        wrong = errors(making.check())
        if wrong:
            raise UnsoundHandbookError(wrong, place, source.handbook.languages)
        kept = sum(map(len, making.built.texts.values()))
        making.draw()
    return making, kept


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
