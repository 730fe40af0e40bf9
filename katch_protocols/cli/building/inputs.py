"""What a drawing is made from, as digests: the library, and the files that matter."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["Inputs"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PACKAGE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Inputs:
    """A handbook and the files that it was read from, as bytes by name.

    A protocol is drawn from itself, the protocols that it names, what all share, and
    the colours that all protocols together give to agencies. Nothing else of another
    protocol can alter its drawings. The ``theme`` shows those colours.
    """

    handbook: Handbook
    texts: Mapping[str, bytes]
    theme: ThemeName = ThemeName.COLOUR

    def of_protocol(self, protocol: Id) -> str:
        """Return the digest of all that a protocol is drawn from."""
        return self._digest(self._needed(protocol), self.theme, *self._colours)

    def of_proofs(self, protocol: Id) -> str:
        """Return the digest of all that bears on the proofs of a protocol."""
        return self._digest(self._needed(protocol))

    def _needed(self, protocol: Id) -> list[str]:
        """Return the files of a protocol, of those that it names, and of everybody."""
        away = {
            file
            for name, file in self._files.items()
            if name not in self.near(protocol)
        }
        return sorted(set(self.texts) - away)

    def of_all(self) -> str:
        """Return the digest of the library and of every file."""
        return self._digest(sorted(self.texts), self.theme)

    def near(self, protocol: Id) -> frozenset[Id]:
        """Return a protocol, those that it or its fragments name, those they name."""
        near: set[Id] = set()
        waiting = [protocol]
        while waiting:
            name = waiting.pop()
            if name not in near:
                near.add(name)
                waiting += self._named[name]
        return frozenset(near)

    @cached_property
    def _named(self) -> Mapping[Id, tuple[Id, ...]]:
        # Any text that looks like the name of a protocol counts as one: to draw
        # too often does no harm. Fragments are in use or not; all of them count.
        protocols = self.handbook.protocols
        shared = _names(self.handbook.fragments)
        return {
            name: tuple(sorted((_names(each) | shared) & set(protocols)))
            for name, each in protocols.items()
        }

    @cached_property
    def _files(self) -> Mapping[Id, str]:
        """The file of each protocol; one without a place shares that of everybody."""
        placed = (
            (name, self.handbook.place(("protocols", name)))
            for name in self.handbook.protocols
        )
        return {name: place.file for name, place in placed if place is not None}

    @cached_property
    def _colours(self) -> tuple[str, ...]:
        """The colour of each party."""
        colours = party_colours(self.handbook)
        return tuple(f"{party} {colour}" for party, colour in sorted(colours.items()))

    def _digest(self, files: list[str], *besides: str) -> str:
        whole = sha256("\n".join((self._library, *besides)).encode())
        for file in files:
            whole.update(f"\n{file} {sha256(self.texts[file]).hexdigest()}".encode())
        return whole.hexdigest()

    @cached_property
    def _library(self) -> str:
        """The digest of this library as it is installed, and of what it stands on."""
        whole = sha256("\n".join(_versions()).encode())
        for path in sorted(_PACKAGE.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(_PACKAGE).as_posix()
                data = sha256(path.read_bytes()).hexdigest()
                whole.update(f"\n{name} {data}".encode())
        return whole.hexdigest()


def _names(value: object) -> frozenset[str]:
    return frozenset(_NAME.findall(repr(value)))


def _versions() -> Iterator[str]:
    yield sys.version
    for needed in requires("katch-protocols") or ():
        name = re.split(r"[^A-Za-z0-9._-]", needed, maxsplit=1)[0]
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is not installed"
