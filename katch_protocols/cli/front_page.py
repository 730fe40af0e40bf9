"""What ``katch --help`` prints: the commands behind their three doors."""

from katch_protocols.cli.commands import COMMANDS, DOORS
from katch_protocols.words.say import entries

__all__ = ["front_page"]

_WIDTH = max(map(len, COMMANDS)) + 2


def front_page(language: str) -> str:
    """Return the page of help in one language, without a last line break."""
    said = entries("help", language)
    lines = [said["tagline"], "", said["usage"]]
    for door, commands in DOORS.items():
        lines += ["", said[f"door-{door}"]]
        lines += [f"  {name:<{_WIDTH}}{said[name]}" for name in commands]
    lines += ["", said["more"]]
    return "\n".join(lines)
