"""A file of lines: by its path, or one that is open."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedIOBase, RawIOBase
from os import PathLike
from pathlib import Path
from typing import IO, TextIO, TypeAlias, cast

from katch_protocols.cases.arguments import wrong_type
from katch_protocols.errors import StoreError
from katch_protocols.whole_files import written_whole

__all__ = ["Sheet", "opened"]

Sheet: TypeAlias = str | PathLike[str] | TextIO
"""A file by its path, or one that is open for text."""


@contextmanager
def opened(file: Sheet, mode: str) -> Iterator[TextIO]:
    """Open a file by its path; one that is open stays open.

    What is written to a path is there whole, or not at all.

    Raises:
        TypeError: It is none.
        StoreError: It cannot be opened, read or written (``file``).
    """
    if not isinstance(file, str | PathLike):
        if not _is_text(file, mode):
            raise wrong_type("file", "file", file)
        yield file
        return
    try:
        with ExitStack() as stack:
            yield cast("TextIO", stack.enter_context(_opened(stack, file, mode)))
    except (OSError, UnicodeError):
        raise StoreError("file", file=str(file)) from None


def _opened(stack: ExitStack, file: str | PathLike[str], mode: str) -> IO[str]:
    try:
        path = Path(file)
        if mode == "w":
            path = stack.enter_context(written_whole(path))
        return path.open(mode, encoding="utf-8", newline="\n")
    except ValueError:  # a null character in its name
        raise StoreError("file", file=str(file)) from None


def _is_text(file: object, mode: str) -> bool:
    """Tell whether something that is open can be read or written, and not as bytes."""
    is_open = hasattr(file, {"r": "read", "w": "write"}[mode])
    return is_open and not isinstance(file, RawIOBase | BufferedIOBase)
