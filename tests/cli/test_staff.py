"""katch staff: what a region lacks, in the language of the reader."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("district")

REGION = """\
region: north_shore
title: North shore
posts:
  desk: {title: Harbour desk, roles: [duty_officer], people: 1, cover: always}
"""


@pytest.fixture
def shore(district):
    """Add a region with one desk of one person."""
    folder = district / "regions"
    folder.mkdir()
    (folder / "north_shore.yaml").write_text(REGION, encoding="utf-8")
    return district


@pytest.mark.usefixtures("shore")
def test_what_is_weak_is_told_by_its_titles(katch):
    ran = katch("staff", "north_shore")
    assert ran.code == 0
    assert "North shore" in ran.out
    assert "every case can be staffed" in ran.out
    assert "Some case stops when one person is absent here: Harbour desk." in ran.out


@pytest.mark.usefixtures("shore")
@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "людей хватает на любое дело"), ("kk", "кез келген іске адам жетеді")],
)
def test_the_reader_is_told_in_their_language(katch, language, said):
    assert said in katch("staff", "north_shore", "--language", language).out


def test_a_region_that_cannot_be_staffed_is_a_finding(shore, katch):
    place = shore / "regions" / "north_shore.yaml"
    place.write_text(REGION.replace(", cover: always", ""), encoding="utf-8")
    ran = katch("staff", "north_shore")
    assert ran.code == 1
    assert "duty at all hours (2 hours)" in ran.out
    assert "some case cannot be staffed" in ran.out


@pytest.mark.usefixtures("shore")
def test_one_protocol_alone_is_answered_as_data(katch):
    words = ("--protocol", "found_alone", "--format", "json", "--on", "2026-07-01")
    answer = json.loads(katch("staff", "north_shore", *words).out)
    assert list(answer["protocols"]) == ["found_alone"]
    found = answer["protocols"]["found_alone"]
    assert (found["staffable"], found["single_points"]) == (True, ["desk"])
    assert found["resilience"] == 0


@pytest.mark.usefixtures("shore")
def test_a_name_that_is_not_there_is_refused_with_the_nearest(katch):
    ran = katch("staff", "north_shor")
    assert ran.code == 2
    assert "There is no region 'north_shor'." in ran.err
    assert "The nearest is 'north_shore'." in ran.err
    assert katch("staff", "north_shore", "--protocol", "found_alon").code == 2
    assert katch("staff", "north_shore", "--language", "fr").code == 2


def test_a_region_of_a_handbook_without_regions_is_refused_with_that(katch):
    made = katch("new", "handbook", "bare", "--languages", "en", "--example")
    assert made.code == 0
    ran = katch("staff", "north_shore", "--handbook", "bare")
    assert ran.code == 2
    assert ran.err == "There is no region 'north_shore'.\nThere is none here yet.\n"
