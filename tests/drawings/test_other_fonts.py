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


HEAD = """() => [...document.querySelectorAll("text")].map((each) => {
  const box = each.getBBox();
  return [each.textContent, box.x, box.y, box.x + box.width, box.y + box.height];
})"""


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("phase", ["planning", "search", "settling"])
def test_the_title_stays_on_its_sheet_and_clear_of_what_stands_beside_it(
    window, tmp_path, phase, language
):
    handbook = reading().sound()
    protocol = handbook.protocols["referral_and_assistance"]
    drawing = draw(chart(protocol, handbook), handbook, phase=phase, language=language)
    file = tmp_path / "drawing.svg"
    drawing.save(file)
    window.goto(file.as_uri())
    head = [each for each in window.evaluate(HEAD) if each[0] and each[4] < 50]
    assert head
    for _, left, top, right, bottom in head:
        assert 0 <= left < right <= drawing.width
        beside = [each for each in head if each[1] > left]
        assert not any(
            each[1] < right and each[2] + 2 < bottom and top + 2 < each[4]
            for each in beside
        )


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("view", ["child-path", "overview"])
def test_a_line_is_hardly_wider_in_the_fonts_of_a_machine(
    window, tmp_path, view, language
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
    window.goto(file.as_uri())
    wide = {}
    for text, size, weight, family, length in window.evaluate(LINES):
        if len(text) > 5 and "SemiCondensed" not in family:
            face = Face.SEMIBOLD if weight >= 600 else Face.REGULAR
            wide[text] = length / width(text, size, face)
    assert len(wide) > 20
    assert {text: each for text, each in wide.items() if each > MOST} == {}
