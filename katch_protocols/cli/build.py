"""``katch build``: every drawing of a handbook, all at once or not at all."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from katch_protocols.cli.building.place import put_in_place, require_ours
from katch_protocols.cli.building.sheets import sheets, whole
from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import open_handbook, require_sound
from katch_protocols.cli.options import HandbookOption, LanguageOption
from katch_protocols.cli.screen import screen
from katch_protocols.model.handbook import Handbook
from katch_protocols.words.cli import tell

__all__ = ["build"]


def build(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR")] = Path(
        "diagrams"
    ),
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", min=1)] = None,
) -> None:
    """Draw every protocol in every view and language; make the page of them all."""
    place = folder or handbook
    require_ours(output)
    home = open_handbook(place)
    require_sound(home, place)
    said = choose(language, home.language)
    workers = min(jobs or os.cpu_count() or 1, len(home.protocols) + 1)
    drawn = _drawn(home, workers, tell("drawing", said))
    count = put_in_place(output, drawn)
    print(tell("built", said, count=count, folder=output.as_posix()))


def _drawn(home: Handbook, workers: int, title: str) -> Iterator[tuple[str, str]]:
    """Yield every drawing; a terminal shows how far it is."""
    steps = track(
        _protocols(home, workers),
        title,
        total=len(home.protocols) + 1,
        console=screen(aside=True),
        transient=True,
        disable=not screen(aside=True).is_terminal,
    )
    for texts in steps:
        yield from texts.items()


def _protocols(home: Handbook, workers: int) -> Iterator[Mapping[str, str]]:
    if workers <= 1:
        for name in home.protocols:
            yield sheets(name, home)
        yield whole(home)
        return
    # Workers start afresh: to copy a process that shows a progress bar is not safe.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from _as_they_come(home, pool)


def _as_they_come(home: Handbook, pool: Executor) -> Iterator[Mapping[str, str]]:
    waiting = [pool.submit(whole, home)]
    waiting += [pool.submit(sheets, name, home) for name in home.protocols]
    for done in as_completed(waiting):
        yield done.result()
