"""Every command of ``katch``, declared once, and what it answers to a shell.

The module of a command, ``cli.check`` for ``check``, holds one function with its
arguments and options. Nothing heavy is loaded here, no data class either, so that the
page of help comes at once.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

__all__ = [
    "COMMANDS",
    "COULD_NOT_RUN",
    "FINDINGS",
    "INTERRUPTED",
    "USAGE",
    "Command",
    "Door",
    "Form",
    "behind",
]

FINDINGS = 1
USAGE = 2
COULD_NOT_RUN = 3
INTERRUPTED = 130
"""What a shell expects of a program that was stopped by hand."""


class Door(StrEnum):
    """Who comes: to draft a protocol, to present it, to build on it."""

    DRAFT = "draft"
    PRESENT = "present"
    BUILD = "build"


class Form(StrEnum):
    """A form of an answer, as ``--format`` names it."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Command(NamedTuple):
    """One command.

    Attributes:
        name: Its name, that of its module and its function, and of its line of help.
        door: Behind which door it stands on the page of help.
        forms: What ``--format`` offers; empty for a command that answers in one form.
        schema: The published schema of its answer as JSON, if it has one.
        has_budget: Whether it has the option ``--budget``. What makes everything of a
            handbook that one trusts, in many processes, has none.
    """

    name: str
    door: Door
    forms: tuple[Form, ...] = ()
    schema: str = ""
    has_budget: bool = True


def _commands() -> Iterator[Command]:
    """Yield the commands behind each door in the order of work."""
    draft, present, build = Door
    data = (Form.TEXT, Form.JSON)
    yield Command("check", draft, tuple(Form), "check")
    yield Command("preview", draft)
    yield Command("prove", draft, data, "prove")
    yield Command("measures", draft, data, "measures")
    yield Command("information", draft, data, "information")
    yield Command("roles", draft, data, "roles")
    yield Command("staff", draft, data, "staff")
    yield Command("explain", draft, has_budget=False)
    yield Command("new", draft, has_budget=False)
    yield Command("schema", draft, has_budget=False)
    yield Command("diff", draft, data, "diff")
    yield Command("draw", present)
    yield Command("page", present)
    yield Command("papers", present, has_budget=False)
    yield Command("build", present, has_budget=False)
    yield Command("glossary", present, has_budget=False)
    yield Command("questions", present, has_budget=False)
    yield Command("walk", build)
    yield Command("table", build, schema="table")
    yield Command("words", build, data, "words", has_budget=False)


COMMANDS: Mapping[str, Command] = {each.name: each for each in _commands()}
"""Every command by its name."""


def behind(door: Door) -> tuple[Command, ...]:
    """Return the commands behind a door, in the order of work."""
    return tuple(each for each in COMMANDS.values() if each.door is door)
