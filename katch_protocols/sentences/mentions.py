"""Which names a condition or safeguard speaks of, and what each of them must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

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

__all__ = ["Mention", "NameKind", "names_in"]


class NameKind(StrEnum):
    """What a name of a sentence must be."""

    FACT = "fact"
    VALUE = "value"
    STATE = "state"
    DOCUMENT = "document"
    ACTIVITY = "activity"
    EVENT = "event"
    """An activity, or a state that is entered."""
    ROLE = "role"
    ACTOR = "actor"
    """An agency or a role."""
    ITEM = "item"
    """A document or a data category."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence; ``fact`` is the fact whose value it is, if it is one."""

    kind: NameKind
    name: str
    fact: str | None = None


def names_in(sentence: Condition | Sentence) -> tuple[Mention, ...]:
    """Return every name of a condition or safeguard, once, in the order written."""
    return tuple(dict.fromkeys(_names(sentence)))


def _names(sentence: Condition | Sentence) -> Iterator[Mention]:
    match sentence:
        case FactIs() | FactKnown() | InState() | HasDocument() | Happened():
            yield from _test(sentence)
        case Not(inner=inner):
            yield from _names(inner)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _names(part)
        case _:
            yield from _rule(sentence)
            if sentence.where is not None:
                yield from _names(sentence.where)
            if sentence.unless is not None:
                yield Mention(NameKind.EVENT, sentence.unless)


def _test(
    test: FactIs | FactKnown | InState | HasDocument | Happened,
) -> Iterator[Mention]:
    match test:
        case FactIs(fact=fact, values=values):
            yield Mention(NameKind.FACT, fact)
            yield from (Mention(NameKind.VALUE, value, fact) for value in values)
        case FactKnown(fact=fact):
            yield Mention(NameKind.FACT, fact)
        case InState(state=state):
            yield Mention(NameKind.STATE, state)
        case HasDocument(document=document):
            yield Mention(NameKind.DOCUMENT, document)
        case Happened(activity=activity):
            yield Mention(NameKind.ACTIVITY, activity)
        case _:
            assert_never(test)


def _rule(sentence: Sentence) -> Iterator[Mention]:
    match sentence:
        case RequiresThat(event=event, condition=condition):
            yield Mention(NameKind.EVENT, event)
            yield from _names(condition)
        case WhileNever(event=state, forbidden=event):
            yield Mention(NameKind.STATE, state)
            yield Mention(NameKind.EVENT, event)
        case TakesPart(event=event, role=role):
            yield Mention(NameKind.EVENT, event)
            yield Mention(NameKind.ROLE, role)
        case OnlyDoes(event=event, actors=actors):
            yield from (Mention(NameKind.ACTOR, actor) for actor in actors)
            yield Mention(NameKind.EVENT, event)
        case OnlyTo(item=item, receivers=receivers):
            yield Mention(NameKind.ITEM, item)
            yield from (Mention(NameKind.ACTOR, receiver) for receiver in receivers)
        case _:
            yield from (Mention(NameKind.EVENT, event) for event in _events(sentence))


def _events(
    sentence: Never
    | Requires
    | EveryCaseHas
    | AfterThen
    | AfterNever
    | BetweenNever
    | AtLeastEvery
    | AtMost
    | Excludes
    | Different
    | SamePerson
    | AlwaysPossible
    | Independent,
) -> tuple[str, ...]:
    match sentence:
        case Never() | EveryCaseHas() | AtMost() | AlwaysPossible():
            return (sentence.event,)
        case Requires(event=a, earlier=b) | AfterThen(event=a, later=b):
            return (a, b)
        case AfterNever(event=a, forbidden=b):
            return (a, b)
        case Excludes() | Independent() | Different() | SamePerson():
            return (sentence.event, sentence.other)
        case BetweenNever(event=a, end=b, forbidden=c):
            return (a, b, c)
        case AtLeastEvery(event=a, end=b, recurring=c):
            return (a, b, c)
        case _:
            assert_never(sentence)
