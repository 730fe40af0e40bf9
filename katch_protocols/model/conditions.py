"""Conditions: three-valued (Kleene) sentences over facts, states, documents, events."""

from functools import cache
from typing import Annotated, Any, Literal, Self, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
    TypeAdapter,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from katch_protocols.model.names import (
    ActivityName,
    DocumentName,
    FactName,
    NameKind,
    StateName,
    ValueKind,
)
from katch_protocols.model.noun import Id, Noun

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


class _AsMade:
    """Takes a condition as it was made; makes one of plain data, which is rare.

    Else the schema of every noun with a condition in it would hold those of all kinds,
    one inside another: making them took a tenth of loading the library.
    """

    def __get_pydantic_core_schema__(
        self, source: object, _: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _taken, serialization=core_schema.simple_ser_schema("any")
        )

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        kinds = sorted(kind.model_fields["kind"].default for kind in get_args(_Kinds))
        return {
            "type": "object",
            "properties": {"kind": {"enum": kinds}},
            "required": ["kind"],
        }


_Kinds: TypeAlias = (
    FactIs | FactKnown | InState | HasDocument | Happened | Not | And | Or
)

Condition = Annotated[_Kinds, _AsMade()]


@cache
def _every_kind() -> TypeAdapter[_Kinds]:
    return TypeAdapter(Annotated[_Kinds, Field(discriminator="kind")])


def _taken(value: object) -> _Kinds:
    return value if isinstance(value, _Kinds) else _every_kind().validate_python(value)


for _recursive in (Not, And, Or):
    _recursive.model_rebuild()


def _levels(condition: Condition) -> int:
    return condition._levels if isinstance(condition, _Compound) else 0  # noqa: SLF001 - same module


def _terms(condition: Condition) -> int:
    return condition._terms if isinstance(condition, _Compound) else 1  # noqa: SLF001 - same module
