"""The information view: the matrix that is proved, with the steps of the lanes."""

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw, draw_every_language
from tests.drawings.making import in_three_languages
from tests.duties.small import harbour


def test_the_twin_says_who_comes_to_know_what_and_at_which_steps():
    handbook = harbour()
    found = chart(handbook.protocols["lost"], handbook)
    twin = draw(found, handbook, view="information").twin
    assert twin[0] == ("Agency", "Data", "By what", "At steps")
    unseen = "Identity (not in the list of what it may see)"
    writes, is_sent = "writes «Form»", "is sent «Form» (in East)"
    assert twin[1:] == (
        ("Police", unseen, f"«Bring to a host»: {writes}", "1"),
        ("Welfare", unseen, f"«Bring to a host»: {writes}", "1"),
        ("Friends", unseen, f"«Bring to a host»: {is_sent}", "1"),
    )


def test_it_stands_in_the_same_place_in_every_language():
    handbook = in_three_languages(harbour())
    found = chart(handbook.protocols["lost"], handbook)
    drawn = draw_every_language(found, handbook, view="information")
    assert len({(each.width, each.height) for each in drawn.values()}) == 1
    assert len({len(each.twin) for each in drawn.values()}) == 1
