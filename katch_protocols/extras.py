"""What an installation may lack: a module that comes with an extra."""

from collections.abc import Iterator
from contextlib import contextmanager

from katch_protocols.errors import MissingExtraError

__all__ = ["needing"]


@contextmanager
def needing(extra: str, purpose: str) -> Iterator[None]:
    """Name the extra where what is imported inside is not installed.

    Args:
        extra: its name, as pip knows it.
        purpose: what it is needed for, a term of the words of errors.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        yield
    except ImportError as error:
        if (error.name or "").startswith("katch_protocols"):
            raise
        raise MissingExtraError(extra, purpose) from None
