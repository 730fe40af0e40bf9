"""Drawings where our fonts are missing: their letters stay in their boxes."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.text import Face, width
from tests.shipped import kept, reading

MOST = 1.13
"""So much wider a line may be; boxes have margins."""

LINES = """() => [...document.querySelectorAll("text")].flatMap((each) => {
  const look = getComputedStyle(each);
  const lines = [...each.querySelectorAll("tspan")];
  return (lines.length ? lines : [each]).map((line) => [line.textContent,
    parseFloat(look.fontSize), Number(look.fontWeight), look.fontFamily,
    line.getComputedTextLength()]);
})"""


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("view", ["child-path", "overview"])
def test_a_line_is_hardly_wider_in_the_fonts_of_a_machine(
    browser, tmp_path, view, language
):
    """The browser has none of ours: it takes Noto, Arial, or else DejaVu."""
    with kept():
        handbook = reading().sound()
        protocol = handbook.protocols["referral_and_assistance"]
        drawing = draw(
            chart(protocol, handbook), handbook, view=view, language=language
        )
    file = tmp_path / "drawing.svg"
    drawing.save(file)
    page = browser.new_page()
    page.goto(file.as_uri())
    wide = {}
    for text, size, weight, family, length in page.evaluate(LINES):
        if len(text) > 5 and "SemiCondensed" not in family:
            face = Face.SEMIBOLD if weight >= 600 else Face.REGULAR
            wide[text] = length / width(text, size, face)
    page.close()
    assert len(wide) > 20
    assert {text: each for text, each in wide.items() if each > MOST} == {}
