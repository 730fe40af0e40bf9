"""The reference of the Python interface has everything that a visitor can reach."""

import inspect
import os
import re
import shutil
import subprocess
import sys
import typing
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols import answers, errors
from katch_protocols.charts.chart import Chart, ChartOpening, ChartTimer, Entry
from katch_protocols.evidence.audits.explanation import Explanation
from katch_protocols.evidence.logs.events import LogCase, LogReading
from katch_protocols.model.noun import Noun
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.table import Configuration, Row

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("api.md", "api-nouns.md", "api-answers.md")
INSIDE = {Chart, ChartOpening, Entry, ChartTimer, Layout}
INSIDE |= {Explanation, LogCase, LogReading}
"""Types of which a visitor may hold a value, and whose parts are promised to nobody."""

TOLD = [kp.Finding, kp.Table, Row, Configuration, kp.Drawing, kp.Actor]
"""Answers of which every field is told in words, with its unit or shape."""

READ = """
import sys
from sphinx.application import Sphinx
folder, out = sys.argv[1:]
app = Sphinx(folder, folder, out, out, "dummy", status=None)
app.builder.read()
for name, *_ in app.env.domains["py"].get_objects():
    print(name)
"""
"""Reads the pages as any build does, and writes none."""

CHECKED = DOCS / "_build" / "check" / ".doctrees" / "environment.pickle"
"""What `make docs-check` read; a run of CI has just made it."""

READ_BEFORE = """
import pickle, sys
with open(sys.argv[1], "rb") as file:
    print(*pickle.load(file).domaindata["py"]["objects"])
"""


def reachable() -> Iterator[type]:
    """Yield every class of ours that a name of the door gives, takes or holds."""
    waiting: list[object] = []
    for name in kp.__all__:
        found = inspect.unwrap(getattr(kp, name))
        if isinstance(found, type):
            waiting.append(found)
        else:
            waiting += inspect.get_annotations(found).values()
    waiting += [getattr(errors, name) for name in errors.__all__]
    seen: set[type] = set()
    while waiting:
        kind = waiting.pop()
        if (origin := typing.get_origin(kind)) is not None:
            inside = typing.get_args(kind)
            waiting += inside[:1] if origin is typing.Annotated else inside
        elif isinstance(kind, type) and kind.__module__.startswith(kp.__name__):
            if kind in seen or kind in INSIDE:
                continue
            seen.add(kind)
            yield kind
            waiting += _held(kind)


def _held(kind: type) -> Iterator[object]:
    for name, hint in typing.get_type_hints(kind, localns=vars(answers)).items():
        if not name.startswith("_"):
            yield hint
    for name in members(kind):
        found = inspect.getattr_static(kind, name, None)
        given = getattr(found, "fget", getattr(found, "__func__", found))
        if inspect.isfunction(given):
            yield inspect.get_annotations(given).get("return")


def members(kind: type) -> set[str]:
    """Return the public names that a class has of itself: fields, values, methods."""
    if issubclass(kind, Noun):
        fields = set(kind.model_fields) & set(kind.__annotations__)
    else:
        fields = set(answers.record_fields(kind))
    own = {
        name
        for name, value in vars(kind).items()
        if inspect.isfunction(value)
        or isinstance(value, property | classmethod | staticmethod | Enum)
    }
    hidden = {"model_post_init"}
    return {name for name in fields | own if not name.startswith("_")} - hidden


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Read the pages and return every name that can be linked to."""
    if find_spec("sphinx") is None:
        reason = "there is no sphinx; the group `docs` of pyproject.toml has it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    if _is_of_today(CHECKED):
        return _python(READ_BEFORE, str(CHECKED))
    folder = tmp_path_factory.mktemp("api")
    for name in ("conf.py", "noun_fields.py", *(f"reference/{page}" for page in PAGES)):
        shutil.copy(DOCS / name, folder)
    index = "# Pages\n\n```{toctree}\n:glob:\n\n*\n```\n"
    (folder / "index.md").write_text(index, encoding="utf-8")
    return _python(READ, str(folder), str(folder / "out"))


def _is_of_today(made: Path) -> bool:
    """Tell whether something was made after the last change of what it tells."""
    sources = [*(DOCS.parent / "katch_protocols").rglob("*.py"), *DOCS.glob("*.py")]
    sources += [DOCS / "reference" / page for page in PAGES]
    last = max(each.stat().st_mtime for each in sources)
    return made.exists() and made.stat().st_mtime > last


def _python(program: str, *words: str) -> set[str]:
    """Return what a program prints, line by line."""
    command = [sys.executable, "-c", program, *words]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "autodoc" not in ran.stderr
    assert "duplicate object" not in ran.stderr
    return set(ran.stdout.split())


def test_every_name_of_the_door_stands_in_the_reference(listed: set[str]) -> None:
    homes = {f"{kp._HOMES[name]}.{name}" for name in kp.__all__}
    assert homes - listed == set()


def test_everything_that_a_visitor_can_hold_stands_there_with_its_parts(
    listed: set[str],
) -> None:
    missing = set()
    for kind in reachable():
        name = f"{kind.__module__}.{kind.__qualname__}"
        parts = {f"{name}.{each}" for each in members(kind)}
        missing |= ({name} | parts) - listed
    assert missing == set()


def test_every_class_method_and_property_says_what_it_is_for() -> None:
    silent = []
    for kind in reachable():
        said = (kind.__doc__ or "").strip()
        if not said or said.startswith(f"{kind.__name__}("):
            silent.append(kind.__qualname__)
        for name in members(kind):
            found = inspect.getattr_static(kind, name, None)
            speaks = isinstance(found, property) or inspect.isfunction(found)
            if speaks and not inspect.getdoc(getattr(kind, name)):
                silent.append(f"{kind.__qualname__}.{name}")
    assert silent == []


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_every_field_of_an_answer_is_told_in_words(kind: type) -> None:
    said = kind.__doc__ or ""
    fields = answers.record_fields(kind)
    told = set(re.findall(r"``(\w+)``|^ +(\w+):", said, re.MULTILINE))
    names = {first or second for first, second in told}
    assert [name for name in fields if name not in names] == []


def test_a_field_of_a_noun_is_told_by_its_key_in_yaml() -> None:
    sys.path.insert(0, str(DOCS))
    try:
        fields = import_module("noun_fields")
    finally:
        sys.path.remove(str(DOCS))
    page = (DOCS / "reference" / "api-nouns.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (`.*`) \|$", page, re.MULTILINE)
    assert dict(rows) == {
        key: ", ".join(f"`{each}`" for each in names)
        for key, names in fields.differing().items()
    }
    assert ("agency", "`Role.agencies`") in rows
