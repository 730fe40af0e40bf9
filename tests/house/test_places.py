"""Every file, module, room and command of the house that a page names is there."""

import re
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import LONG, PARTED, TOGETHER
from tests.house.floors import PAGE, contracts, rooms, written
from tests.house.pages import BLOCK, ROOT, title_of
from tests.house.test_docs import PAGES

FOLDERS = (
    ".ci",
    "benchmarks",
    "diagrams",
    "docs",
    "katch_protocols",
    "protocols",
    "tests",
)
"""What a path in a page begins with, if it is one of this checkout."""

PATH = re.compile(rf"(?<![\w/.-])((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*\w)")
MODULE = re.compile(r"(?<![\w/.-])(katch_protocols(?:\.\w+)+)")
PYTHON = re.compile(r"\bpython -m ([\w.]+)")
MAKE = re.compile(r"(?:`|^)make ([\w./-]+)", re.MULTILINE)
STAGE = re.compile(r"(?:`|^)\.ci/run ([a-z ]+)", re.MULTILINE)
DUTY = re.compile(r"#what-if/(\w+/\w+)")
UNMADE = {
    "katch_protocols/rules/structure/left_alone.py": "`katch new rule` makes it",
    "diagrams/index.html": "`make build` makes it",
}
"""Paths that pages name and git does not keep, each with its reason."""


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _is_there(path: str) -> bool:
    """Return whether a path is there; a word in capitals stands for any name."""
    anything = re.sub(r"\b[A-Z]{2,}\b", "*", path)
    if anything == path:
        return (ROOT / path).exists() or path in UNMADE
    folder, _, _ = anything.partition("*")
    inside = (ROOT / folder).rglob("*")
    return any(fnmatch(each.relative_to(ROOT).as_posix(), anything) for each in inside)


def _is_found(name: str) -> bool:
    """Return whether Python finds a module of this name."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _is_module(name: str) -> bool:
    """Return whether a dotted name is a module, or something that a module has."""
    *above, last = name.split(".")
    module = ROOT.joinpath(*above).with_suffix(".py")
    package = ROOT.joinpath(*above, "__init__.py")
    homes = [each for each in (module, package) if each.exists()]
    named = any(re.search(rf"\b{last}\b", _text(home)) for home in homes)
    return named or _is_found(name)


def _is_made(target: str) -> bool:
    makefile = _text(ROOT / "Makefile").replace("$(VENV)", ".venv")
    targets = re.findall(r"^([\w./%-]+):", makefile, re.MULTILINE)
    return any(fnmatch(target, each.replace("%", "*")) for each in targets)


def _are_stages(words: str) -> bool:
    found = re.search(r"^STAGES=\((.*)\)", _text(ROOT / ".ci" / "run"), re.MULTILINE)
    return found is not None and set(words.split()) <= set(found[1].split())


def _is_duty(place: str) -> bool:
    """Return whether a protocol has the duty to which a place of the page leads."""
    protocol, duty = place.split("/")
    file = ROOT / "protocols" / f"{protocol}.yaml"
    return file.exists() and f" {duty}:\n" in _text(file)


KINDS = (
    (PATH, _is_there),
    (MODULE, _is_module),
    (PYTHON, _is_found),
    (MAKE, _is_made),
    (STAGE, _are_stages),
    (DUTY, _is_duty),
)
"""What a page may name: how it is found there, and whether it is here."""


def _missing(text: str) -> set[str]:
    return {
        name
        for pattern, is_here in KINDS
        for name in pattern.findall(text)
        if not is_here(name)
    }


def test_every_place_that_a_page_names_is_there() -> None:
    pages = [*PAGES, ROOT / "SECURITY.md"]
    missing = {title_of(page): _missing(_text(page)) for page in pages}
    assert {name: found for name, found in missing.items() if found} == {}


def test_what_is_not_made_is_still_named_in_a_page() -> None:
    pages = "\n".join(map(_text, PAGES))
    assert [path for path in UNMADE if path not in pages] == []


def test_every_file_that_the_workers_are_told_of_is_there() -> None:
    told = {*LONG, *PARTED, *TOGETHER}
    assert [name for name in told if not (ROOT / "tests" / name).exists()] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("`katch_protocols/modle/`", "katch_protocols/modle"),
        ("`tests/FOLDER/test_modle.py`", "tests/FOLDER/test_modle.py"),
        ("`katch_protocols.modle.states`", "katch_protocols.modle.states"),
        ("`katch_protocols.model.Nothing`", "katch_protocols.model.Nothing"),
        ("`python -m tests.hose.figures`", "tests.hose.figures"),
        ("```sh\nmake everything\n```", "everything"),
        ("`.ci/run lint everything`", "lint everything"),
        ("`#what-if/child_pathway/confirm`", "child_pathway/confirm"),
    ],
)
def test_a_place_that_is_not_there_would_be_found(text, name) -> None:
    assert _missing(text) == {name}


def test_a_word_in_capitals_stands_for_any_name() -> None:
    assert _missing("`katch_protocols/rules/FAMILY/RULE.py`, `make build`") == set()


def test_the_page_of_the_floors_is_what_the_contracts_say_today() -> None:
    page = _text(PAGE)
    assert written(page) == page
    for part in ("floors", "lines", "fences"):
        assert f"<!-- from the contracts: {part} -->" in page
    assert len(rooms()) >= 10
    assert all(each["name"] in page for each in contracts() if each["id"] == "rooms")


def test_every_single_word_in_code_on_the_page_of_the_floors_is_a_room() -> None:
    page = BLOCK.sub("", _text(PAGE))
    prose = re.sub(r"^\|.*$", "", page, flags=re.MULTILINE)
    named = set(re.findall(r"`([a-z_]+)`", prose))
    assert {"model", "cases"} <= named
    assert named <= {room for floor in rooms() for room in floor}


def test_a_page_of_the_floors_that_is_not_fresh_would_be_found() -> None:
    page = _text(PAGE)
    stale = page.replace("| `model` |", "| `modle` |")
    assert stale != page
    assert written(stale) == page
