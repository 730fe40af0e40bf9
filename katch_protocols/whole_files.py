"""Files that appear whole or not at all: on a full disk what was there stays."""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

__all__ = ["write_new", "write_whole", "written_whole"]


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield the file to write for ``path``, and put it in its place once it is whole.

    What was there keeps its rights; a link goes on leading where it led. A terminal or
    a pipe is yielded itself.

    Raises:
        OSError: It cannot be written; ``filename`` says which.
    """
    # A terminal, a pipe; or it is refused.
    is_itself = path.exists() and not (path.is_file() and os.access(path, os.W_OK))
    goal = path.resolve()
    part = path if is_itself else goal.with_name(f".{os.urandom(8).hex()}.part")
    try:
        yield part
        if not is_itself:
            _put(part, goal)
    except OSError as error:
        # A full disk does not say of which file, and nobody knows the part.
        if error.errno is None or error.filename not in {None, str(part)}:
            raise
        raise OSError(error.errno, error.strerror, path.as_posix()) from None
    finally:
        if not is_itself:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _put(part: Path, goal: Path) -> None:
    if goal.exists():
        shutil.copymode(goal, part)
    part.replace(goal)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OSError: It cannot be written; ``filename`` says which.
    """
    with written_whole(path) as part:
        part.write_bytes(data)


def write_new(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write files that are not there yet, with their folders: all of them or none.

    Returns:
        The files.

    Raises:
        FileExistsError: One is there already; ``filename`` says which.
        OSError: One cannot be written; ``filename`` says which.
    """
    for path in filter(Path.exists, files):
        there = errno.EEXIST
        raise FileExistsError(there, os.strerror(there), path.as_posix())
    made: list[Path] = []
    try:
        for folder in {path.parent: None for path in files}:
            lacking = [each for each in (folder, *folder.parents) if not each.exists()]
            folder.mkdir(parents=True, exist_ok=True)
            made += reversed(lacking)
        with ExitStack() as parts:
            # They are put in place in their own order: the last that is begun first.
            for path, data in reversed([*files.items()]):
                parts.enter_context(written_whole(path)).write_bytes(data)
    except OSError:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
    return tuple(files)
