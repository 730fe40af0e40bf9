"""A name that must be known: a view, a theme, a language, an agency."""

from collections.abc import Collection

from katch_protocols.errors import UnknownNameError
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["require"]


def require(kind: str, name: str, known: Collection[str]) -> str:
    """Return a name that is known.

    Raises:
        UnknownNameError: It is not; the nearest names are offered.
    """
    if name not in known:
        raise UnknownNameError(kind, name, nearest_names(name, known))
    return name
