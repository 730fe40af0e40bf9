"""The front door: its names are sorted, complete, typed, and cost nothing."""

import ast
import re
import subprocess
import sys
from importlib import import_module, metadata
from pathlib import Path

import pytest

import katch_protocols

STUB = Path(katch_protocols.__file__).with_name("__init__.pyi")
HEAVY = {
    "graphviz",
    "holidays",
    "lark",
    "networkx",
    "numpy",
    "pydantic",
    "rich",
    "transitions",
    "typer",
    "yaml",
}


def test_the_names_of_the_door_are_sorted() -> None:
    assert katch_protocols.__all__ == sorted(katch_protocols.__all__)


def test_the_door_has_few_names() -> None:
    assert len(katch_protocols.__all__) <= 44


def test_the_version_is_that_of_the_package_and_is_found_only_when_asked() -> None:
    assert katch_protocols.__version__ == metadata.version("katch-protocols")
    assert "__version__" in dir(katch_protocols)
    code = "import sys, katch_protocols; print('importlib.metadata' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=STUB.parents[1],
    )
    assert ran.stdout == "False\n"


def _is_given_by_its_home(name: str) -> bool:
    home = import_module(katch_protocols._HOMES[name])
    return (
        getattr(katch_protocols, name) is getattr(home, name) and name in home.__all__
    )


def test_every_name_of_the_door_opens() -> None:
    names = katch_protocols.__all__
    assert [name for name in names if not _is_given_by_its_home(name)] == []


def test_the_door_lists_what_it_opens_and_nothing_else() -> None:
    assert sorted(katch_protocols._HOMES) == katch_protocols.__all__
    assert set(katch_protocols.__all__) <= set(dir(katch_protocols))


def test_the_typed_door_tells_the_same_names_from_the_same_homes() -> None:
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    told = {
        alias.asname: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    homes = katch_protocols._HOMES
    assert told == homes
    assigned = next(node for node in tree.body if isinstance(node, ast.Assign))
    assert ast.literal_eval(assigned.value) == katch_protocols.__all__


def test_an_unknown_name_is_refused_as_python_refuses() -> None:
    with pytest.raises(AttributeError, match="no attribute 'pretend'"):
        _ = katch_protocols.pretend


def test_importing_the_library_loads_no_heavy_package() -> None:
    code = "import sys, katch_protocols; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert not HEAVY & loaded


def test_pages_take_through_the_door_only_what_it_opens() -> None:
    root = Path(__file__).parents[2]
    taken = {
        (page.name, name)
        for page in [*(root / "docs").rglob("*.md"), root / "README.md"]
        for name in re.findall(r"\bkp\.(\w+)", page.read_text(encoding="utf-8"))
    }
    known = {*katch_protocols.__all__, "__version__"}
    assert {(page, name) for page, name in taken if name not in known} == set()


def test_every_module_opens_where_warnings_are_errors() -> None:
    program = (
        "import pkgutil, importlib, katch_protocols as kp\n"
        "for found in pkgutil.walk_packages(kp.__path__, 'katch_protocols.'):\n"
        "    if not found.name.endswith('__main__'):\n"
        "        importlib.import_module(found.name)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stderr, ran.returncode) == ("", 0)
