"""Words through the grammar: a noun, or the slip that was found.

Only this module speaks lark; it is imported by the first sentence that needs it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from types import SimpleNamespace
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedToken

from katch_protocols.sentences.grammar import DOTTED, GRAMMAR, MADE, PLAIN
from katch_protocols.sentences.scanning import Form, Word, form

__all__ = ["END", "Reader", "text_of"]

END = "$END"
_MARKS = {"(": "LPAR", ")": "RPAR", "/": "SLASH"}
_TEXTS = {terminal: mark for mark, terminal in _MARKS.items()}
_NAMES: Mapping[Form, tuple[str, ...]] = {
    Form.ID: (*PLAIN, *DOTTED),
    Form.PATH: DOTTED,
}


def text_of(terminal: str) -> str:
    """Return how a terminal is written: ``requires``, ``/``, ``EVENT``."""
    if terminal in _TEXTS:
        return _TEXTS[terminal]
    declared = terminal in {*PLAIN, *DOTTED, "NUMBER"}
    return terminal if declared else terminal.lower()


def _caller(make: Callable[..., object]) -> Callable[[list[object]], object]:
    def call(children: list[object]) -> object:
        # A token is a str that knows its place; a noun holds plain text only.
        return make(*(str(c) if isinstance(c, Token) else c for c in children))

    return call


@cache
def _lark() -> Lark:
    makers = SimpleNamespace(**{rule: _caller(make) for rule, make in MADE.items()})
    return Lark(
        GRAMMAR,
        parser="lalr",
        lexer="basic",
        start=["condition", "safeguard", "duration", "target"],
        maybe_placeholders=True,
        # Any object with a method per rule will do; lark's annotation asks for more.
        transformer=cast("Transformer[Token, object]", makers),
    )


class Reader:
    """One pass over the words of a sentence, which can be branched to try words.

    Args:
        kind: ``condition``, ``safeguard``, ``duration`` or ``target``.
        zero: whether a number may be zero.
        build: whether to make the noun; a reader that only tries words need not.
    """

    def __init__(self, kind: str, *, zero: bool, build: bool = True) -> None:
        self._state = _lark().parse_interactive("", start=kind).parser_state
        self._amounts = {Form.AMOUNT, Form.ZERO} if zero else {Form.AMOUNT}
        self.noun: object = None
        if not build:
            self._state.parse_conf = copy(self._state.parse_conf)
            self._state.parse_conf.callbacks = {}

    def branch(self) -> "Reader":
        """Return a reader that stands at the same word and goes its own way."""
        other = copy(self)
        other._state = self._state.copy(deepcopy_values=False)  # noqa: SLF001 - ours
        return other

    def read(self, words: Sequence[Word]) -> int:
        """Go past words; return how many could stand where they stand."""
        for count, word in enumerate(words):
            terminal = self._terminal(word.text)
            if terminal is None or not self.take(terminal, word.text):
                return count
        return len(words)

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

    def _terminal(self, word: str) -> str | None:
        shape = form(word)
        if shape is Form.RESERVED:
            return word.upper()
        if shape is Form.MARK:
            return _MARKS[word]
        if shape in self._amounts:
            return "NUMBER"
        here = self._state.parse_conf.states[self._state.position]
        return next((name for name in _NAMES.get(shape, ()) if name in here), None)
