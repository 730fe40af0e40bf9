"""Conditions: text to noun and back."""

from typing import assert_never, cast

from katch_protocols.errors import BoundError
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.sentences.grammar import MAX_CHARACTERS
from katch_protocols.sentences.parsing import parse

__all__ = ["parse_condition", "print_condition"]


def parse_condition(text: str) -> Condition:
    """Read a condition: ``danger is present and not in triage``.

    Raises:
        SentenceError: the text is not a condition; says which word is wrong.
    """
    return cast("Condition", parse("condition", text))


def print_condition(condition: Condition) -> str:
    """Write a condition as its one canonical sentence.

    Raises:
        BoundError: the sentence would be longer than any that can be read.
    """
    text = _print(condition)
    if len(text) > MAX_CHARACTERS:
        raise BoundError("characters", MAX_CHARACTERS, text[:40])
    return text


def _print(condition: Condition) -> str:
    match condition:
        case FactIs() | FactKnown():
            return _fact(condition)
        case InState() | HasDocument() | Happened():
            return _test(condition)
        case Not(inner=InState() | HasDocument() | Happened() as inner):
            return f"not {_test(inner)}"
        case Not(inner=inner):
            return f"not ({_print(inner)})"
        case And(parts=parts):
            return " and ".join(_within(part, And, Or) for part in parts)
        case Or(parts=parts):
            return " or ".join(_within(part, Or) for part in parts)
        case _:
            assert_never(condition)


def _within(part: Condition, *looser: type[Condition]) -> str:
    return f"({_print(part)})" if isinstance(part, looser) else _print(part)


def _test(test: InState | HasDocument | Happened) -> str:
    match test:
        case InState(state=state):
            return f"in {state}"
        case HasDocument(document=document):
            return f"has {document}"
        case Happened(activity=activity):
            return f"done {activity}"
        case _:
            assert_never(test)


def _fact(test: FactIs | FactKnown) -> str:
    match test:
        case FactKnown(fact=fact, known=known):
            return f"{fact} is {'known' if known else 'unknown'}"
        case FactIs(fact=fact, values=(value,), negated=negated):
            return f"{fact} is {'not ' if negated else ''}{value}"
        case FactIs(fact=fact, values=values):
            return f"{fact} is one of {' / '.join(values)}"
        case _:
            assert_never(test)
