"""What an earlier build drew, and from what; it is not drawn a second time.

The record stands beside the folder of drawings, in ``.FOLDER.built.json``. It says
which files came out of which inputs, each by its digest. A drawing is kept only when
the inputs are the same and the file on disk is, byte for byte, what came out then.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from katch_protocols.cli.building.place import is_ours

__all__ = ["Record"]

_FORM = 1
"""The form of the record; one of another form is not looked at."""


@dataclass(frozen=True)
class Record:
    """The record of one folder of drawings."""

    folder: Path

    @property
    def path(self) -> Path:
        """Where it is written."""
        return self.folder.with_name(f".{self.folder.name}.built.json")

    def kept(self, inputs: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
        """Return the texts that need not be made anew, by part and file name.

        Args:
            inputs: The digest of what each part is made from now.
        """
        written = self._read()
        found = {}
        for part, digest in inputs.items():
            texts = self._texts(written.get(part), digest)
            if texts:
                found[part] = texts
        return found

    def write(
        self, inputs: Mapping[str, str], texts: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Note what came out of which inputs; the record appears whole or not at all.

        A folder that cannot be written to is no fault: then all is drawn next time.
        """
        parts = {
            part: {
                "inputs": inputs[part],
                "files": {name: _digest(text.encode()) for name, text in each.items()},
            }
            for part, each in sorted(texts.items())
        }
        said = json.dumps({"form": _FORM, "parts": parts}, indent=1, sort_keys=True)
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            beside.write_text(f"{said}\n", encoding="utf-8", newline="\n")
            beside.replace(self.path)
        except OSError:
            beside.unlink(missing_ok=True)

    def _read(self) -> Mapping[str, object]:
        """Return the parts; none from a record that is missing or spoiled."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict) or found.get("form") != _FORM:
            return {}
        parts = found.get("parts")
        return parts if isinstance(parts, dict) else {}

    def _texts(self, part: object, digest: str) -> Mapping[str, str]:
        if not isinstance(part, dict) or part.get("inputs") != digest:
            return {}
        files = part.get("files")
        if not isinstance(files, dict):
            return {}
        texts: dict[str, str] = {}
        for name in sorted(files):
            text = self._text(name, files[name])
            if text is None:
                return {}
            texts[name] = text
        return texts

    def _text(self, name: str, digest: object) -> str | None:
        path = self.folder / name
        if not is_ours(name) or path.is_symlink() or path.parent.is_symlink():
            return None
        try:
            data = path.read_bytes()
            return data.decode("utf-8") if _digest(data) == digest else None
        except (OSError, ValueError):
            return None


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
