"""The base of every noun: frozen, closed, compared by value."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

__all__ = ["EMPTY", "Frozen", "Id", "Noun"]

Id = str
"""A name that a handbook gives to something: ``[a-z][a-z0-9_]*``, at most 64 letters.

The reader checks the form once (``files``); nouns trust it.
"""

V = TypeVar("V")

EMPTY: Mapping[str, Any] = MappingProxyType({})
"""The default of a mapping that a file leaves out."""

Frozen = Annotated[
    Mapping[str, V],
    AfterValidator(lambda value: MappingProxyType(dict(value))),
    PlainSerializer(dict),
]
"""A mapping from ids to nouns that cannot be changed and keeps the file's order."""


class Noun(BaseModel):
    """Something that a protocol speaks of; frozen, closed, and equal by value."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        protected_namespaces=(),
    )
