"""The handbook of ``protocols/`` is sound; each finding has an owner and a day."""

import re

import pytest

from katch_protocols.findings import Severity
from katch_protocols.model.parties import AgencyKind
from katch_protocols.papers.page.findings import PageFindings
from katch_protocols.papers.page.public import still_named
from katch_protocols.papers.page.texts import PageLanguages
from tests import shipped
from tests.house.register import to_register


@pytest.fixture(scope="module")
def findings():
    return (*shipped.reading().findings, *shipped.findings())


def test_the_protocols_have_no_error(findings):
    assert [str(each) for each in findings if each.severity is Severity.ERROR] == []


def test_no_finding_is_outside_the_register(findings):
    """If one is, ``python -m tests.house.register`` proposes who sees to it."""
    new = [each for each in findings if to_register(each) and not each.registered]
    assert [f"{each.rule} {each.subject}" for each in new] == []


def test_the_register_speaks_of_nothing_that_is_done_or_late(findings):
    assert [str(each) for each in findings if each.rule.startswith("register-")] == []


def test_each_entry_of_the_register_has_a_body_and_a_day():
    handbook = shipped.reading().sound()
    entries = handbook.known_gaps.values()
    assert entries
    assert [each.id for each in entries if each.owner not in handbook.agencies] == []
    assert [each.id for each in entries if each.due is None] == []


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


def test_the_page_tells_each_finding_without_a_name_of_a_file(findings):
    """Ids, paths and spans as they are typed say nothing to a ministry."""
    handbook = shipped.reading().sound()
    languages = PageLanguages(handbook.languages)
    typed = re.compile(
        r"\b[a-z0-9]+_[a-z0-9_]+\b|\.yaml|\d+ (hours?|(working )?days?)\b"
    )
    for each in PageFindings(handbook, languages).all(findings):
        english, *others = each.saw
        spans = [said for said in others if typed.search(said)]
        names = re.findall(r"'[a-z0-9]+_[a-z0-9_]+'|\.yaml", english)
        assert (spans, names) == ([], []), each.rule
