"""Consoles and files of output that cannot hold every letter: no command ends by one.

A pipe or a file on Windows has the letters of one alphabet, some consoles have English
alone. What is printed there is told in the letters that there are.
"""

import codecs
import sys
from typing import TextIO

from katch_protocols.words.transliteration import latin

__all__ = ["fit_consoles", "holds_every_letter"]

_NAME = "katch-told-otherwise"


def fit_consoles() -> None:
    """Let standard output and errors tell otherwise what they have no letters for."""
    for stream in (sys.stdout, sys.stderr):
        if not holds_every_letter(stream) and hasattr(stream, "reconfigure"):
            codecs.register_error(_NAME, _otherwise)
            stream.reconfigure(errors=_NAME)


def holds_every_letter(stream: TextIO) -> bool:
    """Tell whether a stream is in Unicode, as all but old consoles are."""
    name = getattr(stream, "encoding", None) or "utf-8"
    return codecs.lookup(name).name.startswith("utf")


_SIGNS = str.maketrans(
    {
        "«": '"',
        "»": '"',
        "„": '"',
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "─": "-",
        "│": "|",
        "→": "->",
        "←": "<-",
        "…": "...",
        "·": "-",
        "•": "*",
        "●": "*",
        "○": "o",
        "≤": "<=",
        "≥": ">=",
        "×": "x",
        "№": "No.",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
    }
)


def _otherwise(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what is printed for letters that a stream lacks: signs, Latin letters."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    told = latin(error.object[error.start : error.end].translate(_SIGNS))
    return "".join(each if each.isascii() else "?" for each in told), error.end
