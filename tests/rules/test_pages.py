"""Every rule against its own page: the page is the fixture."""

import re
from itertools import count
from pathlib import Path

import pytest

from katch_protocols.budget import ENDLESS, Budget, Meter, spending
from katch_protocols.findings import Finding, Severity
from katch_protocols.rules.rule import Family, Rule, rules
from tests.fonts import FONT, without_readers_of_fonts
from tests.rules.saltmarsh import SALTMARSH, examine, split, transcript

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "rules"
HEADINGS = [
    "Avoid",
    "What you will see",
    "Prefer",
    "Why it matters",
    "When to allow it",
]


def _page(rule: Rule) -> str:
    return (PAGES / rule.family / f"{rule.name}.md").read_text(encoding="utf-8")


def _block(page: str, heading: str) -> str:
    section = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.search(r"```\w+\n(.*?)\n?```", section, re.DOTALL)[1]


def _slow() -> Meter:
    """Return the usual budget on a machine that is slow in the same way each time."""
    ticks = count()
    return Meter(Budget(), lambda: next(ticks) / 200)


def _shown(rule: Rule, block: str) -> list[Finding]:
    """Return what a reader of the page sees: notes only on the page of a note."""
    files = split(block)
    with spending(_slow() if rule.name == "over-budget" else ENDLESS):
        if rule.name == "font-not-read":
            with without_readers_of_fonts():
                found = examine({**files, **FONT}, district=SALTMARSH)
        else:
            found = examine(files, district=SALTMARSH)
    return [
        finding
        for finding in found
        if finding.severity is not Severity.NOTE or finding.rule == rule.name
    ]


BESIDE = {"vacuous-measure": ("unreachable-state",)}
"""What cannot be shown alone: nothing is counted in vain but what cannot happen."""

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)


@each_rule
def test_the_avoid_block_is_reported_in_the_words_of_the_page(rule: Rule) -> None:
    page = _page(rule)
    seen = [transcript(each) for each in _shown(rule, _block(page, "Avoid"))]
    assert seen == _block(page, "What you will see").splitlines()
    told = {each.split()[2].removesuffix(":") for each in seen}
    assert told == {rule.name, *BESIDE.get(rule.name, ())}


@each_rule
def test_the_prefer_block_is_clean(rule: Rule) -> None:
    assert _shown(rule, _block(_page(rule), "Prefer")) == []


def test_a_page_has_its_headings_in_order_and_says_something_under_each() -> None:
    for rule in rules():
        page = _page(rule)
        assert page.startswith(f"# {rule.name}\n\n"), rule.name
        assert re.findall(r"^## (.+)$", page, re.MULTILINE) == HEADINGS, rule.name
        summary = page.split("\n\n", 2)[1]
        assert summary.endswith("."), rule.name
        assert "\n" not in summary, rule.name
        for heading in HEADINGS[3:]:
            said = page.split(f"## {heading}\n", 1)[1].split("## ")[0]
            assert said.strip(), (rule.name, heading)


def test_every_page_has_its_rule() -> None:
    families = {str(family) for family in Family}
    pages = {
        (path.parent.name, path.stem)
        for path in PAGES.glob("*/*.md")
        if path.parent.name in families and path.stem != "index"
    }
    assert pages == {(rule.family, rule.name) for rule in rules()}


def test_every_rule_has_one_name() -> None:
    assert len({rule.name for rule in rules()}) == len(rules())
    for rule in rules():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)


def test_the_district_itself_is_clean() -> None:
    assert examine({}, district=SALTMARSH) == ()
