"""Which file holds what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from katch_protocols.files.kinds.shape import Shape
from katch_protocols.files.shapes.agencies import AGENCIES
from katch_protocols.files.shapes.handbook import HANDBOOK
from katch_protocols.files.shapes.protocols import FRAGMENT, PROTOCOL
from katch_protocols.files.shapes.regions import REGION
from katch_protocols.files.shapes.roles import ROLES
from katch_protocols.files.shapes.safeguards import SAFEGUARDS_FILE
from katch_protocols.files.shapes.sources import SOURCES_FILE
from katch_protocols.findings import Path

__all__ = [
    "HANDBOOK_FILE",
    "SHAPES",
    "SUFFIX",
    "FileKind",
    "Named",
    "file_of",
    "named",
    "place_of",
]

SUFFIX = ".yaml"
HANDBOOK_FILE = f"handbook{SUFFIX}"


class FileKind(StrEnum):
    """A kind of file, by the key that it begins with."""

    HANDBOOK = "handbook"
    AGENCIES = "agencies"
    ROLES = "roles"
    SOURCES = "sources"
    SAFEGUARDS = "safeguards"
    REGION = "region"
    FRAGMENT = "fragment"
    PROTOCOL = "protocol"


SHAPES: Mapping[FileKind, Shape] = MappingProxyType(
    {
        FileKind.HANDBOOK: HANDBOOK,
        FileKind.AGENCIES: AGENCIES,
        FileKind.ROLES: ROLES,
        FileKind.SOURCES: SOURCES_FILE,
        FileKind.SAFEGUARDS: SAFEGUARDS_FILE,
        FileKind.REGION: REGION,
        FileKind.FRAGMENT: FRAGMENT,
        FileKind.PROTOCOL: PROTOCOL,
    }
)

_ONE = frozenset(
    {
        FileKind.HANDBOOK,
        FileKind.AGENCIES,
        FileKind.ROLES,
        FileKind.SOURCES,
        FileKind.SAFEGUARDS,
    }
)
"""Kinds of which a handbook has one file, named as the kind."""

_MANY = MappingProxyType(
    {
        FileKind.REGION: "regions",
        FileKind.FRAGMENT: "fragments",
        FileKind.PROTOCOL: "protocols",
    }
)
"""Kinds of which it has a file an id, and the handbook's field that they go into."""


@dataclass(frozen=True)
class Named:
    """What a file's name says: its kind, and the id that it should declare."""

    kind: FileKind
    stem: str

    @property
    def registry(self) -> str:
        """The handbook's field for files of this kind; empty where there is one."""
        return _MANY.get(self.kind, "")

    @property
    def declares(self) -> tuple[Path, ...]:
        """The registries whose names are not all known while the file is not."""
        if self.kind is FileKind.HANDBOOK:
            shared = ("functions", "qualifications", "data", "facts")
            return tuple((self.kind, key) for key in shared)
        return ((self.registry or self.kind,),)

    @property
    def root(self) -> Path:
        """The path of the file's top."""
        if self.registry:
            return (self.registry, self.stem)
        return (self.kind,) if self.kind is FileKind.HANDBOOK else ()


def named(file: str) -> Named | None:
    """Return what the name of a file of a handbook says, if it is one.

    Args:
        file: The path below the handbook, with ``/``: ``regions/turkistan.yaml``.
    """
    *folders, name = file.split("/")
    if not name.endswith(SUFFIX) or name.startswith("."):
        return None
    stem = name.removesuffix(SUFFIX)
    if not folders:
        one = stem in _ONE
        return Named(FileKind(stem) if one else FileKind.PROTOCOL, stem)
    for kind in (FileKind.REGION, FileKind.FRAGMENT):
        if folders == [_MANY[kind]]:
            return Named(kind, stem)
    return None


def place_of(kind: FileKind) -> str:
    """Return where files of a kind stand, such as ``regions/NAME.yaml``."""
    return file_of(kind, "NAME")


def file_of(kind: FileKind, name: str) -> str:
    """Return the file of a kind for an id; ``name`` counts where there are many."""
    if kind in _ONE:
        return f"{kind}{SUFFIX}"
    folder = "" if kind is FileKind.PROTOCOL else f"{_MANY[kind]}/"
    return f"{folder}{name}{SUFFIX}"
