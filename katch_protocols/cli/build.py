"""``katch build``: every drawing of a handbook, all at once or not at all."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from katch_protocols.cli.building.inputs import Inputs
from katch_protocols.cli.building.kept import Record
from katch_protocols.cli.building.place import put_in_place, require_ours
from katch_protocols.cli.building.sheets import sheets, whole
from katch_protocols.cli.languages import choose
from katch_protocols.cli.opening import errors, open_reading
from katch_protocols.cli.options import HandbookOption, LanguageOption
from katch_protocols.cli.refusals import UnsoundHandbookError
from katch_protocols.cli.screen import screen
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.rules.check import check_context, outside_rules
from katch_protocols.rules.context import Context
from katch_protocols.words.cli import tell

__all__ = ["build"]

_PAGE = "index.html"
"""The part that is made from everything; the others are protocols."""

Texts = Mapping[str, str]
"""The text of each file, by its name below the folder."""


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
) -> None:
    """Draw every protocol in every view and language; make the page of them all."""
    place = folder or handbook
    require_ours(output)
    reading = open_reading(place)
    home = reading.sound()
    said = choose(language, home.language)
    desk = Inputs(home, reading.texts)
    made_from = {name: desk.of_protocol(name) for name in home.protocols}
    # A rule from outside can change without a trace here, and the page shows findings.
    if not outside_rules():
        made_from[_PAGE] = desk.of_all()
    record = Record(output)
    texts = {} if afresh else dict(record.kept(made_from))
    # What is on record was sound, and no clock is asked: no need to check it again.
    context = None if _PAGE in texts else _sound(home, place)
    kept = sum(map(len, texts.values()))
    workers = min(jobs or os.cpu_count() or 1, len(home.protocols) + 1)
    missing = [name for name in home.protocols if name not in texts]
    steps = _made(desk, context, missing, workers)
    total = len(missing) + (context is not None)
    texts.update(_shown(steps, total, tell("drawing", said)))
    rows = (row for each in texts.values() for row in each.items())
    count = put_in_place(output, rows)
    record.write(made_from, {part: texts[part] for part in made_from})
    print(tell("built", said, count=count, folder=output.as_posix()))
    if kept:
        print(tell("built-kept", said, count=kept))


def _sound(home: Handbook, folder: Path) -> Context:
    """Check a handbook and return what the check has proved, for the page.

    Raises:
        UnsoundHandbookError: A rule finds an error.
    """
    context = Context(home)
    if wrong := errors(check_context(context)):
        raise UnsoundHandbookError(wrong, folder, home.language)
    return context


def _shown(
    steps: Iterator[tuple[str, Texts]], total: int, title: str
) -> Iterator[tuple[str, Texts]]:
    """Yield every part; a terminal shows how far it is."""
    aside = screen(aside=True)
    yield from track(
        steps,
        title,
        total=total,
        console=aside,
        transient=True,
        disable=not aside.is_terminal,
    )


def _made(
    desk: Inputs, context: Context | None, names: list[Id], workers: int
) -> Iterator[tuple[str, Texts]]:
    """Yield what is missing: protocols by ``names``, the page if there is a context."""
    if workers <= 1 or not names:
        for name in names:
            yield name, sheets(name, desk.needed(name))
        if context is not None:
            yield _PAGE, whole(desk.handbook, context)
        return
    # Workers start afresh: to copy a process that shows a progress bar is not safe.
    # This process makes the page, with what the check has proved already.
    others = min(max(1, workers - (context is not None)), len(names))
    with (
        ProcessPoolExecutor(others, mp_context=get_context("spawn")) as pool,
        ThreadPoolExecutor(1) as here,
    ):
        waiting = _begun(desk, names, pool)
        if context is not None:
            waiting[here.submit(whole, desk.handbook, context)] = _PAGE
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def _begun(desk: Inputs, names: list[Id], pool: Executor) -> dict[Future[Texts], str]:
    # The longest first, so that none is waited for alone; a long file draws longest.
    def length(name: Id) -> int:
        return len(repr(desk.handbook.protocols[name]))

    ordered = sorted(names, key=length, reverse=True)
    return {pool.submit(sheets, name, desk.needed(name)): name for name in ordered}
