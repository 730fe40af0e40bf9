"""What is handed out, as it was last looked at: a file, held byte by byte.

After looking at a change, write the files anew: ``KATCH_GOLDEN=1 pytest TEST``.
"""

import os
from pathlib import Path

__all__ = ["assert_golden"]


def assert_golden(file: Path, found: str) -> None:
    """Hold a text against a file; with ``KATCH_GOLDEN=1`` write the file first."""
    if os.environ.get("KATCH_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8", newline="\n")
    assert file.read_bytes().decode() == found, f"{file.name} is another"
