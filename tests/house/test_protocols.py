"""The handbook of ``protocols/`` is sound; every gap in it is known by name."""

from pathlib import Path

import pytest

from katch_protocols.findings import Severity
from katch_protocols.model.parties import AgencyKind
from katch_protocols.papers.page.public import still_named
from tests import shipped

KNOWN = Path(__file__).with_name("known_gaps.txt")


@pytest.fixture(scope="module")
def findings():
    return (*shipped.reading().findings, *shipped.findings())


def test_the_protocols_have_no_error(findings):
    assert [str(each) for each in findings if each.severity is Severity.ERROR] == []


def test_every_gap_and_warning_is_listed_and_every_listed_one_is_there(findings):
    shown = {
        f"{each.severity} {each.rule} {each.subject}"
        for each in findings
        if each.severity in {Severity.GAP, Severity.WARNING}
    }
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    assert listed == sorted(listed)
    assert shown == set(listed)


def test_no_region_has_people_or_languages_that_nobody_counted():
    """Staffing is shown on invented Saltmarsh; who counts real posts removes this."""
    regions = shipped.reading().sound().regions
    assert regions
    assert {name for name, each in regions.items() if each.posts} == set()
    assert {name for name, each in regions.items() if each.languages} == set()


def test_an_organisation_of_a_region_is_named_in_no_drawing_and_on_no_public_page():
    handbook = shipped.reading().sound()
    bound = {
        binding.agency
        for region in handbook.regions.values()
        for binding in region.roles.values()
        if binding.agency is not None
    }
    ngos = {name for name in bound if handbook.agencies[name].kind is AgencyKind.NGO}
    assert ngos
    for name in ngos:
        body = handbook.agencies[name]
        assert body.gives_place_away
        assert body.called.say("en") == "NGO of the region"
    assert still_named(handbook) == ()


def test_numbers_below_ten_are_left_out():
    assert "ten" in shipped.reading().sound().facts["small_cells"].title.say("en")
