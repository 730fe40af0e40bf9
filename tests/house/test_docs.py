"""The docs do what they say, from an empty folder; each link inside leads somewhere."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from katch_protocols.cli.starts import handbook_start
from katch_protocols.files.read import read
from katch_protocols.findings import Severity
from katch_protocols.rules.check import check
from katch_protocols.sentences.grammar import DOTTED, PLAIN
from tests.house.pages import BEGIN, BLOCK, ROOT, PageError, performed, title_of
from tests.house.unperformed import BLOCKS, COMMANDS, OTHERS

DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)
PAGES += [ROOT / "CHANGELOG.md", ROOT / "README.md"]
TUTORIAL = DOCS / "draft" / "first-protocol.md"
GRAVE = {Severity.ERROR, Severity.WARNING}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
BEGUN = "katch new handbook saltmarsh --languages en --example"


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _elsewhere(page: Path) -> bool:
    return any(title_of(page).startswith(f"{folder}/") for folder in OTHERS)


PERFORMED = [page for page in PAGES if not _elsewhere(page) and "```" in _text(page)]
GOING_ON = [page for page in PERFORMED if BEGUN in _text(page) and page != TUTORIAL]


@pytest.mark.parametrize("page", PERFORMED, ids=title_of)
def test_a_page_shows_what_really_happens_and_its_handbook_ends_sound(page, tmp_path):
    assert performed(page, tmp_path) == _text(page)
    if (tmp_path / "saltmarsh").exists():
        reading = read(tmp_path / "saltmarsh")
        found = (*reading.findings, *check(reading.sound()))
        assert [str(each) for each in found if each.severity in GRAVE] == []


def _bare(text: str) -> list[str]:
    """Return the lines of YAML without comments, so that languages do not matter."""
    return [re.sub(r" *#.*", "", line) for line in text.splitlines()]


def test_the_example_of_a_new_handbook_is_where_the_tutorial_ends(tmp_path):
    performed(TUTORIAL, tmp_path)
    made = {path.name: path for path in (tmp_path / "saltmarsh").iterdir()}
    example = handbook_start("saltmarsh", ["en"], example=True)
    assert sorted(made) == sorted(example)
    for name, path in made.items():
        assert _bare(_text(path)) == _bare(example[name]), name


def _goes_on(page: Path) -> bool:
    """Return whether the line below the title says from where its reader comes."""
    _, line, *_ = _text(page).split("\n\n")
    targets = [(page.parent / each).resolve() for each in LINK.findall(line)]
    return (
        line.startswith("This page goes on from [a first protocol](")
        and BEGIN.findall(line) == [BEGUN.removeprefix("katch ")]
        and targets == [TUTORIAL]
    )


def test_a_page_that_goes_on_says_from_where_below_its_title():
    assert [title_of(page) for page in GOING_ON if not _goes_on(page)] == []


def test_most_pages_go_on_from_the_tutorial():
    assert len(GOING_ON) >= 35


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ("```ruby\nputs 1\n```", "a block of 'ruby' is not performed"),
        ("```text\nwhat nothing printed\n```", "a block of 'text' is not performed"),
        ("```yaml\nprotocol: nameless\n```", "must begin with '# NAME.yaml'"),
        ("```console\n$ rm -r saltmarsh\n```", r"must begin with '\$ katch'"),
        ("```sh\nmake everything\n```", "'make everything' is not run"),
        ("```sh\nkatch check nowhere\n```", "'katch check nowhere' gave 2"),
    ],
)
def test_a_block_that_cannot_be_performed_is_refused(tmp_path, monkeypatch, block, why):
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n\n{block}\n", encoding="utf-8")
    monkeypatch.setattr("tests.house.pages.ROOT", tmp_path)
    with pytest.raises(PageError, match=why):
        performed(page, tmp_path)


def test_what_is_not_performed_still_stands_in_a_page():
    for name, blocks in BLOCKS.items():
        bodies = [block["body"] for block in BLOCK.finditer(_text(ROOT / name))]
        for first in blocks:
            assert any(body.startswith(first) for body in bodies), (name, first)
    lines = {
        re.sub(r" +#.*", "", line)
        for page in PERFORMED
        for block in BLOCK.finditer(_text(page))
        if block["kind"] == "sh"
        for line in block["body"].splitlines()
    }
    assert set(COMMANDS) <= lines


RULES = [page for page in PAGES if title_of(page).startswith("docs/reference/rules/")]


def _parts(page: Path) -> list[tuple[str, int]]:
    """Return the headings of a page, each with how many blocks stand below it."""
    parts = (part.partition("\n") for part in _text(page).split("\n## ")[1:])
    return [(title, len(BLOCK.findall(part))) for title, _, part in parts]


def test_a_page_of_a_rule_has_three_blocks_and_its_test_performs_each():
    pages = [page for page in RULES if page.name != "index.md"]
    shown = [("Avoid", 1), ("What you will see", 1), ("Prefer", 1)]
    parts = {title_of(page): _parts(page) for page in pages}
    other = {name: each for name, each in parts.items() if each[:3] != shown}
    assert other == {}
    more = {name: each for name, each in parts.items() if sum(n for _, n in each) != 3}
    assert more == {}


def _preview() -> dict[str, str]:
    page = _text(DOCS / "draft" / "how-to" / "preview.md")
    return {block["kind"]: block["body"] for block in BLOCK.finditer(page)}


def test_an_editor_finds_the_problems_that_the_page_about_preview_shows():
    blocks = _preview()
    (task,) = json.loads(blocks["json"])["tasks"]
    matcher = task["problemMatcher"]
    begun, problem, ended = blocks["text"].splitlines()
    assert re.fullmatch(matcher["background"]["beginsPattern"], begun)
    assert re.fullmatch(matcher["background"]["endsPattern"], ended)
    found = re.fullmatch(matcher["pattern"]["regexp"], problem)
    assert found is not None
    assert found[matcher["pattern"]["file"]] == "saltmarsh/referral.yaml"
    assert found[matcher["pattern"]["code"]] == "unknown-role"


def test_the_schemas_that_an_editor_is_given_are_those_that_are_written(tmp_path):
    page = DOCS / "build" / "how-to" / "complete-in-an-editor.md"
    performed(page, tmp_path)
    (settings,) = (
        each["body"] for each in BLOCK.finditer(_text(page)) if each["kind"] == "json"
    )
    named = json.loads(settings)["yaml.schemas"]
    written = {f".schemas/{each.name}" for each in (tmp_path / ".schemas").iterdir()}
    assert set(named) == written


def test_every_kind_of_name_that_a_refusal_writes_in_capitals_is_explained():
    page = _text(DOCS / "reference" / "words.md")
    told = set(re.findall(r"`([A-Z]+)`", page.partition("## Words in capitals")[2]))
    assert {*PLAIN, *DOTTED, "NUMBER"} <= told


def test_every_link_inside_leads_somewhere():
    broken = [
        f"{title_of(page)}: {target}"
        for page in PAGES
        for target in LINK.findall(BLOCK.sub("", _text(page)))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def _headings(page: Path) -> set[str]:
    """Return what links to the headings of a page end in, where it is read as it is."""
    found = re.findall(r"^#+ (.*)$", BLOCK.sub("", _text(page)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in found}


@pytest.mark.parametrize("page", PAGES[-2:], ids=title_of)
def test_a_page_outside_the_docs_links_only_headings_that_are_there(page):
    links = re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", BLOCK.sub("", _text(page)))
    aims = [(page.parent / name if name else page, part) for name, part in links]
    assert [(aim, part) for aim, part in aims if part not in _headings(aim)] == []


def _outline(page: Path) -> list[int]:
    """Return how deep each heading of a page is."""
    text = BLOCK.sub("", _text(page))
    return [len(found) for found in re.findall(r"^(#+) ", text, re.MULTILINE)]


def test_a_page_has_one_title_and_no_skipped_heading():
    outlines = {title_of(page): _outline(page) for page in PAGES[:-1]}
    untitled = [
        name
        for name, depths in outlines.items()
        if depths[:1] != [1] or depths.count(1) != 1
    ]
    assert untitled == []
    skipping = [
        name
        for name, depths in outlines.items()
        if any(after > before + 1 for before, after in pairwise(depths))
    ]
    assert skipping == []
