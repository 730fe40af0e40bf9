"""Safeguards: text to noun and back."""

from typing import cast

from katch_protocols.errors import BoundError
from katch_protocols.model.conditions import Condition
from katch_protocols.model.durations import Duration
from katch_protocols.model.safeguards import SafeguardRule, Sentence
from katch_protocols.sentences.conditions import print_condition
from katch_protocols.sentences.forms import form_of
from katch_protocols.sentences.grammar import MAX_CHARACTERS, RESERVED
from katch_protocols.sentences.parsing import parse

__all__ = ["RESERVED", "parse_safeguard", "print_safeguard"]


def parse_safeguard(text: str) -> Sentence:
    """Read a safeguard: ``depart requires determine_best_interests``.

    Raises:
        SentenceError: the text is not a safeguard; says which word is wrong.
    """
    return cast("Sentence", parse("safeguard", text))


def print_safeguard(sentence: SafeguardRule) -> str:
    """Write a safeguard as its one canonical sentence.

    Raises:
        BoundError: the sentence would be longer than any that can be read.
    """
    form = form_of(sentence)
    values = {gap: getattr(sentence, gap) for gap in form.gaps}
    plural = "s" if all(value != 1 for value in values.values()) else ""
    text = form.text.replace("(s)", plural).format_map(
        {gap: _written(value) for gap, value in values.items()}
    )
    if sentence.where is not None:
        text += f" where {print_condition(sentence.where)}"
    if sentence.unless is not None:
        text += f" unless {sentence.unless}"
    if len(text) > MAX_CHARACTERS:
        raise BoundError("characters", MAX_CHARACTERS, text[:40])
    return text


def _written(value: object) -> str:
    match value:
        case str() | int() | Duration():
            return str(value)
        case tuple():
            return " / ".join(value)
        case _:
            return print_condition(cast("Condition", value))
