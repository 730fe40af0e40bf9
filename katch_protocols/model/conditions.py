"""Conditions: three-valued (Kleene) sentences over facts, states, documents, events."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    Field,
    PrivateAttr,
    model_validator,
)

from katch_protocols.model.names import (
    ActivityName,
    DocumentName,
    FactName,
    NameKind,
    StateName,
    ValueKind,
)
from katch_protocols.model.noun import ByKind, Id, Noun

__all__ = [
    "MAX_LEVELS",
    "MAX_TERMS",
    "Alternatives",
    "And",
    "Condition",
    "FactIs",
    "FactKnown",
    "Happened",
    "HasDocument",
    "InState",
    "Not",
    "Or",
    "distinct",
]

MAX_LEVELS = 32
"""How deep the parentheses of one condition may be nested."""

MAX_TERMS = 256
"""How many tests one condition may hold."""


def distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse alternatives of which one is listed twice."""
    if len(set(values)) == len(values):
        return values
    message = "an alternative is listed twice"
    raise ValueError(message)


Alternatives = Annotated[tuple[Id, ...], Field(min_length=1), AfterValidator(distinct)]
"""``A / B / C``: one or more, each once, in the order written."""


class FactIs(Noun):
    """``FACT is VALUE``, ``FACT is one of A / B``; ``negated``: ``FACT is not VALUE``.

    Neither true nor false while the fact is unknown.
    """

    kind: Literal["fact_is"] = "fact_is"
    fact: FactName
    values: Annotated[Alternatives, NameKind.VALUE]
    negated: bool = False

    @model_validator(mode="after")
    def _has_a_sentence(self) -> Self:
        if not self.negated or len(self.values) == 1:
            return self
        message = "'is not' takes one value; put 'not' before a whole 'is one of'"
        raise ValueError(message)

    @property
    def words_for_a_value(self) -> tuple[str, ...]:
        """The words of the language that could stand in the place of the value."""
        is_plain = len(self.values) == 1 and not self.negated
        return ("known", "unknown") if is_plain else ()


class FactKnown(Noun):
    """``FACT is known`` (or ``is unknown``): always true or false."""

    kind: Literal["fact_known"] = "fact_known"
    fact: FactName
    known: bool = True


class InState(Noun):
    """``in STATE``: the state is active; a bare name or a dotted path."""

    kind: Literal["in_state"] = "in_state"
    state: StateName


class HasDocument(Noun):
    """``has DOCUMENT``: the document exists."""

    kind: Literal["has_document"] = "has_document"
    document: DocumentName


class Happened(Noun):
    """``done ACTIVITY``: the activity happened earlier in the case."""

    kind: Literal["happened"] = "happened"
    activity: ActivityName


class _Compound(Noun):
    """A condition made of conditions; its size is bounded where it is made.

    So nothing that walks a condition ever runs out of stack.
    """

    _levels: int = PrivateAttr(default=0)
    _terms: int = PrivateAttr(default=1)

    def _measure(self, levels: int, terms: int) -> None:
        if levels > MAX_LEVELS or terms > MAX_TERMS:
            message = f"more than {MAX_LEVELS} levels or {MAX_TERMS} tests"
            raise ValueError(message)
        self._levels, self._terms = levels, terms


class Not(_Compound):
    """``not …``; neither where the inner condition is neither."""

    kind: Literal["not"] = "not"
    inner: Annotated["Condition", ValueKind.CONDITION]

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        bare = isinstance(self.inner, InState | HasDocument | Happened)
        self._measure(_levels(self.inner) + (not bare), _terms(self.inner))
        return self


class And(_Compound):
    """``A and B``, two or more."""

    kind: Literal["and"] = "and"
    parts: Annotated[tuple["Condition", ...], Field(min_length=2), ValueKind.CONDITION]

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        levels = (_levels(part) + isinstance(part, And | Or) for part in self.parts)
        self._measure(max(levels), sum(map(_terms, self.parts)))
        return self


class Or(_Compound):
    """``A or B``, two or more."""

    kind: Literal["or"] = "or"
    parts: Annotated[tuple["Condition", ...], Field(min_length=2), ValueKind.CONDITION]

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        levels = (_levels(part) + isinstance(part, Or) for part in self.parts)
        self._measure(max(levels), sum(map(_terms, self.parts)))
        return self


_Kinds: TypeAlias = (
    FactIs | FactKnown | InState | HasDocument | Happened | Not | And | Or
)

Condition = Annotated[_Kinds, ByKind()]


def _levels(condition: Condition) -> int:
    return condition._levels if isinstance(condition, _Compound) else 0  # noqa: SLF001 - same module


def _terms(condition: Condition) -> int:
    return condition._terms if isinstance(condition, _Compound) else 1  # noqa: SLF001 - same module
