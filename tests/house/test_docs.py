"""The pages that teach do what they say; every link inside leads somewhere."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from katch_protocols.files.read import read
from katch_protocols.findings import Severity
from katch_protocols.rules.check import check
from tests.house.pages import performed

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TEACHING = sorted(
    page
    for door in ("draft", "build", "present")
    for page in (DOCS / door).rglob("*.md")
    if page.name != "index.md"
)
TEACHING.append(ROOT / "README.md")
PAGES = sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)
GRAVE = {Severity.ERROR, Severity.WARNING}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", TEACHING, ids=_name)
def test_a_page_that_teaches_shows_what_really_happens(page, tmp_path):
    assert performed(page, tmp_path) == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", TEACHING, ids=_name)
def test_the_handbook_of_a_page_that_teaches_ends_sound(page, tmp_path):
    performed(page, tmp_path)
    reading = read(tmp_path / "saltmarsh")
    found = (*reading.findings, *check(reading.sound()))
    assert [str(each) for each in found if each.severity in GRAVE] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=_name)
def test_every_link_inside_leads_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_has_one_title_and_no_skipped_heading(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    depths = [len(found) for found in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))
