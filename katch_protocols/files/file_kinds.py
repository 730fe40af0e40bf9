"""The files of a handbook: every kind, what its name says, its JSON Schema."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    SchemaContext,
)
from katch_protocols.files.field_types.ids import is_id
from katch_protocols.files.field_types.noun_schema import NounSchema
from katch_protocols.files.schemas.agencies import AGENCIES
from katch_protocols.files.schemas.agreed import AGREED
from katch_protocols.files.schemas.checklists import CHECKLISTS
from katch_protocols.files.schemas.file_kind import SUFFIX, FileKind
from katch_protocols.files.schemas.handbook import HANDBOOK
from katch_protocols.files.schemas.indicators import INDICATORS
from katch_protocols.files.schemas.protocols import FRAGMENTS, PROTOCOLS
from katch_protocols.files.schemas.regions import REGIONS
from katch_protocols.files.schemas.register import REGISTER
from katch_protocols.files.schemas.roles import ROLES
from katch_protocols.files.schemas.safeguards import SAFEGUARDS_FILE
from katch_protocols.files.schemas.sources import SOURCES_FILE
from katch_protocols.files.yaml_nodes import Map
from katch_protocols.findings import Path
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Noun
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.say import say

__all__ = [
    "APART",
    "FILE_KINDS",
    "FOLDERS",
    "HANDBOOK_FILE",
    "TAKEN",
    "HandbookFile",
    "entry_keys",
    "is_apart",
    "kind_begun_by",
    "named",
    "schema",
    "shapes",
    "written_as",
]


FILE_KINDS: Mapping[str, FileKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            HANDBOOK,
            AGENCIES,
            ROLES,
            SOURCES_FILE,
            SAFEGUARDS_FILE,
            CHECKLISTS,
            INDICATORS,
            REGISTER,
            AGREED,
            REGIONS,
            FRAGMENTS,
            PROTOCOLS,
        )
    }
)
"""Every kind of file by the key that it begins with, in the order of writing."""

HANDBOOK_FILE = HANDBOOK.place

FOLDERS = frozenset(kind.folder for kind in FILE_KINDS.values() if kind.folder)
"""The folders inside a handbook."""

APART = frozenset({"logs", "scenarios"})
"""Folders that may stand inside a handbook's and are no part of it: what is read of
practice, and what is tried out."""


def is_apart(name: str) -> bool:
    """Tell whether a file, by its name below the handbook, is no part of it."""
    return name.partition("/")[0] in APART


_REGISTRIES = tuple(
    str(path[-1])
    for kind in FILE_KINDS.values()
    for path in kind.declares("")
    if path[-1] not in {*PROTOCOLS.shape.registries, *REGISTER.shape.registries}
)
"""The handbook's fields with names that files refer to. What a protocol can declare for
itself too, is left out, and so are entries of the register."""


class HandbookFile(Struct, frozen=True):
    """What a file's name says: its kind, and the id that it should declare."""

    kind: FileKind
    stem: str

    @property
    def root(self) -> Path:
        """The path of the file's top."""
        return self.kind.root(self.stem)

    @property
    def declares(self) -> tuple[Path, ...]:
        """The registries whose names are not all known while the file is not."""
        return self.kind.declares(self.stem)

    def meant(self, tree: Map | None) -> str | None:
        """Return what the file is to be called, if what it declares is an id."""
        ident = "" if tree is None else str(tree.get(self.kind.name, ""))
        return f"{ident}{SUFFIX}" if is_id(ident) else None


_ALONE = {kind.place: kind for kind in FILE_KINDS.values() if not kind.registry}
"""The kinds of which there is one file, by that file."""

_ONE_OF_MANY = {kind.prefix: kind for kind in FILE_KINDS.values() if kind.registry}
"""The others, by what stands before the name of each of their files."""


TAKEN = frozenset(place.removesuffix(SUFFIX) for place in _ALONE if "/" not in place)
"""What no protocol can be called: its file would be another one of the handbook."""


def named(file: str) -> HandbookFile | None:
    """Return what the name of a file of a handbook says, if it is one.

    Args:
        file: The path below the handbook, with ``/``: ``regions/turkistan.yaml``.
    """
    folder, slash, name = file.rpartition("/")
    if not name.endswith(SUFFIX) or name.startswith("."):
        return None
    stem = name.removesuffix(SUFFIX)
    found = _ALONE.get(file) or _ONE_OF_MANY.get(folder + slash)
    return HandbookFile(found, stem) if found is not None else None


def kind_begun_by(key: str) -> FileKind | None:
    """Return the kind of file that a first key gives away.

    A key under which other files declare names as well gives nothing away.
    """
    found = FILE_KINDS.get(key)
    others = (kind for kind in FILE_KINDS.values() if kind is not found)
    return None if any(key in each.shape.registries for each in others) else found


def shapes(*kinds: FileKind) -> Iterator[NounSchema]:
    """Yield every shape of some kinds of file, or of all; outer ones come first."""
    tops = kinds or FILE_KINDS.values()
    waiting: list[FieldType[Any]] = [kind.shape for kind in tops]
    seen: dict[int, FieldType[Any]] = {}
    while waiting:
        kind = waiting.pop(0)
        if id(kind) in seen:
            continue
        seen[id(kind)] = kind
        waiting += kind.inside
        if isinstance(kind, NounSchema):
            yield kind


@cache
def entry_keys() -> frozenset[str]:
    """Return the keys under which a path goes on with the name of an entry."""
    registries = {kind.registry for kind in FILE_KINDS.values() if kind.registry}
    keys = (key for shape in shapes() for key in shape.keys)
    return frozenset({*registries, *(key.name for key in keys if key.kind.has_entries)})


@cache
def written_as() -> Mapping[tuple[type[Noun], str], Path]:
    """Return the fields of nouns that files call otherwise, and the keys they write.

    The fields of a smaller noun stand among the keys of the noun that holds it.
    """
    found: dict[tuple[type[Noun], str], Path] = {}
    for shape in shapes():
        for key in shape.keys:
            if key.inside:
                found[shape.noun, key.inside] = ()
            elif key.beside:
                continue
            elif key.into not in {key.name, "id"}:
                found[shape.noun, key.into] = (key.name,)
    return MappingProxyType(found)


_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(
    kind: FileKind, handbook: Handbook | None = None, language: str = ENGLISH
) -> JsonSchema:
    """Describe one kind of file; with a handbook, its own ids are what can be chosen.

    Every key has a description, in the language asked for. A value that the schema
    refuses is refused by ``read`` too; ``read`` knows more, for instance the grammar of
    sentences.

    Ids that a protocol declares for itself are left open: an editor would refuse each
    new state while it is being written.

    Example:
        >>> from katch_protocols.files.schemas.roles import ROLES
        >>> schema(ROLES)["title"]
        'roles.yaml'
    """
    ids = _ids(handbook) if handbook is not None else {}
    glossary = SchemaContext(ids, language)
    described: JsonSchema = {
        "$schema": _DRAFT,
        "title": kind.place,
        "description": say(f"yaml.file.{kind.name}", language),
        **kind.shape.mapping(glossary),
    }
    if glossary.shapes:
        described["$defs"] = dict(sorted(glossary.shapes.items()))
    return described


def _ids(handbook: Handbook) -> Mapping[str, tuple[str, ...]]:
    ids = {name: tuple(getattr(handbook, name)) for name in _REGISTRIES}
    return {**ids, "languages": handbook.languages}
