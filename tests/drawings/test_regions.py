"""The map of regions says the same as the gaps, and so do the lanes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.views.regions.swatches import swatches
from katch_protocols.drawings.views.regions.tiles import Lacking
from katch_protocols.drawings.views.regions.view import RegionsView
from tests.shipped import reading


@pytest.fixture(scope="module")
def handbook():
    return reading().sound()


def test_a_region_shows_the_roles_that_nobody_plays_and_no_gap_names(handbook):
    """As the gaps say it: nobody runs a place of safety in two oblasts."""
    found = chart(handbook.protocols["acml_identification_and_support"], handbook)
    twin = draw(found, handbook, view="regions").twin
    unplayed = {row[0]: row[3] for row in twin if row[1] == "Roles that nobody plays"}
    assert unplayed == {
        "Jambyl oblast": "Place of safety",
        "Kyzylorda oblast": "Place of safety",
    }


def test_a_gap_that_every_region_has_makes_no_region_red(handbook):
    subject = Subject(
        chart(handbook.protocols["cross_border_return"], handbook), handbook
    )
    lacking = Lacking(subject)
    gaps = [cell for cell in subject.answer.matrix if cell.gaps]
    assert {role for cell in gaps for gap in cell.gaps for role in gap.roles} == {
        "xb_authority_tj",
        "xb_ngo_tj",
    }
    assert not any(map(lacking.here, gaps))
    other = chart(handbook.protocols["acml_identification_and_support"], handbook)
    subject = Subject(other, handbook)
    here = {
        cell.region for cell in subject.answer.matrix if Lacking(subject).here(cell)
    }
    assert here == {"almaty_oblast", "jambyl", "kyzylorda", "turkistan"}


def test_a_role_that_every_region_leaves_to_nobody_is_no_duty_of_its_home(handbook):
    subject = Subject(
        chart(handbook.protocols["partner_selection"], handbook), handbook
    )
    assert subject.home("grant_maker") == "grant_maker"
    assert "winrock" not in [lane.id for lane in subject.story.lanes]
    assert subject.home("police_duty") == "mia"


def test_no_two_bodies_on_the_map_look_alike_and_the_key_names_each(handbook):
    """In grey too: bodies of one family differ by their pattern alone."""
    for name in ("referral_and_assistance", "acml_identification_and_support"):
        found = chart(handbook.protocols[name], handbook)
        view = RegionsView(Subject(found, handbook))
        looks = view.looks.values()
        assert len({*looks}) == len(looks) > 0
        key = {sample.label.say("ru") for sample in view._key()}
        assert {view.subject.short(body).say("ru") for body in view.looks} <= key


@given(st.lists(st.sampled_from(("#052286", "#AA5986")), max_size=14))
def test_every_pattern_is_told_from_the_others_at_the_size_of_a_sample(colours):
    bodies = [f"body{at}" for at in range(len(colours))]
    looks = swatches(bodies, dict(zip(bodies, colours, strict=True)))
    drawn = [tuple(look.drawn(Rect(0, 0, 20, 20))) for look in looks.values()]
    few = [d for d, c in zip(drawn, colours, strict=True) if colours.count(c) <= 7]
    assert len(set(few)) == len(few)
