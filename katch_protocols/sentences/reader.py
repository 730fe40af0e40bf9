"""Words through the grammar: a noun, or the slip that was found."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple, cast

from lark import Lark, Token, Transformer, UnexpectedToken

from katch_protocols.errors import Flaw, Slip
from katch_protocols.sentences.grammar import (
    DOTTED,
    GRAMMAR,
    MADE,
    MEASURE_GRAMMAR,
    MEASURE_WORDS,
    PLAIN,
    RESERVED,
    WRITTEN,
    Word,
    WordForm,
    form,
)
from katch_protocols.sentences.measure_makers import MEASURES
from katch_protocols.sentences.nearness import nearest

__all__ = ["END", "SentenceReader", "slip", "terminal_of", "text_of", "texts_of"]


END = "$END"
_MARKS = {"(": "LPAR", ")": "RPAR", "/": "SLASH"}
_TEXTS = {terminal: mark for mark, terminal in _MARKS.items()} | WRITTEN
_TERMINAL_OF = {word: terminal for terminal, word in WRITTEN.items()}
_TERMINALS: Mapping[WordForm, tuple[str, ...]] = {
    WordForm.ID: (*PLAIN, *DOTTED),
    WordForm.PATH: DOTTED,
}


def text_of(terminal: str) -> str:
    """Return how a terminal is written: ``requires``, ``/``, ``EVENT``."""
    if terminal in _TEXTS:
        return _TEXTS[terminal]
    declared = terminal in {*PLAIN, *DOTTED, "NUMBER"}
    return terminal if declared else terminal.lower()


def terminal_of(word: str) -> str:
    """Return the terminal that a word of the language is, where it can stand."""
    return _TERMINAL_OF.get(word, word.upper())


def _caller(make: Callable[..., object]) -> Callable[[list[object]], object]:
    def call(children: list[object]) -> object:
        # A token is a str that knows its place; a noun holds plain text only.
        return make(*(str(c) if isinstance(c, Token) else c for c in children))

    return call


@cache
def _lark() -> Lark:
    made = {**MADE, **MEASURES}
    makers = SimpleNamespace(**{rule: _caller(make) for rule, make in made.items()})
    return Lark(
        GRAMMAR + MEASURE_GRAMMAR,
        parser="lalr",
        lexer="basic",
        start=["condition", "safeguard", "duration", "target", "measure"],
        maybe_placeholders=True,
        # Any object with a method per rule will do; lark's annotation asks for more.
        transformer=cast("Transformer[Token, object]", makers),
    )


class SentenceReader:
    """One pass over the words of a sentence, which can be branched to try words.

    Args:
        kind: ``condition``, ``safeguard``, ``duration``, ``target`` or ``measure``.
        zero: whether a number may be zero.
        build: whether to make the noun; a reader that only tries words need not.
    """

    def __init__(self, kind: str, *, zero: bool, build: bool = True) -> None:
        self._state = _lark().parse_interactive("", start=kind).parser_state
        self._amounts = {WordForm.AMOUNT, WordForm.ZERO} if zero else {WordForm.AMOUNT}
        self.reserved = MEASURE_WORDS if kind == "measure" else frozenset[str]()
        self.noun: object = None
        if not build:
            self._state.parse_conf = copy(self._state.parse_conf)
            self._state.parse_conf.callbacks = {}

    def branch(self) -> "SentenceReader":
        """Return a reader that stands at the same word and goes its own way."""
        other = copy(self)
        other._state = self._state.copy(deepcopy_values=False)  # noqa: SLF001 - ours
        return other

    def read(self, words: Sequence[Word]) -> int:
        """Go past words; return how many could stand where they stand."""
        for count, word in enumerate(words):
            terminal = self.terminal(word.text)
            if terminal is None or not self.take(terminal, word.text):
                return count
        return len(words)

    @property
    def place(self) -> tuple[object, ...]:
        """Where the reader stands: what can follow depends on nothing else."""
        return tuple(self._state.state_stack)

    def finish(self) -> bool:
        """End the sentence; False if it cannot end here. ``noun`` is what it says."""
        return self.take(END)

    def take(self, terminal: str, text: str = "") -> bool:
        """Go past a word of this terminal; False, and no further use, if it cannot."""
        try:
            self.noun = self._state.feed_token(Token(terminal, text), terminal == END)
        except UnexpectedToken:
            return False
        return True

    def expected(self) -> tuple[str, ...]:
        """Return every terminal that can stand here, in order of the alphabet."""
        return tuple(t for t in sorted(self._choices()) if self.branch().take(t))

    def _choices(self) -> Iterable[str]:
        table = self._state.parse_conf.states[self._state.position]
        return (symbol for symbol in table if symbol.isupper() or symbol == END)

    def terminal(self, word: str) -> str | None:
        """Return what a word is taken for here; ``None``: nothing that can be."""
        shape = form(word, self.reserved)
        if shape is WordForm.MARK:
            return _MARKS[word]
        here = self._state.parse_conf.states[self._state.position]
        if _TERMINAL_OF.get(word) in here:
            return _TERMINAL_OF[word]
        if shape is WordForm.RESERVED:
            return word.upper()
        if shape in self._amounts:
            return "NUMBER"
        return next((name for name in _TERMINALS.get(shape, ()) if name in here), None)


_BACK = 6
"""How many words before the first impossible one are suspected as well."""

_AHEAD = 48
"""How many words after a replaced one must fit for the replacement to be right."""

_NAMES = frozenset({*PLAIN, *DOTTED})
_FLAWS = {
    WordForm.BAD_NAME: Flaw.NAME,
    WordForm.BAD_CHARACTER: Flaw.CHARACTER,
    WordForm.BAD_NUMBER: Flaw.NUMBER,
}


class _Suspect(NamedTuple):
    """A word that may be wrong; ``mends``: words with which the rest fits."""

    position: int
    possible: tuple[str, ...]
    mends: tuple[str, ...]


def slip(start: SentenceReader, words: Sequence[Word], *, end: int) -> Slip:
    """Find the wrong word of a sentence that the grammar refused.

    The grammar stops at the first word that cannot stand where it stands. A misspelt
    word of the language looks like a name, so the wrong word may come earlier: each
    word a little way back is replaced by each word that could stand there, and the
    one whose replacement lets the rest fit is the wrong one.

    Args:
        start: a reader at the start of the sentence.
        words: the words of the sentence.
        end: the column just after the text.
    """
    stop = start.branch().read(words)
    if stop == len(words):
        return _unfinished(start, words, end)
    suspects = [_suspect(start, words, i) for i in range(stop, _first(stop) - 1, -1)]
    # A word that the language has is seldom a slip of another one.
    kept = RESERVED | start.reserved
    for suspect in sorted(suspects, key=lambda s: words[s.position].text in kept):
        near = _near(words[suspect.position].text, suspect.mends)
        if near is not None:
            return _at(words, suspect, near, kept)
    here, *earlier = suspects
    named = [s for s in earlier if _is_named(words[s.position], s, kept)]
    if here.mends or END in here.possible or len(named) != 1:
        return _at(words, here, _near(words[stop].text, here.possible), kept)
    return _at(words, named[0]._replace(possible=named[0].mends), None, kept)


def _is_named(word: Word, suspect: _Suspect, kept: frozenset[str]) -> bool:
    """Tell whether a word of the language and a name seem to have changed places."""
    if word.text in kept:
        return not _NAMES.isdisjoint(suspect.mends)
    return bool(suspect.mends)


def _first(stop: int) -> int:
    return max(0, stop - _BACK)


def _unfinished(start: SentenceReader, words: Sequence[Word], end: int) -> Slip:
    reader = start.branch()
    reader.read(words)
    flaw = Flaw.UNFINISHED if words else Flaw.EMPTY
    return Slip(flaw, end if words else 1, expected=texts_of(reader.expected()))


def _suspect(start: SentenceReader, words: Sequence[Word], index: int) -> _Suspect:
    reader = start.branch()
    reader.read(words[:index])
    possible = reader.expected()
    rest = words[index + 1 : index + 1 + _AHEAD]
    whole = index + 1 + len(rest) == len(words)
    mends = (t for t in possible if t != END and _fits(reader, t, rest, whole=whole))
    return _Suspect(index, possible, tuple(mends))


def _fits(
    reader: SentenceReader, terminal: str, rest: Sequence[Word], *, whole: bool
) -> bool:
    other = reader.branch()
    other.take(terminal)
    return other.read(rest) == len(rest) and (not whole or other.finish())


def _near(word: str, terminals: Sequence[str]) -> str | None:
    known = [text_of(terminal) for terminal in terminals]
    return nearest(word, (text for text in known if text.islower()))


def texts_of(terminals: Sequence[str]) -> tuple[str, ...]:
    """Return how terminals are written, in order of the alphabet; without the end."""
    return tuple(sorted(text_of(terminal) for terminal in terminals if terminal != END))


def _at(
    words: Sequence[Word], suspect: _Suspect, near: str | None, kept: frozenset[str]
) -> Slip:
    word = words[suspect.position]
    if near is None:
        near = next(_names_like(word.text, suspect), None)
    flaw = (
        Flaw.UNEXPECTED
        if near in texts_of(suspect.possible)
        else _flaw(word, suspect, kept)
    )
    return Slip(flaw, word.column, word.text, texts_of(suspect.possible), near)


def _names_like(word: str, suspect: _Suspect) -> Iterator[str]:
    """Give the name that a word becomes when its letters are mended."""
    if _NAMES.isdisjoint(suspect.possible):
        return
    shape = form(word)
    mended = "".join(letter if letter.isalnum() else "_" for letter in word.lower())
    if shape in _FLAWS and form(mended.strip("_")) is WordForm.ID:
        yield mended.strip("_")


def _flaw(word: Word, suspect: _Suspect, kept: frozenset[str]) -> Flaw:
    shape = form(word.text, kept)
    if shape in {WordForm.ZERO, WordForm.BAD_NUMBER} and "NUMBER" in suspect.possible:
        return Flaw.ZERO if shape is WordForm.ZERO else Flaw.NUMBER
    if shape is WordForm.PATH and not _NAMES.isdisjoint(suspect.possible):
        return Flaw.DOTTED
    if shape is WordForm.RESERVED and not _NAMES.isdisjoint(suspect.mends):
        return Flaw.RESERVED
    if shape in _FLAWS and not _NAMES.isdisjoint(suspect.possible):
        return _FLAWS[shape]
    return Flaw.SURPLUS if END in suspect.possible else Flaw.UNEXPECTED
