"""Text to words, each with its column; what kind of word each one is."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from katch_protocols.model.deadlines import MAX_AMOUNT
from katch_protocols.sentences.grammar import RESERVED

__all__ = ["Word", "WordForm", "form", "scan"]

_WORD = re.compile(r"[()/]|[^ \t\r\n()/]+")
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_PATH = re.compile(r"[a-z][a-z0-9_]{0,63}(?:\.[a-z][a-z0-9_]{0,63})+")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
_AMOUNT = re.compile(r"[1-9][0-9]{0,3}")
_LETTERS = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text; the column counts from 1."""

    text: str
    column: int


class WordForm(Enum):
    """What a word looks like, before anyone asks where it stands."""

    MARK = auto()
    RESERVED = auto()
    ID = auto()
    PATH = auto()
    AMOUNT = auto()
    ZERO = auto()
    BAD_NUMBER = auto()
    BAD_NAME = auto()
    BAD_CHARACTER = auto()


def scan(text: str) -> tuple[Word, ...]:
    """Split a text at spaces and line ends; ``(``, ``)`` and ``/`` stand alone."""
    return tuple(Word(seen[0], seen.start() + 1) for seen in _WORD.finditer(text))


def form(word: str) -> WordForm:
    """Tell what a word looks like."""
    if word in RESERVED:
        return WordForm.RESERVED
    if _ID.fullmatch(word):
        return WordForm.ID
    if word in {"(", ")", "/"}:
        return WordForm.MARK
    if _PATH.fullmatch(word):
        reserved = not RESERVED.isdisjoint(word.split("."))
        return WordForm.BAD_NAME if reserved else WordForm.PATH
    return _number(word) if _NUMBER.fullmatch(word) else _broken(word)


def _number(word: str) -> WordForm:
    if word == "0":
        return WordForm.ZERO
    fits = _AMOUNT.fullmatch(word) and int(word) <= MAX_AMOUNT
    return WordForm.AMOUNT if fits else WordForm.BAD_NUMBER


def _broken(word: str) -> WordForm:
    return WordForm.BAD_NAME if _LETTERS.fullmatch(word) else WordForm.BAD_CHARACTER
