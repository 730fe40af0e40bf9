"""Whoever cannot see a drawing: axe looks at each kind, alone or inside a page.

Each kind is looked at in one language, and in one of both places, by turns, for axe
takes a second; what it judges (names, roles, contrast) is drawn alike in every
language, and a test of every view compares that. With ``KATCH_EVERY_LANGUAGE=1`` in the
environment each is looked at in every language, alone and inside.
"""

import os
import re
from html import escape

import pytest
from axe_playwright_python.sync_playwright import Axe

from katch_protocols.drawings.counterexample import draw_case
from tests.drawings.every_view import KINDS, every_view
from tests.drawings.making import in_three_languages
from tests.duties.small import harbour
from tests.proofs.pier import tell

LANGUAGES = ("en", "ru", "kk")
WHOLE = bool(os.environ.get("KATCH_EVERY_LANGUAGE"))
PLACES = ("alone", "inside")
BY_TURNS = [
    (kind, language, place)
    for at, kind in enumerate(KINDS)
    for language in (LANGUAGES if WHOLE else LANGUAGES[at % 3 : at % 3 + 1])
    for place in (PLACES if WHOLE else PLACES[at % 2 : at % 2 + 1])
]


@pytest.fixture(scope="module")
def drawings():
    made = dict(every_view(in_three_languages(harbour()), "lost", "police"))
    told = tell("never ask")
    made["counterexample"] = {
        language: draw_case(told.chart, told.book, told.proof, language=language)
        for language in LANGUAGES
    }
    return made


def _complaints(window, file):
    window.goto(file.as_uri())
    found = Axe().run(window)
    return found.generate_report() if found.violations_count else ""


def _page(drawing, language):
    title = escape(drawing.title)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><main><h1>{title}</h1>"
        f"{drawing.svg}</main></body></html>"
    )


@pytest.mark.parametrize("turn", BY_TURNS, ids="-".join)
def test_axe_finds_nothing_in_a_drawing(turn, drawings, window, tmp_path):
    kind, language, place = turn
    drawing = drawings[kind][language]
    if place == "alone":
        file, text = tmp_path / "drawing.svg", drawing.svg
    else:
        file, text = tmp_path / "page.html", _page(drawing, language)
    file.write_text(text, encoding="utf-8")
    assert _complaints(window, file) == ""


def test_axe_would_say_so_if_a_drawing_had_no_name(drawings, window, tmp_path):
    told = ' aria-(labelledby|describedby)="[^"]*"'
    svg = re.sub(told, "", drawings["lanes"]["en"].svg)
    start = svg.index("<title id=")
    nameless = svg[:start] + svg[svg.index("</desc>") + len("</desc>") :]
    page = _page(drawings["lanes"]["en"], "en").replace(
        drawings["lanes"]["en"].svg, nameless
    )
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    assert "svg-img-alt" in _complaints(window, file)
