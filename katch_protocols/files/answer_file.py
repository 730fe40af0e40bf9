"""A file of kept answers: what reading and proving one handbook gave, under digests.

It can be deleted at any time. What is not whole in it, or is of another version of the
library, is as if it were not there.
"""

import json
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from katch_protocols.cache_folder import cache_folder
from katch_protocols.files import bounds
from katch_protocols.whole_files import write_whole

__all__ = ["OF_FILES", "OF_FINDINGS", "AnswerFile", "answer_file", "package_digest"]

OF_FINDINGS = "findings"
"""The kind of an answer that is everything a check finds in a handbook."""

OF_FILES = "files"
"""The kind of an answer that is what stands in one file of a handbook, by its name."""

_FORM = 1
_MOST = 8_000
"""So many answers are kept at most: those that were used last."""

_FEW = 8
"""So many answers about a whole handbook are kept: each is large."""

_ANSWERING = (
    "model",
    "sentences",
    "charts",
    "graphs",
    "semantics",
    "proofs",
    "duties",
    "changes",
    "rules/deadlines",
    "answers.py",
)
"""What may change an answer, below the package."""

_READING = ("files", "findings.py")
"""What may change what is read of one file, below the package."""

_LIBRARIES = ("numpy", "pydantic", "holidays", "networkx", "lark", "pyyaml")

Plain = Mapping[str, Any]


class AnswerFile:
    """Keeps answers until they are written: ``save`` writes all that was used.

    Of answers to older questions it keeps no more than ``most``.
    """

    def __init__(
        self, path: Path, most: int = _MOST, rooms: tuple[str, ...] = _ANSWERING
    ) -> None:
        self.path, self.most, self._rooms = path, most, rooms
        self._used: dict[str, Plain] = {}
        self._is_new = False
        self._asked: Collection[str] | None = None

    @cached_property
    def version(self) -> str:
        """Stands for what answers, and for what it reckons with."""
        return _version(self._rooms)

    @cached_property
    def library(self) -> str:
        """Stands for the whole library, and for all that is installed beside it."""
        return sha256("\n".join((*_installed(), package_digest())).encode()).hexdigest()

    def find(self, digest: str) -> Plain | None:
        """Return the answer under a digest, if it is whole."""
        found = self._used.get(digest)
        if found is None:
            found = _whole(self._read.get(digest))
            if found is not None:
                self._used[digest] = found
        return found

    def put(self, digest: str, answer: Plain) -> None:
        """Keep an answer under its digest."""
        self._used[digest] = answer
        self._is_new = True

    def forget_all_but(self, asked: Collection[str]) -> None:
        """Let ``save`` keep the answers to these questions and to no other.

        So a file that was deleted does not live on in the cache.
        """
        self._asked = asked
        self._is_new |= not self._read.keys() <= set(asked)

    def save(self) -> None:
        """Write what was kept, if any of it is new; it appears whole or not at all.

        What others have written meanwhile stays, unless it is to be forgotten. A folder
        that cannot be written to is no fault: then all is proved next time.
        """
        if not self._is_new:
            return
        self._is_new = False
        there = self._on_disk()
        rest = {key: told for key, told in there.items() if key not in self._used}
        used = {key: [_check(told), told] for key, told in self._used.items()}
        every = {**rest, **used}
        if self._asked is not None:
            every = {key: every[key] for key in every if key in self._asked}
        most = dict(list(every.items())[-self.most :])
        said = {"form": _FORM, "version": self.version, "answers": most}
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self.path, json.dumps(said).encode())

    @cached_property
    def _read(self) -> dict[str, Any]:
        """What an earlier command wrote."""
        return self._on_disk()

    def _on_disk(self) -> dict[str, Any]:
        """Return what is written; empty where it is missing or spoiled."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict) or found.get("form") != _FORM:
            return {}
        answers = found.get("answers")
        if found.get("version") != self.version or not isinstance(answers, dict):
            return {}
        return answers


def answer_file(
    folder: Path, environment: Mapping[str, str], kind: str = ""
) -> AnswerFile | None:
    """Return where the answers of a handbook are kept; ``None``: nowhere.

    Without a ``kind`` they are proofs; those of ``findings`` are about a whole
    handbook each, so only the last few stay; those of ``files`` are what stands in
    each of them. They stand in the ``cache_folder``.
    """
    cache = cache_folder(environment)
    if cache is None:
        return None
    name = sha256(str(folder.resolve()).encode()).hexdigest()[:24]
    if kind == OF_FINDINGS:
        return AnswerFile(cache / f"{name}.{kind}.json", _FEW)
    if kind == OF_FILES:
        return AnswerFile(cache / f"{name}.{kind}.json", bounds.FILES, _READING)
    return AnswerFile(cache / f"{name}.json")


def package_digest() -> str:
    """Return what stands for every file of this library."""
    return _digest((), ("",))


def _version(rooms: tuple[str, ...]) -> str:
    return _digest(_versions(), rooms)


@cache  # a library does not change while it runs
def _digest(versions: tuple[str, ...], rooms: tuple[str, ...]) -> str:
    """Return what stands for versions and for all files of some rooms."""
    whole = sha256("\n".join(versions).encode())
    package = Path(__file__).parents[1]
    for room in rooms:
        for path in _files(package / room):
            # No ``Path``: to make one takes longer than to read so small a file.
            name = path[len(str(package)) + 1 :].replace(os.sep, "/")
            whole.update(name.encode())
            with open(path, "rb") as file:  # noqa: PTH123
                whole.update(sha256(file.read()).digest())
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    """Yield what is written in a folder, without what Python compiles of it.

    Of a file yield the file.
    """
    if folder.is_file():
        yield str(folder)
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        yield from (os.path.join(here, name) for name in sorted(names))  # noqa: PTH118


def _installed() -> Iterator[str]:
    """Yield the name and the version of everything that Python can load."""
    yield sys.version
    for folder in map(Path, sys.path):
        try:
            names = os.listdir(folder)  # noqa: PTH208 - many, and only their names
        except OSError:
            continue
        yield from sorted(name for name in names if name.endswith("-info"))


@cache
def _versions() -> tuple[str, ...]:
    return sys.version, *(f"{name} {_version_of(name)}" for name in _LIBRARIES)


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def _check(told: Plain) -> str:
    said = json.dumps(told, sort_keys=True)
    return sha256(said.encode()).hexdigest()[:32]


def _whole(written: object) -> Plain | None:
    """Return an answer that is as it was written."""
    if not isinstance(written, list) or len(written) != 2:  # noqa: PLR2004 - a pair
        return None
    check, told = written
    return told if isinstance(told, dict) and check == _check(told) else None
