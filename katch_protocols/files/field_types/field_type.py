"""What every kind of value can do."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import Items, Map, Tree
from katch_protocols.words.languages import ENGLISH

__all__ = ["FieldType", "JsonSchema", "Plain", "SchemaContext", "as_keys", "shown"]

V = TypeVar("V")

JsonSchema = dict[str, object]
"""A JSON Schema (draft 2020-12)."""

Plain = str | int | bool | None | dict[str, "Plain"] | list["Plain"]
"""What the emitter writes."""


class SchemaContext(Struct):
    """What a schema refers to: declared ``ids`` by registry, and ``shapes`` by name.

    ``language`` is that of its descriptions.
    """

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = ENGLISH
    shapes: dict[str, JsonSchema] = field(default_factory=dict)


class FieldType(Generic[V]):
    """A kind of value of a file; it becomes a ``V``, the field of a noun."""

    declares = False
    """Whether its keys declare ids, so that a lost value means unknown names."""

    has_entries = False
    """Whether it is a mapping whose keys are names, not keys of the language."""

    @property
    def known(self) -> frozenset[str]:
        """The keys of the language that a mapping of this kind may have."""
        return frozenset()

    @property
    def inside(self) -> tuple["FieldType[Any]", ...]:
        """The kinds of the values inside it."""
        return ()

    @abstractmethod
    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Return the value of a noun's field, or ``DROPPED`` after a finding.

        Args:
            node: The mapping or list that holds the value; ``node[key]`` is not null.
            key: The key or position of the value.
            sheet: The file; takes the findings.
        """

    @abstractmethod
    def write(self, value: V) -> Plain:
        """Return the shortest plain value that reads as this one."""

    @abstractmethod
    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe every plain value that can be read."""


def shown(raw: object) -> str:
    """Return a value as a message shows it: short, and as it is written."""
    match raw:
        case bool():
            return "true" if raw else "false"
        case None:
            return "null"
        case Map():
            return "{…}"
        case Items():
            return "[…]"
        case _:
            text = str(raw)
            return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def as_keys(raw: object, *, under: str = "") -> str:
    """Return how a value is written under a key, where keys with values are due.

    ``under`` is the key of which a text alone is most likely the value.
    """
    match raw:
        case str() if under:
            return f"{under}: {shown(raw)}"
        case str() if found := _PAIR.fullmatch(raw):
            return f"{found[1]}: {shown(found[2] or '…')}"
        case Items() if raw and isinstance(raw[0], str):
            return f"{shown(raw[0])}: …"
        case Items() if raw and isinstance(raw[0], Map) and raw[0]:
            key, value = next(iter(raw[0].items()))
            return f"{shown(value if key in _NAMING else key)}: …"
        case _:
            return "key: value"


_NAMING = frozenset({"id", "name"})
"""Keys that a list has where a mapping has the name itself as a key."""

_SHOWN = 60
_PAIR = re.compile(r"([a-z][a-z0-9_]*)(?: *(?:=|->|is |to ) *([a-z].*))?")
