"""The pages of the reading findings say what the reader says."""

import re
from pathlib import Path

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.files.read_scenario import read_scenario
from katch_protocols.findings import Finding, Severity
from katch_protocols.rules.rule import rules
from tests.rules.saltmarsh import SALTMARSH, split, transcript
from tests.words.told import told

FOLDER = Path(__file__).parents[2] / "docs/reference/rules/reading"
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in FOLDER.glob("*.md")}
HEADINGS = [
    "Avoid",
    "What you will see",
    "Prefer",
    "Why it matters",
    "When to allow it",
]
TOLD = {
    "file-too-large": {"bound": "1048576"},
    "file-twice": {"name": "referral.yaml"},
    "font-too-large": {"name": "fonts/Georgian.ttf", "bound": "20971520"},
    "handbook-missing": {},
    "handbook-too-large": {"bound": "4194304"},
    "handbook-too-many-nodes": {"bound": "200000"},
    "no-folder": {"name": "protocolls"},
    "not-a-file": {"name": "referral.yaml"},
    "not-a-font": {"name": "fonts/Georgian.ttf"},
    "not-an-archive": {"name": "handbook.zip"},
    "not-utf-8": {"byte": "0xC4", "encoding": "Windows-1251"},
    "not-valid": {"key": "holidays"},
    "sentence-too-long": {},
    "symbolic-link": {"name": "referral.yaml"},
    "too-many-activities": {"bound": "8000"},
    "too-many-files": {"bound": "500"},
    "too-many-findings": {"bound": "1000"},
    "too-many-nodes": {"bound": "50000"},
    "too-many-sentences": {"bound": "200000"},
    "too-many-states": {"bound": "4000"},
    "unreadable-entry": {"name": "referral.yaml"},
    "unreadable-file": {"name": "referral.yaml"},
    "value-too-long": {"bound": "8192"},
}
"""Pages whose Avoid block tells what no page can show, and the facts they quote."""

SHOWN = sorted(set(PAGES) - set(TOLD))


def block(page: str, heading: str) -> str:
    """Return what stands in the fence under a heading."""
    found = re.search(rf"## {heading}\n\n```\w+\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return found[1]


def test_every_finding_has_a_page_and_every_page_a_finding() -> None:
    assert set(PAGES) == set(told("en")) - {rule.name for rule in rules()}
    assert set(TOLD) <= set(PAGES)


def test_a_page_has_its_headings_in_order() -> None:
    for name, page in PAGES.items():
        assert page.startswith(f"# {name}\n\n"), name
        assert re.findall("^## (.*)$", page, re.MULTILINE) == HEADINGS, name


def _findings(shown: str) -> list[Finding]:
    """Return what is told of a handbook, and of scenarios that are read beside it."""
    files = split(shown)
    beside = {name for name in files if name.startswith("scenarios/")}
    reading = read_texts({**SALTMARSH, **{n: files[n] for n in files.keys() - beside}})
    found = list(reading.findings)
    for name in beside:
        assert reading.handbook is not None
        text = files[name].encode()
        found += read_scenario(text, name, reading.handbook).findings
    return found


@pytest.mark.parametrize("name", SHOWN)
def test_what_to_avoid_is_found_in_the_words_of_the_page_and_the_rest_is_clean(
    name: str,
) -> None:
    found = _findings(block(PAGES[name], "Avoid"))
    said = [transcript(each) for each in found if each.rule == name]
    assert block(PAGES[name], "What you will see").splitlines() == said
    assert _findings(block(PAGES[name], "Prefer")) == []


@pytest.mark.parametrize("name", sorted(TOLD))
def test_what_cannot_be_shown_is_quoted_in_the_words_of_the_reader(name: str) -> None:
    said = str(Finding(name, Severity.ERROR, (), TOLD[name]))
    assert block(PAGES[name], "What you will see").endswith(f" {said}\n")
