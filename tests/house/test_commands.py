"""Every command that a page names is one that ``katch`` understands."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperOption

from katch_protocols.cli.app import command_named
from katch_protocols.cli.commands import (
    COMMANDS,
    COULD_NOT_RUN,
    FINDINGS,
    USAGE,
    AnswerForm,
)
from katch_protocols.cli.starts import rule_start
from tests.house.pages import BLOCK, ROOT, title_of
from tests.house.test_docs import PAGES

BUDGET = (ROOT / "docs" / "explanation" / "budget.md").read_text(encoding="utf-8")
ANSWERS = ROOT / "docs" / "reference" / "answers"
CLI = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
INLINE = re.compile(r"`katch ((?!-)[^`]+)`")
EVERYWHERE = {"--help", "-h"}
FLAG = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
SHARED = set(FLAG.findall(CLI.partition("## Options that many")[2].split("## ")[0]))
"""Options that the page of the commands tells once for all of them."""


def _options(name: str) -> set[str]:
    params = command_named(name).params
    options = [each for each in params if isinstance(each, TyperOption)]
    return {flag for option in options for flag in option.opts} | EVERYWHERE


def _named(page: Path) -> Iterator[str]:
    """Find the commands in a page: in its prose, in consoles and in ``sh``."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        if block["kind"] in {"sh", "console"}:
            lines = re.findall(r"^(?:\$ )?katch (.+)$", block["body"], re.MULTILINE)
            yield from lines
    yield from INLINE.findall(BLOCK.sub("", text).replace("\\|", "|"))


def _unknown(words: list[str]) -> list[str]:
    """Return what of a command ``katch`` does not know."""
    name, *rest = words
    if name == "COMMAND":
        return []
    if name not in COMMANDS:
        return [name]
    flags = {word.partition("=")[0] for word in rest if word.startswith("-")}
    return sorted(flags - _options(name))


def test_a_page_names_only_commands_and_options_that_are_there():
    wrong = {
        f"{title_of(page)}: katch {line}": unknown
        for page in PAGES
        for line in _named(page)
        if (unknown := _unknown(shlex.split(line, comments=True)))
    }
    assert wrong == {}


def test_a_wrong_command_in_a_page_would_be_found():
    assert _unknown(["chek", "saltmarsh"]) == ["chek"]
    assert _unknown(["check", "saltmarsh", "--strct"]) == ["--strct"]


def test_every_rule_that_a_page_starts_has_a_family_and_a_good_name():
    started = {
        words[2]
        for page in PAGES
        for line in _named(page)
        if (words := shlex.split(line, comments=True))[:2] == ["new", "rule"]
        if "FAMILY" not in line
    }
    assert started == {"structure/left-alone"}
    assert all(len(rule_start(name)) == 2 for name in started)


def test_the_page_of_the_commands_lists_each_of_them():
    listed = re.findall(r"^\| `katch ([\w-]+)", CLI, re.MULTILINE)
    assert sorted(set(listed)) == sorted(COMMANDS)


def test_the_page_of_the_commands_has_one_section_for_each():
    heads = re.findall(r"^## ([\w-]+)$", CLI, re.MULTILINE)
    assert sorted(set(heads)) == sorted(heads)
    assert set(heads) <= set(COMMANDS)


def test_the_page_of_the_commands_tells_every_option():
    told = {name: set(FLAG.findall(_section(name))) for name in COMMANDS}
    left = {name: _options(name) - told[name] - SHARED for name in COMMANDS}
    missing = {name: flags - EVERYWHERE for name, flags in left.items()}
    assert {name: flags for name, flags in missing.items() if flags} == {}


def _section(name: str) -> str:
    found = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", CLI, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_page_of_the_commands_tells_the_forms_that_a_command_answers_in(name):
    told = re.findall(r"`--format ([a-z|]+)`", _section(name))
    forms = "|".join(COMMANDS[name].forms)
    assert told == [forms] * bool(forms)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_has_the_options_that_it_declares(name):
    command = COMMANDS[name]
    assert ("--format" in _options(name)) == bool(command.forms)
    assert ("--budget" in _options(name)) == command.has_budget
    assert (AnswerForm.JSON in command.forms) <= bool(command.schema)


def test_the_page_of_the_commands_links_the_schema_of_every_answer():
    told = re.findall(
        r"^\| `katch ([\w-]+).*\]\(answers/([\w-]+)\.schema", CLI, re.MULTILINE
    )
    known = {name: each.schema for name, each in COMMANDS.items() if each.schema}
    assert dict(told) == known
    published = {path.name.removesuffix(".schema.json") for path in ANSWERS.iterdir()}
    assert published == {*known.values(), "case"}


def test_the_page_of_the_commands_tells_every_exit_code():
    codes = re.findall(r"^\| (\d) \|", CLI, re.MULTILINE)
    assert codes == ["0", str(FINDINGS), str(USAGE), str(COULD_NOT_RUN)]


def test_the_page_of_budgets_names_the_commands_that_have_one():
    listed = re.search(r"^The commands with a budget are (.*)\.$", BUDGET, re.MULTILINE)
    assert listed
    names = re.findall(r"`([\w-]+)`", listed[1])
    assert names == sorted(n for n, each in COMMANDS.items() if each.has_budget)
