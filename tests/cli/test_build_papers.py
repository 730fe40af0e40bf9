"""katch build --papers: papers beside the drawings, kept when nothing changed."""

import sys

import pytest

from tests.rules.saltmarsh import FILES

PAPERS = (
    "booklet.en.pdf",
    "found_alone/annex.en.docx",
    "found_alone/cards.en.pdf",
    "found_alone/poster.en.pdf",
    "found_alone/slides.en.pptx",
    "found_alone/summary.en.pdf",
    "found_alone/tabletop.en.pdf",
    "ministry.children_office.en.pdf",
    "ministry.police_post.en.pdf",
)


def papers(folder):
    found = folder.rglob("*.en.*")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if path.suffix in {".pdf", ".docx", ".pptx"}
    }


@pytest.fixture
def _extra():
    for name in ("typst", "pptx", "docx"):
        pytest.importorskip(name, reason="the extra 'papers' is optional")


@pytest.mark.usefixtures("_extra")
def test_papers_stand_beside_the_drawings_and_are_kept(district, katch):
    ran = katch("build", "--papers")
    assert (ran.code, ran.out) == (0, "Files in 'diagrams': 33.\n"), ran.err
    made = papers(district.parent / "diagrams")
    assert tuple(sorted(made)) == PAPERS
    assert katch("papers", "-o", "papers").code == 0
    assert katch("tabletop", "found_alone", "-o", "papers").code == 0
    assert papers(district.parent / "papers") == made
    again = katch("build", "--papers")
    assert again.out == "Files in 'diagrams': 33.\nUp to date already: 33.\n"
    at = "--address", "https://example.org/index.html"
    coded = katch("build", "--papers", *at)
    assert coded.out == "Files in 'diagrams': 33.\nUp to date already: 30.\n"
    assert katch("papers", "--kind", "ministry", "-o", "sheets", *at).code == 0
    sheets = papers(district.parent / "sheets")
    assert len(sheets) == 2
    assert sheets.items() <= papers(district.parent / "diagrams").items()
    assert not sheets.items() & made.items()
    # Without them there are none: what is not asked for would soon be out of date.
    assert katch("build").out == "Files in 'diagrams': 24.\nUp to date already: 24.\n"
    assert papers(district.parent / "diagrams") == {}


def test_a_missing_extra_is_one_sentence_before_anything_is_drawn(
    district, katch, monkeypatch
):
    monkeypatch.setitem(sys.modules, "typst", None)
    ran = katch("build", "--papers")
    assert ran.code == 3
    assert "katch-protocols[papers]" in ran.err
    assert ran.err.count("\n") == 1
    assert not (district.parent / "diagrams").exists()


def test_where_no_body_has_a_duty_there_is_no_sheet_and_it_says_so(katch, tmp_path):
    ends = """
protocol: referral
title: Referral
initial: closed
states: {closed: {title: Closed, final: true, outcome: protected}}
"""
    for name, text in {**FILES, "referral.yaml": ends}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = katch("papers", "--kind", "ministry", "--handbook", str(tmp_path))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "No sheets of ministries: no agency has a duty here.\n"
