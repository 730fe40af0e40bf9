"""The programs that open papers; CI must have them, elsewhere their tests skip."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["pdf_text", "program"]


def program(name: str) -> str:
    """Return the path of a program; skip without it, or fail in CI."""
    found = shutil.which(name)
    if found is None:
        reason = f"the program {name} of poppler-utils is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def pdf_text(data: bytes, folder: Path, *options: str) -> str:
    """Return the text that ``pdftotext`` finds in a PDF."""
    path = folder / "read.pdf"
    path.write_bytes(data)
    words = [program("pdftotext"), *options, str(path), "-"]
    return subprocess.run(words, check=True, capture_output=True).stdout.decode()
