"""Another text beside the one in force: where it is read, and what it changes."""

import pytest

import katch_protocols as kp
from katch_protocols.errors import UnknownNameError
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    ONE,
    REGION,
    ROLES,
    handbook,
    scenario,
)

ASKED = """\
scenario: s
protocols: single
region: harbour
arrivals: 2 cases a day
work: {serve: {mean: 3 hours}}
run: {years: 1, seed: 8, runs: 4, warm_up: 1 month}
compare:
  same_text: {handbook: ../next}
  same_people: {posts: {desk: {people: 1}}}
  one_more: {posts: {desk: {people: 2}}}
"""


@pytest.fixture
def asked(tmp_path):
    """A scenario in a folder of its own, and the same handbook beside it."""
    files = {
        "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
        "agencies.yaml": AGENCIES,
        "roles.yaml": ROLES,
        "regions/harbour.yaml": REGION,
        "single.yaml": ONE,
    }
    for name, text in files.items():
        path = tmp_path / "next" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    path = tmp_path / "scenarios" / "s.yaml"
    path.write_text(ASKED, encoding="utf-8")
    return path


def test_the_same_text_and_the_same_people_change_nothing_at_all(asked):
    found = kp.simulate(asked, handbook())
    for variant in ("same_text", "same_people"):
        made = found.compare(variant)
        assert made
        assert {each.estimate.mean for each in made} == {0.0}
        assert not any(each.told for each in made)
    assert any(each.told for each in found.compare("one_more"))


def test_a_handbook_that_is_handed_over_counts_in_place_of_the_folder(asked):
    other = kp.read(asked.parent.parent / "next")
    asked.parent.parent.joinpath("next").rename(asked.parent.parent / "gone")
    found = kp.simulate(asked, handbook(), others={"../next": other})
    assert found.compare("same_text")


def test_without_the_folder_it_is_refused(asked):
    asked.parent.parent.joinpath("next").rename(asked.parent.parent / "gone")
    with pytest.raises(kp.HandbookError):
        kp.simulate(asked, handbook())


def test_a_scenario_that_stands_in_no_folder_needs_the_handbook():
    noun = scenario(ASKED)
    with pytest.raises(UnknownNameError, match=r"\.\./next") as found:
        kp.simulate(noun, handbook())
    assert (found.value.kind, found.value.name) == ("handbook", "../next")
