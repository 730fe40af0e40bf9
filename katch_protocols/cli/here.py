"""``katch`` alone, in a handbook: what it is, and what to do next."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from katch_protocols.cli.commands import USAGE, front_page
from katch_protocols.cli.opening import errors, reread
from katch_protocols.cli.options import day_of, speak
from katch_protocols.cli.output import screen
from katch_protocols.cli.reports.findings_data import in_order
from katch_protocols.cli.reports.findings_text import Excerpts, told
from katch_protocols.cli.reports.first_step import first_lines, first_step
from katch_protocols.files.answer_file import OF_FINDINGS, answer_file
from katch_protocols.files.read import Reading
from katch_protocols.files.usual_folders import handbooks_in
from katch_protocols.findings import Finding
from katch_protocols.rules.kept import check_kept
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say

__all__ = ["here"]


def here() -> int:
    """Say what the handbook holds that is here, or in the usual folder; what is next.

    Without a handbook the page of help is shown, as a mistake.
    """
    folder = next(handbooks_in(Path()), None)
    if folder is None:
        print(front_page(speak(None)), file=sys.stderr)
        return USAGE
    reading = reread(folder)
    book, found = reading.handbook, _findings(reading, folder)
    said = speak(None, book.languages if book else ())
    if book is not None:
        title = book.title.say(said)
        print(say("commands.here", said, title=title, folder=folder.as_posix()))
        counted = {
            key: len(getattr(book, key))
            for key in ("agencies", "roles", "sources", "protocols", "regions")
        }
        print(say("commands.here-holds", said, **counted))
    wrong = errors(found)
    if book is None or wrong:
        next_step = "here-mend"
    elif not book.protocols:
        next_step = "here-begin"
    else:
        next_step = "here-go-on"
        print(say("commands.here-known", said, names=as_typed(book.protocols)))
    for line in _first(found, reading, folder, said):
        screen().print(line)
    gaps = {"number": len(wrong), "folder": folder.as_posix()}
    print(say(f"commands.{next_step}", said, **gaps))
    print(say("commands.see-front-page", said))
    return 0


def _findings(reading: Reading, folder: Path) -> tuple[Finding, ...]:
    """Return what is found without a proof, which nobody would wait for here."""
    if reading.handbook is None:
        return in_order(reading.findings)
    cache = answer_file(folder, os.environ, OF_FINDINGS)
    found = check_kept(
        cache,
        reading.handbook,
        incomplete=reading.incomplete,
        as_of=day_of(None),
        deep=False,
    )
    if cache is not None:
        cache.save()
    return in_order((*reading.findings, *found))


def _first(
    findings: Sequence[Finding], reading: Reading, folder: Path, language: str
) -> Iterator[Text]:
    """Yield what to do first, with the finding in full."""
    step = first_step(findings, reading)
    if step is None or step.finding is None:
        return
    yield Text()
    yield from first_lines(step, language, folder)
    yield from told(step.finding, Excerpts(folder), language)
    yield Text()
