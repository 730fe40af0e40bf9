"""Every command of ``katch``, declared once, and the page of help that lists them."""

from collections.abc import Mapping
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
    CSV = "csv"


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
        code = self.name.replace("-", "_")
        return f"{code}_protocol" if iskeyword(code) else code


_DATA = (AnswerForm.TEXT, AnswerForm.JSON)

_COMMANDS = (
    Command(
        "check", Door.DRAFT, (*_DATA, AnswerForm.SARIF, AnswerForm.GITHUB), "check"
    ),
    Command("fix", Door.DRAFT, has_budget=False),
    Command("sheet", Door.DRAFT, has_budget=False),
    Command("register", Door.DRAFT, _DATA, "register"),
    Command("agree", Door.DRAFT),
    Command("preview", Door.DRAFT),
    Command("lsp", Door.DRAFT, has_budget=False),
    Command("prove", Door.DRAFT, _DATA, "prove"),
    Command("what-if", Door.DRAFT, _DATA, "what-if"),
    Command("measures", Door.DRAFT, _DATA, "measures"),
    Command("information", Door.DRAFT, _DATA, "information"),
    Command("roles", Door.DRAFT, _DATA, "roles"),
    Command("staff", Door.DRAFT, _DATA, "staff"),
    Command("simulate", Door.DRAFT, _DATA, "simulate", has_budget=False),
    Command("explain", Door.DRAFT, has_budget=False),
    Command("new", Door.DRAFT, has_budget=False),
    Command("schema", Door.DRAFT, has_budget=False),
    Command("diff", Door.DRAFT, _DATA, "diff"),
    Command("draw", Door.PRESENT),
    Command("page", Door.PRESENT),
    Command("papers", Door.PRESENT, has_budget=False),
    Command("tabletop", Door.PRESENT, _DATA, "tabletop"),
    Command("build", Door.PRESENT, has_budget=False),
    Command("glossary", Door.PRESENT, has_budget=False),
    Command("questions", Door.PRESENT, has_budget=False),
    Command("walk", Door.BUILD),
    Command("table", Door.BUILD, schema="table"),
    Command("vectors", Door.BUILD, schema="vectors"),
    Command("export", Door.BUILD, _DATA, "export"),
    Command("codegen", Door.BUILD),
    Command("import", Door.BUILD, _DATA, "import"),
    Command("store", Door.BUILD, has_budget=False),
    Command(
        "indicators",
        Door.PRESENT,
        (*_DATA, AnswerForm.CSV),
        "indicators",
        has_budget=False,
    ),
    Command("serve", Door.BUILD, has_budget=False),
    Command("work", Door.BUILD, has_budget=False),
    Command("tick", Door.BUILD, has_budget=False),
    Command("post", Door.BUILD, has_budget=False),
    Command("migrate", Door.BUILD, has_budget=False),
    Command("audit", Door.BUILD, _DATA, "audit", has_budget=False),
    Command("words", Door.BUILD, _DATA, "words", has_budget=False),
)
"""The commands behind each door in the order of work."""

COMMANDS: Mapping[str, Command] = {each.name: each for each in _COMMANDS}
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
