"""What ``katch --help`` prints: the commands behind their three doors."""

from katch_protocols.cli.commands import DOORS
from katch_protocols.words.help import HELP

__all__ = ["front_page"]


def front_page(language: str) -> str:
    """Return the page of help in one language, without a last line break."""
    said = HELP[language]
    lines = [said["tagline"], "", said["usage"]]
    for door, commands in DOORS.items():
        lines += ["", said[f"door-{door}"]]
        lines += [f"  {name:<9}{said[name]}" for name in commands]
    lines += ["", said["more"]]
    return "\n".join(lines)
