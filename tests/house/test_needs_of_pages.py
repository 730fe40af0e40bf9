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

ASKING = {
    "store": r"\bopen_store\(|\bkatch (?:store|post|tick|work|migrate)\b",
    "service": r"\bkatch serve\b|\bcreate_app\(",
    "exchange": r"\bkatch import \S+\.(?:bpmn|scxml)\b|--to ical\b",
    "papers": r"\bkatch papers\b|--papers\b|--kind (?:slides|annex|booklet)\b",
    "sheets": r"\bkatch sheet (?:write|read|start)\b",
    "lsp": r"\bkatch lsp\b",
}
"""What of ours needs an extra, as programs and commands of a page write it."""

SHOWN = {"python", "py", "sh", "console"}

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


def extras_of(extra: str) -> set[str]:
    """Return an extra with those of ours that it brings."""
    found = re.findall(rf"{PROJECT['name']}\[(\w+)\]", " ".join(EXTRAS[extra]))
    return {extra}.union(*map(extras_of, found))


def asked_for(text: str) -> set[str]:
    """Return the extras that the commands and programs of a page need."""
    shown = "\n".join(
        each["body"] for each in BLOCK.finditer(text) if each["kind"] in SHOWN
    )
    return {extra for extra, wanted in ASKING.items() if re.search(wanted, shown)}


GUIDES = [
    page
    for page in sorted((ROOT / "docs").rglob("*.md"))
    if asked_for(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_page_names_every_extra_that_it_asks_for(page: Path):
    text = page.read_text(encoding="utf-8")
    named = {
        each
        for each in EXTRAS
        if re.search(rf"(?:protocols|`)\[(?:\w+,)*{each}\b", text)
    }
    assert asked_for(text) - set().union(*map(extras_of, named)) == set()


@pytest.mark.parametrize("extra", ["sqlite", "postgres", "service", "dbos"])
def test_what_a_store_is_kept_with_brings_the_store(extra: str):
    assert "store" in extras_of(extra)
