"""A handbook as it was at a revision of git, and what a change brought since then."""

import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from katch_protocols.cli.commands import COULD_NOT_RUN
from katch_protocols.cli.refusals import CommandRefusal
from katch_protocols.findings import Finding
from katch_protocols.words.languages import ENGLISH

__all__ = ["brought", "folder_at", "require_revision"]


@contextmanager
def folder_at(revision: str, folder: Path) -> Iterator[Path]:
    """Give a folder as it was at a revision, as long as it is needed.

    A folder that was not there yet is empty.

    Raises:
        CommandRefusal: There is no git, the folder is in no repository of it, or the
            repository does not know the revision.
    """
    commit = require_revision(revision, folder)
    with tempfile.TemporaryDirectory() as home:
        old = Path(home)
        packed = _git(folder, "archive", commit, ".")
        if packed is not None:
            with tarfile.open(fileobj=BytesIO(packed)) as files:
                files.extractall(old, filter="data")
        yield old


def require_revision(revision: str, folder: Path) -> str:
    """Return the commit of a revision, before anything else costs time.

    Raises:
        CommandRefusal: There is no git, the folder is in no repository of it, or the
            repository does not know the revision.
    """
    if _git(folder, "rev-parse", "--is-inside-work-tree") is None:
        raise CommandRefusal("no-repository", folder=folder.as_posix())
    commit = _git(
        folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        cut = _git(folder, "rev-parse", "--is-shallow-repository") == b"true\n"
        key = "shallow-repository" if cut else "unknown-revision"
        raise CommandRefusal(key, name=revision)
    return commit.decode().strip()


def _git(folder: Path, *words: str) -> bytes | None:
    """Return what git answers about a folder; ``None`` where it refuses."""
    command = ("git", "-C", str(folder), *words)
    try:
        ran = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise CommandRefusal("no-git", code=COULD_NOT_RUN) from None
    return ran.stdout if ran.returncode == 0 else None


def brought(
    findings: Sequence[Finding],
    before: Sequence[Finding],
    alone: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Return the findings that were not there before.

    Two are the same if they say the same of the same file: lines move at every change.
    What is said of a file that was not there before may have been said of one that is
    gone, for files are renamed; ``alone`` are both.
    """
    there = Counter(_said(each, alone) for each in before)
    new: list[Finding] = []
    for finding in findings:
        said = _said(finding, alone)
        if there[said]:
            there[said] -= 1
        else:
            new.append(finding)
    return tuple(new)


def _said(finding: Finding, alone: Collection[str]) -> tuple[str, str, str]:
    file = finding.place.file if finding.place else ""
    return finding.rule, "" if file in alone else file, finding.said(ENGLISH).saw
