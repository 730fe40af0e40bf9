"""What an earlier build made, and from which inputs; it is not made a second time."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.cli.building.artifacts import Texts, is_ours, kept
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.theme import ThemeName
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.releases import Release
from katch_protocols.proofs.kept.canonical import digest_of as digest_of_meaning
from katch_protocols.proofs.kept.world import world_of

__all__ = ["Built", "Inputs", "Record", "digest_of"]


_NAME = re.compile(r"[a-z][a-z0-9_]*")
_YAML = (".yaml", ".yml")
_PACKAGE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Inputs:
    """A handbook and the files that it was read from, as bytes by name.

    A protocol is drawn from itself, the protocols that it names, what all share, and
    the colours that all protocols together give to agencies. Nothing else of another
    protocol can alter its drawings. The ``theme`` shows those colours. With
    ``losses`` the page says of each duty what is lost if nobody does it. ``address`` is
    where the page will stand, to which sheets of ministries lead. The page and the
    scorecard tell what ``releases`` tell.
    """

    handbook: Handbook
    texts: Mapping[str, bytes]
    theme: ThemeName = ThemeName.COLOUR
    losses: bool = False
    address: str | None = None
    releases: tuple[Release, ...] = ()

    def of_protocol(self, protocol: Id) -> str:
        """Return the digest of all that a protocol is drawn from.

        Of YAML what it says counts, not how it is written: a comment alters no drawing.
        """
        protocols = self.handbook.protocols
        near = [repr(protocols[name]) for name in sorted(self.near(protocol))]
        return self._digest(
            self._beside, self.theme, *self._colours, *near, self._shared
        )

    def of_proofs(self, protocol: Id) -> str:
        """Return the digest of all that bears on the proofs of a protocol."""
        found, handbook = self.handbook.protocols[protocol], self.handbook
        try:
            made = chart(found, handbook)
            world = world_of(made, handbook, None)
        except BoundError:
            # Nothing is proved of it.
            return self.of_protocol(protocol)
        bound = binding_safeguards(made, handbook)
        asked = bound, tuple(handbook.measured), found.waivers
        return self._digest([], world.digest, digest_of_meaning(asked))

    @cached_property
    def _shared(self) -> str:
        """All that a handbook says beside its protocols."""
        said = self.handbook.__dict__.items()
        return repr([(key, value) for key, value in said if key != "protocols"])

    @property
    def _beside(self) -> list[str]:
        """The files that are no YAML: fonts, and what is said in another language."""
        return sorted(name for name in self.texts if not name.endswith(_YAML))

    def of_all(self) -> str:
        """Return the digest of the library, of every file and of what is released."""
        told = (each.hash for each in self.releases)
        return self._digest(sorted(self.texts), self.theme, str(self.losses), *told)

    def of_booklet(self) -> str:
        """Return the digest of all that booklet, sheets and scorecard are made from."""
        told = (each.hash for each in self.releases)
        return self._digest(sorted(self.texts), self.theme, repr(self.address), *told)

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
            yield f"{name} -"


_FORM = 2
"""The form of the record; one of another form is not looked at."""

Plain = Mapping[str, Any]


@dataclass
class Built:
    """What a build has, and from which inputs: to be put in place, and on record.

    ``inputs`` are digests by part, ``texts`` what came out; a part without inputs is
    not kept. ``judged`` are judgements in writing, by protocol.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    judged: dict[Id, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """The record of one folder; with ``is_blank`` it is not read, only written."""

    folder: Path
    is_blank: bool = False

    @property
    def path(self) -> Path:
        """Where it is written."""
        return self.folder.with_name(f".{self.folder.name}.built.json")

    def texts(self, part: str, inputs: str) -> Texts:
        """Return what came out of the same inputs, where it is still there."""
        written = _mapping(self._read.get("parts")).get(part)
        if not isinstance(written, dict) or written.get("inputs") != inputs:
            return {}
        texts: dict[str, bytes] = {}
        for name, digest in sorted(_mapping(written.get("files")).items()):
            data = self._data(name, digest)
            if data is None:
                return {}
            texts[name] = data
        return texts

    def was_made(self, name: str) -> bool:
        """Whether a file is what an earlier build made, byte for byte."""
        parts = _mapping(self._read.get("parts")).values()
        digests = (_mapping(_mapping(each).get("files")).get(name) for each in parts)
        found = next((each for each in digests if each is not None), None)
        return found is not None and self._unchanged(name, found) is not None

    def inputs(self, part: str) -> str | None:
        """Return from what a part was made, as a digest."""
        written = _mapping(_mapping(self._read.get("parts")).get(part))
        found = written.get("inputs")
        return found if isinstance(found, str) else None

    def judged(self, protocol: Id, inputs: str) -> Plain | None:
        """Return the judgement that was made from the same inputs, if it is whole."""
        written = _mapping(_mapping(self._read.get("judged")).get(protocol))
        told = written.get("told")
        if written.get("inputs") != inputs or not isinstance(told, dict):
            return None
        return told if written.get("digest") == digest_of(told) else None

    def sheets_from(self) -> Mapping[str, object]:
        """Return from what each sheet of the page was made, as digests."""
        return _mapping(self._read.get("sheets"))

    def write(
        self,
        built: Built,
        judged_from: Mapping[Id, str],
        sheets_from: Mapping[Id, str],
        languages: Sequence[str],
    ) -> None:
        """Note what came out of which inputs; the record appears whole or not at all.

        ``judged_from`` and ``sheets_from`` are the digests from which each protocol was
        judged and put on the page; ``languages`` are those of the handbook. The files
        that a repository keeps are named in it.

        A folder that cannot be written to is no fault: then all is made next time.
        """
        names = [name for texts in built.texts.values() for name in texts]
        told = _told(built, judged_from, sheets_from)
        told["kept"] = list(kept(names, languages))
        said = json.dumps(told, indent=1)
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            beside.write_text(f"{said}\n", encoding="utf-8", newline="\n")
            beside.replace(self.path)
        except OSError:
            beside.unlink(missing_ok=True)

    @cached_property
    def _read(self) -> Plain:
        """The record; empty where it is missing or spoiled."""
        if self.is_blank:
            return {}
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if _mapping(found).get("form") == _FORM else {}

    def _data(self, name: str, digest: object) -> bytes | None:
        return self._unchanged(name, digest) if is_ours(name) else None

    def _unchanged(self, name: str, digest: object) -> bytes | None:
        path = self.folder / name
        if path.is_symlink() or path.parent.is_symlink():
            return None
        try:
            data = path.read_bytes()
        except OSError:
            return None
        return data if sha256(data).hexdigest() == digest else None


def digest_of(value: object) -> str:
    """Return the digest of plain data."""
    said = json.dumps(value, ensure_ascii=True, sort_keys=True)
    return sha256(said.encode()).hexdigest()


def _told(
    built: Built, judged_from: Mapping[Id, str], sheets_from: Mapping[Id, str]
) -> dict[str, object]:
    return {
        "form": _FORM,
        "parts": {
            part: {"inputs": inputs, "files": _digests(built.texts[part].items())}
            for part, inputs in sorted(built.inputs.items())
        },
        "judged": {
            name: {
                "inputs": judged_from[name],
                "digest": digest_of(told),
                "told": told,
            }
            for name, told in sorted(built.judged.items())
            if told
        },
        "sheets": dict(sheets_from),
    }


def _digests(texts: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    return {name: sha256(data).hexdigest() for name, data in texts}


def _mapping(found: object) -> Mapping[str, object]:
    return found if isinstance(found, dict) else {}
