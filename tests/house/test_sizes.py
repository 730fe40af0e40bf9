"""No file outgrows its limit; the linter has no rule for it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT = 330  # past it, ask whether the file holds two ideas
TESTS_LIMIT = 400
PAGE_LIMIT = 100
README_LIMIT = 120
CHANGE_LIMIT = 240  # letters of a line: what changed for whom, and where more is said
EXEMPT: dict[str, str] = {
    "katch_protocols/cases/authorize.py": "one decision, asked in three ways",
    "katch_protocols/cases/record.py": "one kind of event after the other is read",
    "katch_protocols/cases/state.py": "all that a step changes in a case",
    "katch_protocols/charts/chart.py": "the nouns of a chart, which name one another",
    "katch_protocols/errors.py": "one tree of refusals, each of a few lines",
    "katch_protocols/exchange/read_xstate.py": "many ways to write one config",
    "katch_protocols/model/safeguards.py": "a table: one noun for each kind",
    "katch_protocols/semantics/table.py": "a row, a table and how it is written",
    "tests/files/strategies.py": "a table: one strategy for each noun",
    "tests/proofs/timing/timed.py": "one search, hour by hour",
}
"""Files that fight back, each with its reason."""


def _sources() -> list[Path]:
    folders = ("katch_protocols", "tests", "benchmarks")
    return sorted(each for folder in folders for each in (ROOT / folder).rglob("*.py"))


def _length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _limit(name: str) -> int:
    return TESTS_LIMIT if name.startswith("tests/") else LIMIT


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_source_file_is_long_but_the_exempted() -> None:
    lengths = {_name(path): _length(path) for path in _sources()}
    long = {name: length for name, length in lengths.items() if length > _limit(name)}
    assert set(long) == set(EXEMPT), long


def test_the_readme_is_short() -> None:
    assert _length(ROOT / "README.md") <= README_LIMIT


def test_no_module_is_called_by_a_word_that_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "core", "base", "manager", "misc"}
    package = ROOT / "katch_protocols"
    modules = [path.relative_to(package) for path in package.rglob("*.py")]
    names = {part for path in modules for part in path.with_suffix("").parts}
    assert not empty & names


def test_the_changelog_begins_with_the_version_of_the_project():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert newest[1] == project["project"]["version"]


def test_a_line_of_the_changelog_is_soon_read() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > CHANGE_LIMIT] == []
