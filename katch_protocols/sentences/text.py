"""Text to noun and back, for every kind of sentence."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import assert_never, cast

from katch_protocols.errors import BoundError, Flaw, SentenceError, Slip
from katch_protocols.model.activities import Target
from katch_protocols.model.conditions import (
    MAX_LEVELS,
    MAX_TERMS,
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
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.measures import Measure
from katch_protocols.model.safeguards import SafeguardRule, Sentence
from katch_protocols.sentences.forms import form_of
from katch_protocols.sentences.grammar import (
    MAX_CHARACTERS,
    RESERVED,
    Word,
    WordForm,
    form,
    scan,
)
from katch_protocols.words.lists import options

__all__ = [
    "RESERVED",
    "parse",
    "parse_condition",
    "parse_duration",
    "parse_measure",
    "parse_safeguard",
    "parse_target",
    "print_condition",
    "print_duration",
    "print_safeguard",
    "print_target",
]


_REMEMBERED = 16_384


def parse(kind: str, text: str, *, zero: bool = False) -> object:
    """Read a sentence of a kind.

    Args:
        kind: ``condition``, ``safeguard``, ``duration``, ``target`` or ``measure``.
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
    from katch_protocols.sentences.reader import SentenceReader  # noqa: PLC0415
    from katch_protocols.sentences.repairs import slips  # noqa: PLC0415

    words = scan(text)
    found = next(_beyond(words), None)
    if found is not None:
        raise SentenceError(kind, text, found)
    unsound = next(_unsound(words), None)
    reader = SentenceReader(kind, zero=zero, build=unsound is None)
    if reader.read(words) < len(words) or not reader.finish():
        trial = SentenceReader(kind, zero=zero, build=False)
        raise SentenceError(
            kind, text, *slips(trial, words, end=len(text) + 1), zero=zero
        )
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
    if texts[1:3] == ["only", "to"] and form(texts[0]) is WordForm.PATH:
        yield Slip(Flaw.DOTTED, words[0].column, texts[0])
    seen: set[str] = set()
    for before, word, after in zip(texts, texts[1:], words[2:], strict=False):
        if word != "/":
            seen = seen if before == "/" else set()
            continue
        seen.add(before)
        if after.text in seen and form(after.text) in {WordForm.ID, WordForm.PATH}:
            yield Slip(Flaw.REPEATED, after.column, after.text)


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
            return f"{fact} is one of {options(values)}"
        case _:
            assert_never(test)


_PLAIN = re.compile(r"([1-9][0-9]{0,3}) ((?:minute|hour|day|working day|week|month)s)")


def parse_duration(text: str, *, zero: bool = False) -> Duration:
    """Read a span of time: ``5 working days``; ``1 day`` and ``1 days`` are both read.

    Args:
        text: the span, as written.
        zero: whether ``0 hours`` is allowed, as in ``escalation``.

    Raises:
        SentenceError: the text is not a span; says which word is wrong.
    """
    # Most files hold durations and no sentence: these never load the grammar.
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        return Duration(amount=int(plain[1]), unit=Unit(plain[2]))
    return cast("Duration", parse("duration", text, zero=zero))


def print_duration(duration: Duration) -> str:
    """Write a span of time as its one canonical text."""
    return str(duration)


_NAMING = WordForm.ID, WordForm.PATH
"""Words that name a state, here or inside another."""


def parse_target(text: str) -> Target:
    """Read where a move leads: ``triage``, ``assistance.health``, ``resume triage``.

    Raises:
        SentenceError: the text is not a target; says which word is wrong.
    """
    # Every file holds targets, many hold no sentence: these never load the grammar.
    if form(text) in _NAMING:
        return Target(state=text)
    return cast("Target", parse("target", text))


def print_target(target: Target) -> str:
    """Write a target as its one canonical text."""
    return str(target)


def parse_safeguard(text: str) -> Sentence:
    """Read a safeguard: ``depart requires determine_best_interests``.

    Raises:
        SentenceError: the text is not a safeguard; says which word is wrong.
    """
    return cast("Sentence", parse("safeguard", text))


def parse_measure(text: str) -> Measure:
    """Read a measure: ``share of cases with opened that have place within 1 day``.

    Raises:
        SentenceError: the text is not a measure; says which word is wrong.
    """
    return cast("Measure", parse("measure", text))


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
    if sentence.unless:
        text += f" unless {options(sentence.unless)}"
    if len(text) > MAX_CHARACTERS:
        raise BoundError("characters", MAX_CHARACTERS, text[:40])
    return text


def _written(value: object) -> str:
    match value:
        case str() | int() | Duration():
            return str(value)
        case tuple():
            return options(value)
        case _:
            return print_condition(cast("Condition", value))
