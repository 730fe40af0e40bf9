"""Safeguards: text to noun and back."""

from typing import assert_never, cast

from katch_protocols.errors import BoundError
from katch_protocols.model.durations import Duration
from katch_protocols.model.safeguards import (
    AfterNever,
    AfterThen,
    AlwaysPossible,
    AtLeastEvery,
    AtMost,
    BetweenNever,
    Different,
    EveryCaseHas,
    Excludes,
    Independent,
    Never,
    OnlyDoes,
    OnlyTo,
    Requires,
    RequiresThat,
    SamePerson,
    Sentence,
    TakesPart,
    WhileNever,
)
from katch_protocols.sentences.conditions import print_condition
from katch_protocols.sentences.grammar import MAX_CHARACTERS, RESERVED
from katch_protocols.sentences.parsing import parse

__all__ = ["RESERVED", "parse_safeguard", "print_safeguard"]


def parse_safeguard(text: str) -> Sentence:
    """Read a safeguard: ``depart requires determine_best_interests``.

    Raises:
        SentenceError: the text is not a safeguard; says which word is wrong.
    """
    return cast("Sentence", parse("safeguard", text))


def print_safeguard(sentence: Sentence) -> str:
    """Write a safeguard as its one canonical sentence.

    Raises:
        BoundError: the sentence would be longer than any that can be read.
    """
    text = _rule(sentence)
    if sentence.where is not None:
        text += f" where {print_condition(sentence.where)}"
    if sentence.unless is not None:
        text += f" unless {sentence.unless}"
    if len(text) > MAX_CHARACTERS:
        raise BoundError("characters", MAX_CHARACTERS, text[:40])
    return text


def _rule(sentence: Sentence) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    match sentence:
        case Never(event=a):
            return f"never {a}"
        case Requires(event=a, earlier=b, each_time=each_time):
            return f"{a} requires {b}{' each time' if each_time else ''}"
        case RequiresThat(event=a, condition=condition):
            return f"{a} requires that {print_condition(condition)}"
        case EveryCaseHas(event=a, any_end=any_end):
            return f"every case has {a}{' before an end' if any_end else ''}"
        case AfterThen(event=a, later=b, within=within):
            return f"after {a} then {b}{_within(within)}"
        case AfterNever(event=a, forbidden=c):
            return f"after {a} never {c}"
        case BetweenNever(event=a, end=b, forbidden=c):
            return f"between {a} and {b} never {c}"
        case AtLeastEvery(event=a, end=b, recurring=c, period=period):
            return f"between {a} and {b} always {c} at least every {period}"
        case WhileNever(event=s, forbidden=c):
            return f"while {s} never {c}"
        case AtMost(event=a, times=n):
            return f"{a} at most {n} {'time' if n == 1 else 'times'}"
        case Excludes(event=a, other=b):
            return f"{a} excludes {b}"
        case TakesPart(event=a, role=role):
            return f"{a} with {role}"
        case OnlyDoes(event=a, actors=actors):
            return f"only {' / '.join(actors)} does {a}"
        case Different(event=a, other=b, agencies=agencies):
            return f"{a} and {b} by different {'agencies' if agencies else 'people'}"
        case SamePerson(event=a, other=b):
            return f"{a} and {b} by the same person"
        case AlwaysPossible(event=a):
            return f"{a} is always possible"
        case Independent(event=a, other=b):
            return f"{a} does not depend on {b}"
        case OnlyTo(item=item, receivers=receivers):
            return f"{item} only to {' / '.join(receivers)}"
        case _:
            assert_never(sentence)


def _within(span: Duration | None) -> str:
    return "" if span is None else f" within {span}"
