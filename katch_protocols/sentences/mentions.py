"""Which names a condition or safeguard speaks of, and what each of them must be."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind, ValueKind, gaps_of
from katch_protocols.model.noun import Noun
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.sentences.forms import form_of

__all__ = ["Mention", "names_in", "renamed"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence; ``fact`` is the fact whose value it is, if it is one."""

    kind: NameKind
    name: str
    fact: str | None = None


def names_in(sentence: Condition | SafeguardRule) -> tuple[Mention, ...]:
    """Return every name of a condition or safeguard, once, in the order written."""
    return tuple(dict.fromkeys(_names(sentence)))


def _names(sentence: Condition | SafeguardRule) -> Iterator[Mention]:
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


def _written(sentence: Condition | SafeguardRule) -> Iterable[str]:
    """Return the fields that hold something, in the order written."""
    if isinstance(sentence, SafeguardRule):
        return *form_of(sentence).gaps, "where", "unless"
    return gaps_of(type(sentence))


def _mention(noun: Noun, kind: NameKind, name: str) -> Mention:
    fact = getattr(noun, "fact", None) if kind is NameKind.VALUE else None
    return Mention(kind, name, fact)


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
