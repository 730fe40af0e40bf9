"""The root holds what is listed here, and nothing that a run left behind."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HELD = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "benchmarks",
    "diagrams",
    "docs",
    "katch_protocols",
    "protocols",
    "pyproject.toml",
    "scenarios",
    "tests",
}
"""What the root holds, folders and files."""


def test_nothing_else_is_kept_at_the_root() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("these files were not taken from a repository")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {
        name.partition("/")[0] for name in listed.stdout.split("\0") if name
    } == HELD
