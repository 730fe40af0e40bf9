"""What stays on one line, wherever a text is set."""

import pytest

from katch_protocols.words.unparted import NO_BREAK, on_paper, unparted


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("valid from 2 March 2026", ["valid", "from", "2_March_2026"]),
        ("с 1 января 2026 года", ["с_1_января_2026_года"]),
        ("2026 жылғы 2 наурыздан бастап", ["2026_жылғы_2_наурыздан", "бастап"]),
        ("Harbour police · 24 hours", ["Harbour", "police_·", "24_hours"]),
        ("проект · с 3 мая 2026 года", ["проект_·", "с_3_мая_2026_года"]),
        ("14 children of 40", ["14_children", "of", "40"]),
    ],
)
def test_a_date_is_one_and_no_line_begins_with_a_point(text, parts):
    assert on_paper(text).replace(NO_BREAK, "_").split(" ") == parts
    assert on_paper(on_paper(text)) == on_paper(text)


def test_a_narrow_column_of_a_page_may_part_a_date():
    """Seven regions stand side by side there, each with a day."""
    said = unparted("с 24 ноября 2026 года").replace(NO_BREAK, "_")
    assert said.split(" ") == ["с_24_ноября", "2026_года"]
