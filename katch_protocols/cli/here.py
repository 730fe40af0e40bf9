"""``katch`` alone, in a handbook: what it is, and what to do next."""

import sys
from pathlib import Path

from katch_protocols.cli.commands import USAGE, front_page
from katch_protocols.cli.opening import errors, reread
from katch_protocols.cli.options import speak
from katch_protocols.files.file_kinds import HANDBOOK_FILE
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import say

__all__ = ["here"]

_USUAL = Path("protocols")


def here() -> int:
    """Say what the handbook holds that is here, or in the usual folder; what is next.

    Without a handbook the page of help is shown, as a mistake.
    """
    homes = (each for each in (Path(), _USUAL) if (each / HANDBOOK_FILE).is_file())
    folder = next(homes, None)
    if folder is None:
        print(front_page(speak(None)), file=sys.stderr)
        return USAGE
    reading = reread(folder)
    book, wrong = reading.handbook, errors(reading.findings)
    said = speak(None, book.languages if book else ())
    option = "" if folder == _USUAL else f" --handbook {folder.as_posix()}"
    if book is not None:
        title = book.title.say(said)
        print(say("commands.here", said, title=title, folder=folder.as_posix()))
        counted = {
            key: len(getattr(book, key))
            for key in ("agencies", "roles", "sources", "protocols", "regions")
        }
        print(say("commands.here-holds", said, **counted))
    if book is None or wrong:
        next_step = "here-mend"
    elif not book.protocols:
        next_step = "here-begin"
    else:
        next_step = "here-go-on"
        print(say("commands.here-known", said, names=as_typed(book.protocols)))
    gaps = {"number": len(wrong), "folder": folder.as_posix(), "option": option}
    print(say(f"commands.{next_step}", said, **gaps))
    print(say("commands.see-front-page", said))
    return 0
