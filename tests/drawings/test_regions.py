"""The map of regions says the same as the gaps, and so do the lanes."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.views.regions.tiles import Lacking
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
