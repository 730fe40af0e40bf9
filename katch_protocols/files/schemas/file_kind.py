"""What a kind of file is: everything that the library knows of it, declared once."""

from msgspec import Struct

from katch_protocols.files.field_types.noun_schema import NounSchema
from katch_protocols.findings import Path

__all__ = ["SUFFIX", "FileKind"]

SUFFIX = ".yaml"


class FileKind(Struct, frozen=True):
    """A kind of file of a handbook.

    Attributes:
        shape: Its keys. The first key of a file is the shape's name, and so is the name
            of its JSON Schema.
        registry: The handbook's field that each such file adds an entry to; empty for a
            kind of which there is one file, named as the kind.
        folder: The folder that the files stand in; empty for the handbook's own.
        start: The commented start that ``katch new`` writes, with gaps ``$title_KEY``
            for titles and ``$why_KEY`` for comments; empty where it starts none.
    """

    shape: NounSchema
    registry: str = ""
    folder: str = ""
    start: str = ""

    @property
    def name(self) -> str:
        """The key that a file begins with."""
        return self.shape.name

    @property
    def place(self) -> str:
        """Where such files stand, for instance ``regions/NAME.yaml``."""
        return self.file("NAME")

    def file(self, name: str) -> str:
        """Return the file for an id; ``name`` counts where there are many."""
        stem = name if self.registry else self.name
        return f"{self.prefix}{stem}{SUFFIX}"

    @property
    def fills(self) -> str:
        """The handbook's field that a file fills; empty for that of the handbook."""
        if self.registry:
            return self.registry
        return "" if self.root("") else self.shape.keys[0].into

    @property
    def prefix(self) -> str:
        """What stands before the name of such a file, for instance ``regions/``."""
        return f"{self.folder}/" if self.folder else ""

    def root(self, stem: str) -> Path:
        """Return the path of a file's top; a file that declares no id has none."""
        if self.registry:
            return (self.registry, stem)
        has_id = any(key.into == "id" for key in self.shape.keys)
        return (self.name,) if has_id else ()

    def declares(self, stem: str) -> tuple[Path, ...]:
        """Return the registries whose names are not all known without a file."""
        if self.registry:
            return ((self.registry,),)
        return tuple((*self.root(stem), key) for key in self.shape.registries)
