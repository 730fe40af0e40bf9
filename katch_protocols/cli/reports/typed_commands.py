"""Commands that an advice names, as somebody types them who stands elsewhere."""

import re
from pathlib import Path

from katch_protocols.files.usual_folders import handbooks_in

__all__ = ["typed_there"]

_NAMES = "agree|check|fix|prove|register|staff"
_COMMAND = re.compile(rf"(?<=[`'«])katch (?:{_NAMES})\b[^`'»]*")
"""A command that takes ``--handbook``, between the marks of what is typed."""


def typed_there(text: str, folder: Path) -> str:
    """Return an advice whose commands name a handbook that they would not find."""
    usual = next(handbooks_in(Path()), None)
    if usual is not None and usual.resolve() == folder.resolve():
        return text
    name = folder.as_posix()
    option = f' --handbook "{name}"' if " " in name else f" --handbook {name}"
    return _COMMAND.sub(lambda found: found[0] + option, text)
