"""Which language to speak: asked for, else the terminal's, else the handbook's."""

import os
from collections.abc import Sequence

from katch_protocols.words.languages import ENGLISH, SPOKEN
from katch_protocols.words.say import borrowed

__all__ = ["asked_language", "choose", "terminal_language"]

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def terminal_language() -> str | None:
    """Return the language of the terminal, if the library speaks it.

    ``C`` and ``POSIX`` name no language.
    """
    for variable in _VARIABLES:
        if value := os.environ.get(variable):
            language = value[:2].lower()
            return language if language in SPOKEN else None
    return None


def choose(asked: str | None, source: str = ENGLISH) -> str:
    """Return the language to speak; ``source`` is the handbook's own.

    One that the library lacks counts where the handbook at hand has it.
    """
    known = {*SPOKEN, *borrowed()}
    wanted = (asked, terminal_language(), source)
    return next((each for each in wanted if each in known), ENGLISH)


def asked_language(words: Sequence[str]) -> str | None:
    """Return the language that the ``words`` of a command ask for."""
    asked = None
    for position, word in enumerate(words):
        if word == "--language":
            asked = next(iter(words[position + 1 :]), None)
        elif word.startswith("--language="):
            asked = word.partition("=")[2]
    return asked
