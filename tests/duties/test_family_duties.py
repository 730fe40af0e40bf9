"""What a ministry has to do in the story of a child, on a small invented district."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.duties.duty_pictures import picture_of
from katch_protocols.duties.family_duties import FamilyReader
from katch_protocols.duties.responsibility import responsibility_of
from katch_protocols.duties.story_order import story_order
from katch_protocols.files.read import read_texts
from katch_protocols.model.path import StoryMoment
from katch_protocols.model.pictures import Picture
from tests.shipped import reading

HANDBOOK = """\
handbook: district
title: District
languages: [en]
families:
  order: {title: Order}
  health: {title: Health}
functions:
  protect: {title: Protect}
"""
AGENCIES = """\
agencies:
  police: {title: Police, kind: service, level: district, family: order}
  patrol: {title: Patrol, kind: service, level: district, part_of: police}
  clinic: {title: Clinic, kind: service, level: district, family: health}
  school: {title: School, kind: service, level: district}
"""
ROLES = """\
roles:
  officer: {title: Officer, agency: patrol}
  nurse: {title: Nurse, agency: clinic}
  teacher: {title: Teacher, agency: school}
  child: {title: Child, agency: none}
"""
WAY = """\
protocol: a_way
title: The whole way
valid_from: 2026-01-01
initial: found
states:
  found:
    title: Found
    held_by: officer
    within: {limit: 2 hours, basis: proposed}
    activities:
      make_safe: {title: Make safe, by: officer, to: seen, opens: {protocol: z_care}}
      ask: {title: Ask, by: [officer, nurse, teacher], consult: child}
  seen:
    title: Seen
    held_by: nurse
    activities:
      look: {title: Look, by: nurse, accountable: officer, to: closed}
      may_rest: {title: Rest, by: nurse, may: true}
  closed: {title: Closed, final: true, outcome: protected}
safeguards:
  safe_first: {rule: look requires make_safe}
"""
CARE = """\
protocol: z_care
title: Care
valid_from: 2026-01-01
initial: open
states:
  open:
    title: Open
    held_by: nurse
    activities:
      heal: {title: Heal, by: nurse, consult: child, to: healed}
  healed: {title: Healed, final: true, outcome: protected}
"""
OFFICE = (
    CARE.replace("z_care", "b_office")
    .replace(", consult: child", "")
    .replace("outcome: protected", "outcome: done")
)


@pytest.fixture(scope="module")
def reader():
    texts = {
        "handbook.yaml": HANDBOOK,
        "agencies.yaml": AGENCIES,
        "roles.yaml": ROLES,
        "a_way.yaml": WAY,
        "b_office.yaml": OFFICE,
        "z_care.yaml": CARE,
    }
    handbook = read_texts(texts).sound()
    charts = [chart(each, handbook) for each in handbook.protocols.values()]
    return FamilyReader(charts, responsibility_of(charts, handbook), handbook)


def test_the_story_begins_where_most_follows_and_has_children_only(reader):
    assert story_order(reader.charts) == ("a_way", "z_care")


def test_a_protocol_that_ends_for_a_child_belongs_to_the_story():
    """Whatever its roles are called, and though no paper of it holds data."""
    search = CARE.replace("z_care", "search").replace(", consult: child", "")
    bare = read_texts(
        {
            "handbook.yaml": HANDBOOK,
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "search.yaml": search,
            "b_office.yaml": OFFICE,
        }
    ).sound()
    charts = [chart(each, bare) for each in bare.protocols.values()]
    assert story_order(charts) == ("search",)


def test_a_body_without_a_family_is_a_ministry_with_those_under_it(reader):
    assert reader.families == ("order", "health", "school")


def test_duties_stand_in_the_order_of_the_story_and_powers_are_none(reader):
    found = reader.family("health")
    assert [each.duty.activity for each in found.chosen] == ["ask", "look", "heal"]
    assert found.every == 3
    assert found.bodies == ("clinic",)


def test_who_answers_for_what_others_do_is_told_so(reader):
    found = {each.duty.activity: each for each in reader.family("order").chosen}
    assert {name: each.does for name, each in found.items()} == {
        "make_safe": True,
        "ask": True,
        "look": False,
    }
    assert found["look"].bodies == ("patrol",)
    assert found["look"].doers == ("nurse",)


def test_a_case_comes_from_others_and_goes_to_others(reader):
    found = {each.duty.activity: each for each in reader.family("health").chosen}
    assert found["look"].senders == ("patrol",)
    made = reader.family("order").chosen[0]
    assert (made.duty.activity, made.receivers) == ("make_safe", ("clinic",))


def test_first_is_chosen_on_what_most_hangs_and_last_what_all_must_do(reader):
    one = reader.family("order", most=1)
    assert [each.duty.activity for each in one.chosen] == ["make_safe"]
    assert one.chosen[0].safeguards == ("safe_first",)
    two = reader.family("order", most=2)
    assert [each.duty.activity for each in two.chosen] == ["make_safe", "look"]


def test_a_moment_of_the_path_is_chosen_before_what_more_hangs_on(reader):
    path = (StoryMoment(at="a_way.ask"),)
    handbook = reader.handbook.model_copy(update={"path": path})
    told = FamilyReader(reader.charts, reader.answer, handbook)
    one = told.family("order", most=1)
    assert [each.duty.activity for each in one.chosen] == ["ask"]


def test_no_protocol_takes_the_whole_sheet_of_a_ministry():
    handbook = reading().sound()
    charts = [chart(each, handbook) for each in handbook.protocols.values()]
    reader = FamilyReader(charts, responsibility_of(charts, handbook), handbook)
    for family in reader.families:
        found = reader.family(family)
        seen = [each.duty.protocol for each in found.chosen]
        every = {each.duty.protocol for each in (*found.chosen, *found.rest)}
        assert len(set(seen)) >= min(2, len(every)), family
    seen = [each.duty.activity for each in reader.family("interior").chosen]
    assert {"make_safe", "report_both", "interview_once", "review_search"} <= {*seen}


def test_a_duty_has_the_pictogram_that_the_handbook_names_for_it():
    handbook = reading().sound()
    made = chart(handbook.protocols["justice_child_sensitive"], handbook)
    assert picture_of(made, handbook, "interview_once") is Picture.SPEAK
    assert picture_of(made, handbook, "investigate") is Picture.FIND
    plain = handbook.model_copy(update={"pictures": ()})
    assert picture_of(made, plain, "investigate") is Picture.POLICE


@pytest.mark.parametrize("within", ["", ", within: 1 hour, basis: proposed"])
def test_a_case_that_is_handed_over_goes_to_who_acknowledges_it(within: str) -> None:
    handed = WAY.replace(
        "to: seen, opens: {protocol: z_care}",
        f"inform: [teacher], to: seen, handover: {{to: nurse{within}}}",
    )
    assert handed != WAY
    texts = {
        "handbook.yaml": HANDBOOK,
        "agencies.yaml": AGENCIES,
        "roles.yaml": ROLES,
        "a_way.yaml": handed,
    }
    handbook = read_texts(texts).sound()
    charts = [chart(each, handbook) for each in handbook.protocols.values()]
    reader = FamilyReader(charts, responsibility_of(charts, handbook), handbook)
    duties = reader.family("order").chosen
    found = {each.duty.activity: each.receivers for each in duties}
    assert found["make_safe"] == ("clinic",)
