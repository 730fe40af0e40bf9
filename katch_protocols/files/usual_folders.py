"""Where a handbook is looked for by whoever names none."""

from collections.abc import Iterator
from pathlib import Path

from katch_protocols.files.file_kinds import HANDBOOK_FILE

__all__ = ["USUAL", "handbooks_in"]

USUAL = "protocols"
"""Where a repository has its handbook."""


def handbooks_in(root: Path) -> Iterator[Path]:
    """Yield the handbooks that are looked for: the folder itself, and one in it."""
    for folder in (root, root / USUAL):
        if (folder / HANDBOOK_FILE).is_file():
            yield folder
