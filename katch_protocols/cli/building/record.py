"""What an earlier build made, and from which inputs; it is not made a second time."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct, field, to_builtins

from katch_protocols.cli.building.placing import Texts, is_ours, kept, with_a_name
from katch_protocols.drawings.small_print import SmallPrint
from katch_protocols.model.noun import Id
from katch_protocols.whole_files import write_whole

__all__ = ["Built", "FoundBefore", "Record", "digest_of"]


_FORM = 4
"""The form of the record; one of another form is not looked at."""

Plain = Mapping[str, Any]


Small = Mapping[str, SmallPrint]
"""What is too small for its paper, by file."""


class Built(Struct):
    """What a build has, and from which inputs: to be put in place, and on record.

    ``inputs`` are digests by part, ``texts`` what came out; a part without inputs is
    not kept. ``judged`` are judgements in writing, by protocol. ``found`` is what a
    check found, under the digest of all that it depends on. ``small`` are the drawings
    of each part whose letters are too small for their paper. ``whole`` is the digest
    from which all of it was made, where that can be known.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    judged: dict[Id, Plain] = field(default_factory=dict)
    found: dict[str, Plain] = field(default_factory=dict)
    small: dict[str, Small] = field(default_factory=dict)
    whole: str | None = None

    def note(self, part: str, small: Small) -> None:
        """Note which drawings of a part have letters too small for their paper."""
        self.small[part] = {**self.small.get(part, {}), **small}

    def too_small(self) -> Small:
        """Return the drawings whose letters are too small, by file."""
        return _together(self.small.values())

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Yield each file by its name, with its bytes."""
        for each in self.texts.values():
            yield from each.items()


class Record(Struct, frozen=True, dict=True):
    """The record of one folder; with ``is_blank`` it is not read, only written."""

    folder: Path
    is_blank: bool = False

    @property
    def path(self) -> Path:
        """Where it is written."""
        whole = with_a_name(self.folder)
        return whole.with_name(f".{whole.name}.built.json")

    def unchanged(self, whole: str | None) -> int | None:
        """Return how many files there are, if a build would make the same again.

        Then the folder holds what an earlier build made from the same ``whole``, byte
        for byte, and nothing else.
        """
        if whole is None or self._read.get("whole") != whole:
            return None
        made = self._made
        if not self.has_all or any(
            self._unchanged(name, digest) is None for name, digest in made.items()
        ):
            return None
        return len(made)

    @cached_property
    def has_all(self) -> bool:
        """Whether the folder has what an earlier build made, and no other file."""
        return bool(self._made) and {*_files(self.folder)} == {*self._made}

    @cached_property
    def _made(self) -> Mapping[str, object]:
        """The digest of every file that an earlier build made."""
        parts = _mapping(self._read.get("parts")).values()
        files = (_mapping(_mapping(each).get("files")) for each in parts)
        return {name: digest for each in files for name, digest in each.items()}

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

    def too_small(self) -> Small:
        """Return the drawings of all that were made whose letters are too small."""
        return _together(map(self.small, _mapping(self._read.get("parts"))))

    def small(self, part: str) -> Small:
        """Return the drawings of a part whose letters are too small for their paper."""
        written = _mapping(_mapping(self._read.get("parts")).get(part))
        told = _whole(_mapping(written.get("small"))) or {}
        return {file: SmallPrint(**each) for file, each in told.items()}

    def was_made(self, name: str) -> bool:
        """Whether a file is what an earlier build made, byte for byte."""
        found = self._made.get(name)
        return found is not None and self._unchanged(name, found) is not None

    def inputs(self, part: str) -> str | None:
        """Return from what a part was made, as a digest."""
        written = _mapping(_mapping(self._read.get("parts")).get(part))
        found = written.get("inputs")
        return found if isinstance(found, str) else None

    def judged(self, protocol: Id, inputs: str) -> Plain | None:
        """Return the judgement that was made from the same inputs, if it is whole."""
        written = _mapping(_mapping(self._read.get("judged")).get(protocol))
        return _whole(written) if written.get("inputs") == inputs else None

    def found(self, digest: str) -> Plain | None:
        """Return what a check found, under the digest of all that it depends on."""
        written = _mapping(_mapping(self._read.get("found")).get(digest))
        return _whole(written)

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
        names = [name for name, _ in built.rows()]
        told = _told(built, judged_from, sheets_from)
        told["kept"] = list(kept(names, languages))
        said = json.dumps(told)
        with suppress(OSError):
            write_whole(self.path, f"{said}\n".encode())

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


class FoundBefore(Struct, frozen=True):
    """The cache of what a check found: an earlier build's, and then this one's."""

    record: Record
    built: Built
    library: str
    """Stands for the library, and for all that it stands on."""

    def find(self, digest: str) -> Plain | None:
        """Return what was found under a digest."""
        told = self.record.found(digest)
        if told is not None:
            self.put(digest, told)
        return told

    def put(self, digest: str, answer: Plain) -> None:
        """Keep what was found, in place of what was found before."""
        self.built.found = {digest: answer}


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
            part: {
                "inputs": inputs,
                "files": _digests(built.texts[part].items()),
                "small": _sealed(_plain(built.small.get(part, {}))),
            }
            for part, inputs in sorted(built.inputs.items())
        },
        "judged": {
            name: {
                "inputs": judged_from[name],
                **_sealed(told),
            }
            for name, told in sorted(built.judged.items())
            if told
        },
        "found": {digest: _sealed(told) for digest, told in built.found.items()},
        "whole": built.whole,
        "sheets": dict(sheets_from),
    }


def _plain(small: Small) -> Plain:
    return {file: to_builtins(each) for file, each in sorted(small.items())}


def _together(parts: Iterable[Small]) -> Small:
    found = {file: small for part in parts for file, small in part.items()}
    return dict(sorted(found.items()))


def _sealed(told: Plain) -> Plain:
    return {"digest": digest_of(told), "told": told}


def _whole(sealed: Mapping[str, object]) -> Plain | None:
    """Return what was written, if it is as it was written."""
    told = sealed.get("told")
    is_whole = isinstance(told, dict) and sealed.get("digest") == digest_of(told)
    return told if isinstance(told, dict) and is_whole else None


def _files(folder: Path) -> Iterator[str]:
    """Yield every file below a folder by its name there, with ``/``."""
    for here, _, names in os.walk(folder):
        inside = Path(here).relative_to(folder)
        yield from ((inside / name).as_posix() for name in names)


def _digests(texts: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    return {name: sha256(data).hexdigest() for name, data in texts}


def _mapping(found: object) -> Mapping[str, object]:
    return found if isinstance(found, dict) else {}
