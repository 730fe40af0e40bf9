"""The list of commands: each is one file of this room, behind one of three doors."""

from collections.abc import Mapping

__all__ = ["COMMANDS", "DOORS"]

DOORS: Mapping[str, tuple[str, ...]] = {
    "draft": (
        "check",
        "preview",
        "prove",
        "measures",
        "information",
        "roles",
        "staff",
        "explain",
        "new",
        "schema",
        "diff",
    ),
    "present": ("draw", "page", "papers", "build", "glossary", "questions"),
    "build": ("walk", "table", "words"),
}
"""Which commands a reader of each door needs, in the order of their work."""

COMMANDS: tuple[str, ...] = tuple(name for door in DOORS.values() for name in door)
"""Every command; ``check`` lives in the module ``cli.check``."""
