"""Every command of ``katch``, declared once, and the page of help that lists them."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from keyword import iskeyword
from typing import NamedTuple

from katch_protocols.words.say import entries

__all__ = [
    "ASKS_FOR_PAGE",
    "COMMANDS",
    "COULD_NOT_RUN",
    "FINDINGS",
    "INTERRUPTED",
    "USAGE",
    "AnswerForm",
    "Command",
    "Door",
    "behind",
    "front_page",
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


class AnswerForm(StrEnum):
    """A form of an answer, as ``--format`` names it."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Command(NamedTuple):
    """One command.

    Attributes:
        name: Its name, and that of its line of help.
        door: Behind which door it stands on the page of help.
        forms: What ``--format`` offers; empty for a command that answers in one form.
        schema: The published schema of its answer as JSON, if it has one.
        has_budget: Whether it has the option ``--budget``. What makes everything of a
            handbook that one trusts, in many processes, has none.
    """

    name: str
    door: Door
    forms: tuple[AnswerForm, ...] = ()
    schema: str = ""
    has_budget: bool = True

    @property
    def code(self) -> str:
        """The name of its module and of its function there; no word of Python's own."""
        return f"{self.name}_protocol" if iskeyword(self.name) else self.name


def _commands() -> Iterator[Command]:  # noqa: PLR0915 - a line each
    """Yield the commands behind each door in the order of work."""
    draft, present, build = Door
    data = (AnswerForm.TEXT, AnswerForm.JSON)
    yield Command("check", draft, tuple(AnswerForm), "check")
    yield Command("register", draft, data, "register")
    yield Command("agree", draft)
    yield Command("preview", draft)
    yield Command("prove", draft, data, "prove")
    yield Command("measures", draft, data, "measures")
    yield Command("information", draft, data, "information")
    yield Command("roles", draft, data, "roles")
    yield Command("staff", draft, data, "staff")
    yield Command("simulate", draft, data, "simulate", has_budget=False)
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
    yield Command("vectors", build, schema="vectors")
    yield Command("export", build, data, "export")
    yield Command("codegen", build)
    yield Command("import", build, data, "import")
    yield Command("store", build, has_budget=False)
    yield Command("words", build, data, "words", has_budget=False)


COMMANDS: Mapping[str, Command] = {each.name: each for each in _commands()}
"""Every command by its name."""


def behind(door: Door) -> tuple[Command, ...]:
    """Return the commands behind a door, in the order of work."""
    return tuple(each for each in COMMANDS.values() if each.door is door)


ASKS_FOR_PAGE = frozenset({"-h", "--help", "--language"})
"""First words that ask for it."""

_WIDTH = max(map(len, COMMANDS)) + 2


def front_page(language: str) -> str:
    """Return the page of help in one language, without a last line break."""
    said = entries("help", language)
    lines = [said["tagline"], "", said["usage"]]
    for door in Door:
        lines += ["", said[f"door-{door}"]]
        names = (command.name for command in behind(door))
        lines += [f"  {name:<{_WIDTH}}{said[name]}" for name in names]
    lines += ["", said["more"]]
    return "\n".join(lines)
