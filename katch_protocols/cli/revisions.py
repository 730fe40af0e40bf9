"""A handbook as it was at a revision of git, and what a change brought since then."""

import os
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Collection, Container, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from katch_protocols.cli.commands import COULD_NOT_RUN
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.files.field_types.field_type import FieldType
from katch_protocols.files.file_kinds import named
from katch_protocols.files.tokens import kind_at
from katch_protocols.findings import Finding
from katch_protocols.findings import Path as Part
from katch_protocols.words.languages import ENGLISH

__all__ = ["brought", "folder_at", "require_revision"]


@contextmanager
def folder_at(revision: str, folder: Path) -> Iterator[Path]:
    """Give a folder as it was at a revision, as long as it is needed.

    A folder that was not there yet is empty.

    Raises:
        CommandRefusal: There is no git, it refuses to look at the folder, the folder is
            in no repository of it, or the repository does not know the revision.
    """
    commit = require_revision(revision, folder)
    with tempfile.TemporaryDirectory() as home:
        old = Path(home)
        if _git(folder, "rev-parse", "--verify", f"{commit}:./").returncode == 0:
            ran = _git(folder, "archive", commit, ".")
            if ran.returncode != 0:
                raise _refused(folder, ran)
            with tarfile.open(fileobj=BytesIO(ran.stdout)) as files:
                files.extractall(old, map(_leading_nowhere, files), filter="data")
        yield old


def _leading_nowhere(file: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return a file as it is to be taken out. A link stays one, and leads nowhere.

    No reader of a handbook follows it; where it led may be outside.
    """
    return file.replace(linkname=_NOWHERE) if file.issym() else file


_NOWHERE = "nowhere"
_WORK_TREE = "GIT_WORK_TREE"


def require_revision(revision: str, folder: Path) -> str:
    """Return the commit of a revision, before anything else costs time.

    Raises:
        CommandRefusal: There is no git, it refuses to look at the folder, the folder is
            in no repository of it, or the repository does not know the revision.
    """
    inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    if inside.returncode != 0:
        if b"not a git repository" not in inside.stderr:
            raise _refused(folder, inside)
        raise CommandRefusal("no-repository", folder=folder.as_posix())
    commit = _git(
        folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit.returncode != 0:
        cut = _git(folder, "rev-parse", "--is-shallow-repository").stdout == b"true\n"
        key = "shallow-repository" if cut else "unknown-revision"
        raise CommandRefusal(key, name=revision)
    return commit.stdout.decode().strip()


def _refused(folder: Path, ran: subprocess.CompletedProcess[bytes]) -> CommandRefusal:
    """Return the refusal that repeats why git does not look at a folder."""
    lines = ran.stderr.decode(errors="replace").strip().splitlines() or [""]
    why = lines[0].removeprefix("fatal: ").removeprefix("error: ")
    return CommandRefusal(
        "git-refuses", code=COULD_NOT_RUN, folder=folder.as_posix(), why=why
    )


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Return what git answers about a folder, in English, whatever the machine speaks.

    Raises:
        CommandRefusal: There is no git.
    """
    command = ("git", "-C", str(folder), *words)
    spoken = {**os.environ, "LC_ALL": "C"}
    if _WORK_TREE not in spoken:
        # A hook has the one without the other: any folder would be the top.
        spoken.pop("GIT_DIR", None)
    try:
        return subprocess.run(  # noqa: S603
            command, capture_output=True, check=False, env=spoken
        )
    except FileNotFoundError:
        raise CommandRefusal("no-git", code=COULD_NOT_RUN) from None


def brought(
    findings: Sequence[Finding],
    before: Sequence[Finding],
    written: Container[Part],
    alone: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Return the findings that were not there before.

    Two are the same if they say the same of the same part of a file: lines move at
    every change, and so do items of a list. What was said of something that is no
    longer ``written`` may be said of something else now, for it is renamed and moved;
    what was said of a file that is gone, of one that is new: ``alone`` are both.
    """
    there: dict[_Told, list[Finding]] = {}
    for each in before:
        there.setdefault(_told(each, alone), []).append(each)
    rest = [each for each in findings if not _taken(there.get(_told(each, alone)))]
    gone = Counter(
        _told(each, alone)[0]
        for some in there.values()
        for each in some
        if _is_gone(each, written)
    )
    new: list[Finding] = []
    for finding in rest:
        said, _ = _told(finding, alone)
        if gone[said]:
            gone[said] -= 1
        else:
            new.append(finding)
    return tuple(new)


_Told = tuple[tuple[str, str, str], Part]
"""A rule, a file and a sentence; and of which part, wherever in its lists it stands."""


def _told(finding: Finding, alone: Collection[str]) -> _Told:
    file = finding.place.file if finding.place else ""
    said = finding.rule, "" if file in alone else file, finding.said(ENGLISH).saw
    return said, tuple(part for part in finding.path if isinstance(part, str))


def _taken(some: list[Finding] | None) -> bool:
    """Tell whether there is one, and take it."""
    return bool(some and some.pop())


def _is_gone(finding: Finding, written: Container[Part]) -> bool:
    """Tell whether a finding is about something declared that is no longer there.

    A key that is gone from what is still there was mended.
    """
    name = named(finding.place.file) if finding.place else None
    if name is None:
        return False
    path, root = finding.path, len(name.root)
    ids = (at + 1 for at in range(len(path)) if _declares(kind_at(path[:at], name)))
    return any(path[:end] not in written for end in (root, *ids) if end)


def _declares(kind: object) -> bool:
    return isinstance(kind, FieldType) and kind.declares
