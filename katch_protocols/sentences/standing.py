"""What each word of a sentence stands for, and what can follow a beginning of one.

An editor asks while somebody writes: the sentence need not be whole, nor right.
"""

from collections.abc import Sequence
from typing import NamedTuple

from katch_protocols.sentences.grammar import Word, scan
from katch_protocols.sentences.reader import SentenceReader

__all__ = ["StandingWord", "following", "standing"]


class StandingWord(NamedTuple):
    """A word, and the terminal of the grammar that it stands for.

    ``fact`` is the fact that was named last before it: a value is one of its values.
    """

    word: Word
    terminal: str
    fact: str


def standing(kind: str, text: str) -> tuple[StandingWord, ...]:
    """Return the words of a sentence, up to the first that cannot stand there.

    Args:
        kind: ``condition``, ``safeguard``, ``duration``, ``target`` or ``measure``.
        text: The sentence, as far as it is written.
    """
    return _read(kind, scan(text))[1]


def following(kind: str, text: str) -> tuple[tuple[str, ...], str]:
    """Return the terminals that can stand behind a beginning of a sentence.

    And the fact that was named last; no terminals where the beginning cannot be read.
    """
    words = scan(text)
    reader, found = _read(kind, words)
    if len(found) < len(words):
        return (), ""
    return reader.expected(), _fact(found)


def _read(
    kind: str, words: Sequence[Word]
) -> tuple[SentenceReader, tuple[StandingWord, ...]]:
    reader = SentenceReader(kind, zero=True, build=False)
    found: list[StandingWord] = []
    for word in words:
        terminal = reader.terminal(word.text)
        if terminal is None or not reader.take(terminal, word.text):
            break
        found.append(StandingWord(word, terminal, _fact(found)))
    return reader, tuple(found)


def _fact(found: Sequence[StandingWord]) -> str:
    facts = (each.word.text for each in reversed(found) if each.terminal == "FACT")
    return next(facts, "")
