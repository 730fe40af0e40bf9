"""``katch preview``: a local page that redraws and rechecks on every save."""

import os
import webbrowser
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Annotated

import typer

from katch_protocols.cli.opening import reread
from katch_protocols.cli.options import HandbookOption, LanguageOption, day_of, speak
from katch_protocols.cli.output import screen
from katch_protocols.cli.previewing.answers import BEGIN, END, problem_lines
from katch_protocols.cli.previewing.server import Server
from katch_protocols.cli.previewing.session import Session
from katch_protocols.cli.refusals import COULD_NOT_RUN, CommandRefusal
from katch_protocols.files.answer_file import answer_file
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.say import say

__all__ = ["preview"]

_PAUSE = 0.25
"""Seconds between two glances at the folder: less than a hand needs for two saves."""


def preview(  # noqa: PLR0913 - one parameter an option
    folder: Annotated[Path | None, typer.Argument(metavar="DIR")] = None,
    handbook: HandbookOption = Path("protocols"),
    language: LanguageOption = None,
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65_535)] = 0,
    *,
    no_open: Annotated[bool, typer.Option("--no-open")] = False,
    problems: Annotated[bool, typer.Option("--problems")] = False,
) -> int:
    """Show the page until Ctrl-C; look at the folder again whenever it changes."""
    place = folder or handbook
    book = reread(place).handbook
    said = speak(language, book.languages if book else ())
    session = Session(place, lambda: day_of(None), answer_file(place, os.environ))
    with _served(session, port) as server:
        Thread(target=server.serve_forever, args=(_PAUSE,), daemon=True).start()
        try:
            url = server.url if said == ENGLISH else f"{server.url}#{said}"
            print(say("preview.serving", said, url=url), flush=True)
            if not no_open and screen().is_terminal:
                webbrowser.open(url)
            _watch(session, said if problems else None)
        except KeyboardInterrupt:
            print(say("preview.stopped", said), flush=True)
        finally:
            session.close()
            server.shutdown()
    return 0


def _served(session: Session, port: int) -> Server:
    try:
        return Server(session, port)
    except OSError as error:
        refusal = CommandRefusal("preview-port", code=COULD_NOT_RUN, port=str(port))
        raise refusal from error


def _watch(session: Session, language: str | None) -> None:
    """Look whenever something was saved; print the problems in ``language``, if any."""
    saved = Event()
    saved.set()
    Thread(target=_look, args=(session, language, saved), daemon=True).start()
    while True:
        sleep(_PAUSE)
        if session.news():
            saved.set()


def _look(session: Session, language: str | None, saved: Event) -> None:
    while True:
        saved.wait()
        saved.clear()
        if language is not None:
            print(BEGIN, flush=True)
        sight = session.look()
        if language is not None and not sight.is_busy:
            lines = problem_lines(sight.findings, session.folder, language)
            print(*lines, END, sep="\n", flush=True)
