"""What a store warns of, said at a terminal as everything else is."""

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from katch_protocols.errors import StoreWarning

__all__ = ["warned"]


@contextmanager
def warned(language: Callable[[], str]) -> Iterator[None]:
    """Say warnings of a store in a language, without the line of code that warned."""
    with warnings.catch_warnings():
        shown = warnings.showwarning

        def show(  # noqa: PLR0913, PLR0917 - as the standard library calls it
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if isinstance(message, StoreWarning):
                print(message.said(language()), file=sys.stderr)
            else:
                shown(message, category, filename, lineno, file, line)

        warnings.showwarning = show
        yield
