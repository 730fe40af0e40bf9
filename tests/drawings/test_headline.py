"""The title of a sheet stays on the sheet, however narrow."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.lanes.heads import headline
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.views.overview import OverviewView
from tests.drawings.legibility import extent, words_of
from tests.making import make_handbook, make_protocol

TITLE = "Направление и помощь ребёнку, пострадавшему от торговли людьми · Если ребёнок"


@pytest.mark.parametrize("room", [300, 400, 520, 700, 900, 1500])
def test_a_title_fits_its_room_in_at_most_two_lines(room):
    lines = headline(TITLE, room)
    assert lines.width <= room
    assert len(lines.lines) <= 2
    assert " ".join(lines.lines) == TITLE


def test_a_wide_sheet_has_its_title_on_one_line_at_full_size():
    lines = headline(TITLE, 1500)
    assert (len(lines.lines), lines.size, lines.face) == (1, 24, Face.SEMIBOLD)


def test_a_narrower_sheet_gives_up_size_before_the_line():
    lines = headline(TITLE, 1050)
    assert (len(lines.lines), lines.size) == (1, 22)
    # Six percent more in the widest font of a browser.
    assert lines.width * 1.06 <= 1050


def test_on_a_narrow_sheet_nothing_stands_on_a_title_of_one_word():
    strand = {
        "states": {"x": {"activities": {"go": {"to": "y"}}}, "y": {"final": True}}
    }
    strands = {"left": {**strand, "done": "b"}, "right": strand}
    states = {"a": {"held_by": "officer", "parallel": strands}, "b": {"final": True}}
    protocol = make_protocol({"states": states}, name="referral")
    book = make_handbook(protocol)
    material = Material(chart(protocol, book), book, graphviz=False)
    scene = OverviewView(material.whole).scene("en")
    heads = [each for each in words_of(scene.parts) if extent(each).bottom < 60]
    assert [(each.lines.lines, each.lines.size) for each in heads] == [
        (("Referral",), 24)
    ]
