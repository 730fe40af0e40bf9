"""Which notations there are: the modules of ``exchange/notations``, found there.

Only the notation that is asked for is imported, for a fast start: some need a library.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from katch_protocols.errors import UnknownNameError
from katch_protocols.exchange import notations as room
from katch_protocols.exchange.notation import Notation
from katch_protocols.sentences.nearness import nearest_names

__all__ = [
    "built_notations",
    "every_notation",
    "notation_named",
    "notation_names",
    "notations_read",
]


def notation_names() -> tuple[str, ...]:
    """Return the name of every notation, sorted; none of them is imported."""
    return tuple(sorted(_modules()))


def notation_named(name: str) -> Notation:
    """Return a notation by its name.

    Raises:
        UnknownNameError: There is none; the nearest names are offered.
    """
    known = _modules()
    if name not in known:
        raise UnknownNameError("notation", name, nearest_names(name, known))
    notation = import_module(known[name]).NOTATION
    if not isinstance(notation, Notation):  # pragma: no cover - a slip of an author
        raise TypeError(name)
    return notation


def every_notation() -> tuple[Notation, ...]:
    """Return every notation in the order in which people choose one."""
    found = map(notation_named, notation_names())
    return tuple(sorted(found, key=lambda notation: notation.place))


def notations_read() -> tuple[Notation, ...]:
    """Return the notations of which files can be read, in the order of their places."""
    return tuple(each for each in every_notation() if each.reader is not None)


@cache
def built_notations() -> tuple[Notation, ...]:
    """Return the notations that a build writes too, in the order of their places."""
    return tuple(each for each in every_notation() if each.is_built)


@cache
def _modules() -> dict[str, str]:
    """Return the module that declares each notation, by its name."""
    return {
        each.name.replace("_", "-"): f"{room.__name__}.{each.name}"
        for each in iter_modules(room.__path__)
    }
