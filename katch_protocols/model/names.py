"""What the fields of a sentence hold: a name, and of what; or a value.

A condition or a safeguard declares it beside each field; whoever reads, prints, says or
looks up sentences asks here.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, get_origin

from katch_protocols.model.noun import Id, Noun

__all__ = [
    "ActivityName",
    "DocumentName",
    "EventName",
    "FactName",
    "ItemName",
    "NameKind",
    "RoleName",
    "StateName",
    "ValueKind",
    "gaps_of",
    "holds_several",
    "names_held",
]


class NameKind(StrEnum):
    """What a name of a sentence must be."""

    FACT = "fact"
    VALUE = "value"
    """A value of the fact that the same noun names."""
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


class ValueKind(StrEnum):
    """What stands in a sentence and is no name."""

    CONDITION = "condition"
    DURATION = "duration"
    COUNT = "count"


FactName = Annotated[Id, NameKind.FACT]
DocumentName = Annotated[Id, NameKind.DOCUMENT]
RoleName = Annotated[Id, NameKind.ROLE]
ItemName = Annotated[Id, NameKind.ITEM]
StateName = Annotated[str, NameKind.STATE]
ActivityName = Annotated[str, NameKind.ACTIVITY]
EventName = Annotated[str, NameKind.EVENT]


@cache
def gaps_of(noun: type[Noun]) -> Mapping[str, NameKind | ValueKind]:
    """Return what the fields of a condition or a safeguard hold, by field."""
    return {
        field: what
        for field, info in noun.model_fields.items()
        for what in info.metadata
        if isinstance(what, NameKind | ValueKind)
    }


def holds_several(noun: type[Noun], field: str) -> bool:
    """Tell whether a field of a condition or a safeguard holds alternatives."""
    return get_origin(noun.model_fields[field].annotation) is tuple


def names_held(noun: Noun, *kinds: NameKind, but: str = "") -> tuple[str, ...]:
    """Return the names of these kinds in the fields of a noun, ``but`` one field's."""
    held = (
        getattr(noun, field)
        for field, what in gaps_of(type(noun)).items()
        if what in kinds and field != but
    )
    return tuple(
        name for each in held for name in ((each,) if isinstance(each, str) else each)
    )
