"""``katch papers``: posters, cards, the booklet, slides and the annex, as files."""

import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from katch_protocols.cli.kept_releases import releases_to_show
from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import (
    AddressOption,
    FolderOption,
    HandbookOption,
    LanguageOption,
    ReleasesOption,
    ThemeOption,
    speak,
    speak_titles,
)
from katch_protocols.cli.refusals import CommandRefusal, require_known
from katch_protocols.drawings.theme import THEMES, ThemeName
from katch_protocols.papers.make import PaperKind, make_papers
from katch_protocols.papers.scorecards import make_scorecards
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import say

__all__ = ["papers", "write_papers"]


def papers(  # noqa: PLR0913 - one parameter an option
    protocol: Annotated[str | None, typer.Argument(metavar="PROTOCOL")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    *,
    theme: ThemeOption = ThemeName.COLOUR,
    kind: Annotated[PaperKind | None, typer.Option("--kind", metavar="KIND")] = None,
    output: FolderOption = Path("papers"),
    address: AddressOption = None,
    releases: ReleasesOption = None,
) -> None:
    """Make papers of one protocol or of all; files of the same name are replaced."""
    home = open_handbook(handbook)
    require_known("unknown-protocol", protocol, home.protocols)
    titles = speak_titles(language, home.languages)
    told = releases_to_show(releases, home)
    require_sound(home, handbook)
    spoken = () if language is None else (titles,)
    made = make_papers(
        home,
        only=protocol,
        kinds=tuple(PaperKind) if kind is None else (kind,),
        languages=spoken,
        theme=THEMES[theme],
        address=address,
    )
    cards = make_scorecards(told, home, spoken, THEMES[theme])
    said = speak(language, home.languages)
    told_kinds = set[str]()
    for path in write_papers(output, chain(made, cards)):
        told_kinds.add(path.name.partition(".")[0])
        print(say("commands.written", said, file=path.as_posix()))
    if kind in {None, PaperKind.MINISTRY} and PaperKind.MINISTRY not in told_kinds:
        print(say("commands.no-ministries", said), file=sys.stderr)


def write_papers(folder: Path, made: Iterable[tuple[str, bytes]]) -> Iterable[Path]:
    """Write papers below a folder, each whole or not at all; yield their files.

    Raises:
        Refusal: ``folder`` is a file.
        OSError: One cannot be written; those before it stay.
    """
    if folder.exists() and not folder.is_dir():
        raise CommandRefusal("already-there", file=folder.as_posix())
    for name, data in made:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
        yield path
