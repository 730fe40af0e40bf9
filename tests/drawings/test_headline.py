"""The title of a sheet stays on the sheet, however narrow."""

import pytest

from katch_protocols.drawings.lanes.heads import headline
from katch_protocols.drawings.text import Face

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
