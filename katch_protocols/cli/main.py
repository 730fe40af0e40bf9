"""From the words on the command line to an exit code.

The page of help is printed from here, without the terminal library: it is asked for
most often and must come at once.
"""

import os
import sys
from collections.abc import Sequence

from katch_protocols.cli.front_page import front_page
from katch_protocols.cli.languages import spoken_language

__all__ = ["main"]

_COULD_NOT_RUN = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``katch`` and return its exit code.

    0: all well; 1: findings; 2: asked in a wrong way; 3: could not run.
    """
    words = tuple(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _main(words, spoken_language(words))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _COULD_NOT_RUN
    return code


def _main(words: tuple[str, ...], language: str) -> int:
    first = words[0] if words else ""
    if first in {"", "-h", "--help", "--language"}:
        print(front_page(language), file=sys.stdout if words else sys.stderr)
        return 0 if words else 2
    # Both lazy, for a fast page of help; they go down, to heavy libraries.
    if first == "--version":
        from importlib.metadata import version  # noqa: PLC0415 - see above

        print(f"katch {version('katch-protocols')}")
        return 0
    from katch_protocols.cli.app import run  # noqa: PLC0415 - see above

    return run(words, language)
