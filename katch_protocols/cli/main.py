"""From the words on the command line to an exit code.

The page of help is printed from here, without the terminal library: it is asked for
most often and must come at once.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from katch_protocols.cli.commands import ASKS_FOR_PAGE, COULD_NOT_RUN, USAGE, front_page
from katch_protocols.cli.consoles import fit_consoles
from katch_protocols.cli.languages import asked_language, choose
from katch_protocols.garbage import Uncollected
from katch_protocols.words.languages import SPOKEN

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``katch`` and return its exit code.

    0: all well; 1: findings; 2: asked in a wrong way; 3: could not run.
    """
    words = tuple(sys.argv[1:] if arguments is None else arguments)
    fit_consoles()
    try:
        code = _main(words, asked_language(words))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    return code


def _main(words: tuple[str, ...], asked: str | None) -> int:
    first = words[0] if words else ""
    is_spoken = asked is None or asked in SPOKEN
    if not words and _has_files():
        # Lazy as below; it says so if what is here is no handbook.
        from katch_protocols.cli.app import run  # noqa: PLC0415 - see above

        return run(words, asked)
    if is_spoken and (not first or first in ASKS_FOR_PAGE):
        print(front_page(choose(asked)), file=sys.stdout if words else sys.stderr)
        return 0 if words else USAGE
    # Both lazy, for a fast page of help; they go down, to heavy libraries.
    if first == "--version":
        from importlib.metadata import version  # noqa: PLC0415 - see above

        print(f"katch {version('katch-protocols')}")
        return 0
    with Uncollected():
        from katch_protocols.cli.app import run  # noqa: PLC0415 - see above

    return run(words, asked)


def _has_files() -> bool:
    """Tell whether there may be a handbook here, or in its usual folder."""
    return any(any(Path(each).glob("*.yaml")) for each in (".", "protocols"))
