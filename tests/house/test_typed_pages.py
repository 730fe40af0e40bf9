"""What a developer copies from the docs passes the strictest check of types."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.house.pages import BLOCK

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "docs" / "build"
CACHE = ROOT / ".mypy_cache" / "pages"


WRONG = "a_wrong_word"
"""A module beside those of the pages, with a mistake that must be found."""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one module a page: all of its Python, in its order.

    One more is a page with a wrong word, for all are checked at once.
    """
    if find_spec("mypy") is None:
        reason = "there is no mypy; the group `lint` of pyproject.toml has it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("pages")
    for page in BUILD.rglob("*.md"):
        blocks = [
            block["body"]
            for block in BLOCK.finditer(page.read_text(encoding="utf-8"))
            if block["kind"] == "python"
        ]
        if blocks:
            name = page.relative_to(BUILD).with_suffix("").as_posix()
            module = "".join(each if each.isalnum() else "_" for each in name)
            (folder / f"{module}.py").write_text("\n".join(blocks), encoding="utf-8")
    page = (folder / "first_embedding.py").read_text(encoding="utf-8")
    wrong = page.replace('kp.read("saltmarsh")', "kp.read(7)", 1)
    assert wrong != page
    (folder / f"{WRONG}.py").write_text(wrong, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def found(checked: Path) -> list[str]:
    """Return what mypy says of them."""
    words = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary"]
    files = sorted(path.name for path in checked.glob("*.py"))
    ran = subprocess.run(
        [*words, f"--cache-dir={CACHE}", "--config-file=", *files],
        cwd=checked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    return ran.stdout.splitlines()


def test_every_page_for_builders_passes_mypy_strict(
    checked: Path, found: list[str]
) -> None:
    assert len(list(checked.glob("*.py"))) >= 5
    assert [line for line in found if not line.startswith(WRONG)] == []


def test_a_wrong_word_in_a_page_would_be_found(found: list[str]) -> None:
    (line,) = (line for line in found if line.startswith(WRONG))
    assert 'Argument 1 to "read" has incompatible type "int"' in line
