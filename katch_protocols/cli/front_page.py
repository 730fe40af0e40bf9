"""What ``katch --help`` prints: the commands behind their three doors."""

from katch_protocols.cli.commands import COMMANDS, Door, behind
from katch_protocols.words.say import entries

__all__ = ["ASKS_FOR_PAGE", "front_page"]

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
