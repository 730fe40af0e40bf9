"""The least protocol there is, an end alone, has every drawing and every paper."""

import io

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import page_of
from katch_protocols.drawings.known_views import every_view, view_named
from katch_protocols.drawings.material import Material
from katch_protocols.files.read import read_texts
from katch_protocols.rules.check import check
from tests.rules.saltmarsh import FILES

pptx = pytest.importorskip("pptx", reason="the extra 'papers' is optional")
pytest.importorskip("typst", reason="the extra 'papers' is optional")

from katch_protocols.papers.make import (  # noqa: E402 - needs the extra
    PaperKind,
    make_papers,
)

LEAST = """
protocol: referral
title: Referral
initial: closed
states:
  closed: {title: Closed, final: true, outcome: protected}
"""


AFTER = "3 to 4", "4 to 6"
"""What changes, and the decision."""


def handbook():
    return read_texts({**FILES, "referral.yaml": LEAST}).sound()


def test_every_drawing_says_in_words_what_it_shows() -> None:
    found = handbook()
    drawn = chart(found.protocols["referral"], found)
    material = Material(drawn, found, graphviz=False, findings=check(found))
    for view in every_view():
        part = "harbour_police" if view.takes == "agency" else None
        picture = page_of(view, material.of(part)).picture("en")
        is_read = 'role="graphics-document' in picture.svg  # part by part
        assert picture.description or is_read, view.name
    path = page_of(view_named("child-path"), material).picture("en")
    assert path.description == "This protocol has no step to tell."


def test_every_paper_is_made() -> None:
    made = dict(make_papers(handbook(), only="referral"))
    assert sorted(made) == [
        "referral/annex.en.docx",
        "referral/booklet.en.pdf",
        "referral/cards.en.pdf",
        "referral/poster.en.pdf",
        "referral/slides.en.pptx",
        "referral/summary.en.pdf",
    ]


def test_where_nothing_is_missing_no_slide_says_what_is() -> None:
    made = dict(make_papers(handbook(), only="referral", kinds=[PaperKind.SLIDES]))
    deck = pptx.Presentation(io.BytesIO(made["referral/slides.en.pptx"]))
    titles = [each.shapes.title.text for each in deck.slides]
    assert "What is missing" not in titles
    notes = [each.notes_slide.notes_text_frame.text for each in deck.slides][:4]
    minutes = [each.splitlines()[0] for each in notes]
    assert minutes == [f"Minutes {each}" for each in ("0 to 1", "1 to 3", *AFTER)]
