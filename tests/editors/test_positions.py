"""Places in a text, as editors count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.editors.positions import Lines
from katch_protocols.findings import Place

TEXT = "a𝄞б\r\nсon\rx\n\nend"


@pytest.mark.parametrize(
    ("encoding", "behind_b"),
    [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)],
)
def test_a_letter_outside_the_basic_plane_counts_as_was_agreed(encoding, behind_b):
    lines = Lines(TEXT, encoding)
    assert lines.position(TEXT.index("\r")) == (0, behind_b)
    assert lines.offset(0, behind_b) == 3


def test_lines_end_as_the_protocol_has_it():
    starts = [TEXT[start : start + 1] for start in Lines(TEXT).starts]
    assert starts == ["a", "с", "x", "\n", "e"]


def test_places_that_are_not_there_are_the_nearest_that_is():
    lines = Lines("ab\r\ncd")
    assert lines.offset(0, 99) == 2
    assert lines.offset(9, 0) == 6
    assert lines.position(99) == (1, 2)
    assert lines.placed(Place("x", 9, 9)) == 6


@given(
    text=st.text(st.sampled_from("aб𝄞\r\n \u2028\x85")),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-32"]),
    data=st.data(),
)
def test_every_place_is_found_again(text, encoding, data):
    offset = data.draw(st.integers(0, len(text)))
    lines = Lines(text, encoding)
    line, unit = lines.position(offset)
    found = lines.offset(line, unit)
    # Between the two signs that end a line there is no place.
    inside_end = text[offset - 1 : offset + 1] == "\r\n"
    assert found == (offset - 1 if inside_end else offset)
