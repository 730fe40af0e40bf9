"""Which views there are: the modules and packages of ``drawings/views``, found there.

Only the view that is asked for is imported, for a fast start: some need much.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from katch_protocols.drawings import views as room
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.view import View
from katch_protocols.sentences.nearness import require

__all__ = ["every_view", "view_named", "view_names"]


def view_names() -> tuple[str, ...]:
    """Return the name of every view, sorted; none of them is imported."""
    return tuple(sorted(_modules()))


def view_named(name: str) -> View[Material]:
    """Return a view by its name.

    Raises:
        UnknownNameError: There is none; the nearest names are offered.
    """
    known = _modules()
    module = import_module(known[require("view", name, known)])
    view = module.VIEW
    if not isinstance(view, View):  # pragma: no cover - a slip of whoever adds one
        raise TypeError(name)
    return view


def every_view() -> tuple[View[Material], ...]:
    """Return every view in the order in which people choose one."""
    return tuple(sorted(map(view_named, view_names()), key=lambda view: view.place))


@cache
def _modules() -> dict[str, str]:
    """Return the module that declares each view, by its name."""
    return {
        each.name.replace("_", "-"): f"{room.__name__}.{each.name}"
        + (".view" if each.ispkg else "")
        for each in iter_modules(room.__path__)
    }
