"""Which names a condition, safeguard or measure has, and what each of them must be."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from katch_protocols.in_use import InUse
from katch_protocols.model.conditions import Condition, FactIs
from katch_protocols.model.measures import MeasureRule, ShareThatKeep
from katch_protocols.model.names import NameKind, ValueKind, gaps_of
from katch_protocols.model.noun import Noun
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.sentences.forms import form_of

__all__ = ["Mention", "names_in", "renamed"]


class Mention(Struct, frozen=True):
    """A name in a sentence; ``fact`` is the fact whose value it is, if it is one.

    ``words`` are the words of the language that could stand in its place.
    """

    kind: NameKind
    name: str
    fact: str | None = None
    words: tuple[str, ...] = ()


def names_in(
    sentence: Condition | SafeguardRule | MeasureRule,
) -> tuple[Mention, ...]:
    """Return every name of a sentence, once; of a safeguard in the order written.

    The sentence that a measure asks about is a part of it.
    """
    return _named.of((sentence,), lambda: tuple(dict.fromkeys(_names(sentence))))


_named = InUse[tuple[Mention, ...]](4096)


def _names(sentence: Condition | SafeguardRule | MeasureRule) -> Iterator[Mention]:
    if isinstance(sentence, ShareThatKeep) and sentence.sentence is not None:
        yield from _names(sentence.sentence)
    gaps = gaps_of(type(sentence))
    for field in _written(sentence):
        held = getattr(sentence, field)
        each = held if isinstance(held, tuple) else () if held is None else (held,)
        match gaps[field]:
            case NameKind() as kind:
                yield from (_mention(sentence, kind, name) for name in each)
            case ValueKind.CONDITION:
                for condition in each:
                    yield from _names(condition)
            case _:
                continue


def _written(sentence: Condition | SafeguardRule | MeasureRule) -> Iterable[str]:
    """Return the fields that hold something, in the order written."""
    if isinstance(sentence, SafeguardRule):
        return *form_of(sentence).gaps, "where", "unless"
    return gaps_of(type(sentence))


def _mention(noun: Noun, kind: NameKind, name: str) -> Mention:
    if kind is not NameKind.VALUE:
        return Mention(kind, name)
    words = noun.words_for_a_value if isinstance(noun, FactIs) else ()
    return Mention(kind, name, getattr(noun, "fact", None), words)


def renamed(condition: Condition, rename: Callable[[Mention], str]) -> Condition:
    """Return the condition with each of its names as ``rename`` gives it."""
    changed: dict[str, object] = {}
    for field, what in gaps_of(type(condition)).items():
        held = getattr(condition, field)
        each = held if isinstance(held, tuple) else (held,)
        new = tuple(
            rename(_mention(condition, what, part))
            if isinstance(what, NameKind)
            else renamed(part, rename)
            for part in each
        )
        changed[field] = new if isinstance(held, tuple) else new[0]
    return condition.model_copy(update=changed)
