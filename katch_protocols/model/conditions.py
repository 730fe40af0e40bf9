"""Conditions: three-valued (Kleene) sentences over facts, states, documents, events."""

from typing import Annotated, Literal

from pydantic import Field

from katch_protocols.model.noun import Id, Noun

__all__ = [
    "And",
    "Condition",
    "FactIs",
    "FactKnown",
    "Happened",
    "HasDocument",
    "InState",
    "Not",
    "Or",
]


class FactIs(Noun):
    """``FACT is VALUE``, ``FACT is one of A / B``; ``negated``: ``FACT is not VALUE``.

    Neither true nor false while the fact is unknown.
    """

    kind: Literal["fact_is"] = "fact_is"
    fact: Id
    values: tuple[Id, ...]
    negated: bool = False


class FactKnown(Noun):
    """``FACT is known`` (or ``is unknown``): always true or false."""

    kind: Literal["fact_known"] = "fact_known"
    fact: Id
    known: bool = True


class InState(Noun):
    """``in STATE``: the state is active; a bare name or a dotted path."""

    kind: Literal["in_state"] = "in_state"
    state: str


class HasDocument(Noun):
    """``has DOCUMENT``: the document exists."""

    kind: Literal["has_document"] = "has_document"
    document: Id


class Happened(Noun):
    """``done ACTIVITY``: the activity happened earlier in the case."""

    kind: Literal["happened"] = "happened"
    activity: str


class Not(Noun):
    """``not …``; neither where the inner condition is neither."""

    kind: Literal["not"] = "not"
    inner: "Condition"


class And(Noun):
    """``A and B``, two or more."""

    kind: Literal["and"] = "and"
    parts: tuple["Condition", ...]


class Or(Noun):
    """``A or B``, two or more."""

    kind: Literal["or"] = "or"
    parts: tuple["Condition", ...]


Condition = Annotated[
    FactIs | FactKnown | InState | HasDocument | Happened | Not | And | Or,
    Field(discriminator="kind"),
]

for _recursive in (Not, And, Or):
    _recursive.model_rebuild()
