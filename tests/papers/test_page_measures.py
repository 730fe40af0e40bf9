"""The page says what a protocol means for one child, in the colours of its theme."""

import re

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw_every_language
from katch_protocols.drawings.theme import GREY
from katch_protocols.papers.page.binding import sheets_of
from katch_protocols.papers.page.build import make_page
from katch_protocols.proofs.timing.measures import measure
from tests.papers.shelf import hostile_handbook
from tests.telling.page import book_in


def test_the_table_is_that_of_the_drawing_in_every_language():
    handbook = hostile_handbook()
    found = chart(handbook.protocols["care"], handbook)
    drawn = draw_every_language(found, handbook, view="measures")
    (sheet,) = sheets_of(make_page(handbook)).values()
    for at, language in enumerate(handbook.languages):
        rows = sheet["measures"]
        table = tuple(tuple(cell[at] for cell in row) for row in rows)
        assert table == drawn[language].twin


def test_measures_that_were_taken_give_the_same_page():
    handbook = hostile_handbook()
    found = chart(handbook.protocols["care"], handbook)
    taken = {"care": measure(found, handbook)}
    assert make_page(handbook, measures=taken) == make_page(handbook)


def test_in_grey_the_page_has_the_greys_of_the_theme():
    page = make_page(hostile_handbook(), theme=GREY)
    assert f":root{{--ink:{GREY.ink};" in page
    data = page[page.index('id="book"') :]
    data = data[: data.index("</script>")]
    colours = set(re.findall("#([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})", data))
    assert colours
    assert all(red == green == blue for red, green, blue in colours)


def test_every_agency_has_its_colour_on_the_page():
    book = book_in(make_page(hostile_handbook()))
    lanes = [lane for sheet in book["sheets"] for lane in sheet["lanes"]]
    colours = {lane["id"]: lane["colour"] for lane in lanes}
    assert {each["id"]: each["colour"] for each in book["agencies"]} == colours
