"""What an earlier build made, and from what; it is not made a second time.

The record stands beside the folder, in ``.FOLDER.built.json``. It says which files came
out of which inputs, each by its digest. A file is kept only when the inputs are the
same and the file on disk is, byte for byte, what came out then. What was proved and
measured is written in the record itself, under a digest of its own.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from katch_protocols.cli.building.parts import Texts
from katch_protocols.cli.building.place import is_ours, kept
from katch_protocols.model.noun import Id

__all__ = ["Built", "Record", "digest_of"]

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
        path = self.folder / name
        if not is_ours(name) or path.is_symlink() or path.parent.is_symlink():
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
