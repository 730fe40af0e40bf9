"""A page says what its programs need: its reader may have no more than that."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.pages import BLOCK, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
IMPORT = re.compile(r"^\s*(?:from|import) ([\w.]+)", re.MULTILINE)
BEHIND = {"fastapi.testclient": "httpx2"}
"""What a module of another package needs, and does not bring."""

OURS = {"katch_protocols", "desk", *sys.stdlib_module_names}
"""What is there, and the project that a page writes."""


def packages(lines: list[str]) -> Iterator[str]:
    """Yield what some requirements bring, also by other extras of ours."""
    for line in lines:
        name, _, extra = re.split(r"[>=<; ]", line)[0].rstrip("]").partition("[")
        if name == PROJECT["name"]:
            yield from packages(EXTRAS[extra.split(",")[0]])
        else:
            yield name.lower()


def needs(text: str) -> set[str]:
    """Return the packages that the programs of a page import."""
    blocks = (each for each in BLOCK.finditer(text) if each["kind"] in {"python", "py"})
    modules = {each for block in blocks for each in IMPORT.findall(block["body"])}
    return {BEHIND.get(each, each.partition(".")[0]) for each in modules} - OURS


PAGES = [
    page
    for page in sorted((ROOT / "docs").rglob("*.md"))
    if needs(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_names_every_package_that_its_programs_need(page: Path):
    text = page.read_text(encoding="utf-8")
    prose = BLOCK.sub("", text).lower()
    extras = [each for each in EXTRAS if f"{PROJECT['name']}[{each}]" in prose]
    told = set(packages(PROJECT["dependencies"]))
    told |= {each for extra in extras for each in packages(EXTRAS[extra])}
    told |= {each for each in needs(text) if re.search(rf"\b{each}\b", prose)}
    assert needs(text) - told == set()
