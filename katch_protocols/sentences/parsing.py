"""Text to noun, for every kind of sentence; bounds come first, the grammar second."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from katch_protocols.errors import Flaw, SentenceError, Slip
from katch_protocols.model.conditions import MAX_LEVELS, MAX_TERMS
from katch_protocols.sentences.grammar import MAX_CHARACTERS
from katch_protocols.sentences.scanning import Form, Word, form, scan

__all__ = ["parse"]

_REMEMBERED = 16_384


def parse(kind: str, text: str, *, zero: bool = False) -> object:
    """Read a sentence of a kind.

    Args:
        kind: ``condition``, ``safeguard``, ``duration`` or ``target``.
        text: the sentence.
        zero: whether a number may be zero.

    Raises:
        SentenceError: the text is not such a sentence.
    """
    if len(text) > MAX_CHARACTERS:
        raise SentenceError(kind, text, Slip(Flaw.LONG, MAX_CHARACTERS + 1))
    return _parse(kind, text, zero)


@lru_cache(maxsize=_REMEMBERED)
def _parse(kind: str, text: str, zero: bool) -> object:
    # For start-up time: lark is loaded, and the grammar built, by the first sentence.
    from katch_protocols.sentences.reader import Reader, slip  # noqa: PLC0415

    words = scan(text)
    found = next(_beyond(words), None)
    if found is not None:
        raise SentenceError(kind, text, found)
    unsound = next(_unsound(words), None)
    reader = Reader(kind, zero=zero, build=unsound is None)
    if reader.read(words) < len(words) or not reader.finish():
        trial = Reader(kind, zero=zero, build=False)
        raise SentenceError(kind, text, slip(trial, words, end=len(text) + 1))
    if unsound is not None:
        raise SentenceError(kind, text, unsound)
    return reader.noun


def _beyond(words: Sequence[Word]) -> Iterator[Slip]:
    """Find the words that cross a bound of the language."""
    level, tests = 0, 1
    for word in words:
        level += (word.text == "(") - (word.text == ")")
        tests = 1 if word.text in {"that", "where"} else tests
        tests += word.text in {"and", "or"}
        if level > MAX_LEVELS:
            yield Slip(Flaw.DEEP, word.column, word.text)
        if tests > MAX_TERMS:
            yield Slip(Flaw.LONG, word.column, word.text)


def _unsound(words: Sequence[Word]) -> Iterator[Slip]:
    """Find what the grammar would let pass: a name twice in a list, a dotted item."""
    texts = [word.text for word in words]
    if texts[1:3] == ["only", "to"] and form(texts[0]) is Form.PATH:
        yield Slip(Flaw.DOTTED, words[0].column, texts[0])
    seen: set[str] = set()
    for before, word, after in zip(texts, texts[1:], words[2:], strict=False):
        if word != "/":
            seen = seen if before == "/" else set()
            continue
        seen.add(before)
        if after.text in seen and form(after.text) is Form.ID:
            yield Slip(Flaw.REPEATED, after.column, after.text)
