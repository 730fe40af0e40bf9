"""A case that goes to several bodies at once: what the overview and the flow say."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.lanes.warning import OverviewWarning
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.views.handoff_flow.view import HandoffFlowView
from katch_protocols.drawings.views.overview import OverviewView
from katch_protocols.files.read import read_texts

FILES = {
    "handbook.yaml": "handbook: pier\ntitle: Pier\nlanguages: [en]\n",
    "agencies.yaml": """\
agencies:
  police: {title: Police, kind: service, level: district}
  clinic: {title: Clinic, kind: service, level: district}
  school: {title: School, kind: service, level: district}
  welfare: {title: Welfare, kind: service, level: district}
""",
    "roles.yaml": """\
roles:
  officer: {title: Officer, agency: police}
  nurse: {title: Nurse, agency: clinic}
  teacher: {title: Teacher, agency: school}
  caseworker: {title: Caseworker, agency: welfare}
""",
    "help.yaml": """\
protocol: help
title: Help
initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    activities:
      refer:
        title: Refer
        by: officer
        to: helped
        handover: {to: caseworker, within: 4 hours}
  helped:
    title: Help under way
    held_by: caseworker
    parallel:
      health:
        initial: ill
        states:
          ill:
            title: Not yet treated
            held_by: nurse
            activities: {treat: {title: Treat, by: nurse, to: treated}}
          treated: {title: Treated, final: true}
      school:
        initial: out
        states:
          out:
            title: Out of school
            held_by: teacher
            activities: {enrol: {title: Enrol, by: teacher, to: enrolled}}
          enrolled: {title: Enrolled, final: true}
    done: planned
  planned:
    title: Plan due
    held_by: caseworker
    activities: {close: {title: Close, by: caseworker, to: closed}}
  closed: {title: Closed, final: true, outcome: protected}
""",
}


@pytest.fixture(scope="module")
def material():
    book = read_texts(FILES).sound()
    return Material(chart(book.protocols["help"], book), book, graphviz=False)


def test_an_overview_says_what_is_unacknowledged_into_strands_and_out(material):
    (sheet,) = OverviewView(material.whole).sheets
    said = {
        (move.source, move.target): [duty.text.say("en") for duty in move.duties]
        for move in sheet.story.moves
    }
    # The caseworker acknowledges; nurse and teacher, who hold the case next, need not.
    strands = {
        target: texts for (source, target), texts in said.items() if source == "helped"
    }
    assert strands == {
        "helped.health.ill": ["not acknowledged"],
        "helped.school.out": ["not acknowledged"],
    }
    (out,) = [texts for (_, target), texts in said.items() if target == "planned"]
    assert out == ["not acknowledged"]
    warning = OverviewWarning(sheet.story, sheet.layout, sheet.numbers)
    assert warning.steps == [1, 2, 3]


def test_an_overview_says_what_is_unacknowledged_behind_several_receivers():
    """Nurse and teacher confirm; the caseworker, who holds the case next, need not."""
    help_yaml = """\
protocol: help
title: Help
initial: seen
states:
  seen:
    title: Seen
    held_by: officer
    activities:
      refer:
        title: Refer
        by: officer
        to: planned
        handover: {to: [nurse, teacher], within: 4 hours}
  planned:
    title: Plan due
    held_by: caseworker
    activities: {close: {title: Close, by: caseworker, to: closed}}
  closed: {title: Closed, final: true, outcome: protected}
"""
    book = read_texts({**FILES, "help.yaml": help_yaml}).sound()
    made = Material(chart(book.protocols["help"], book), book, graphviz=False)
    (sheet,) = OverviewView(made.whole).sheets
    said = {
        move.target: [duty.text.say("en") for duty in move.duties]
        for move in sheet.story.moves
        if move.duties
    }
    assert said == {"planned": ["not acknowledged"]}
    warning = OverviewWarning(sheet.story, sheet.layout, sheet.numbers)
    assert warning.steps == [2, 3]


def test_what_one_act_hands_to_two_bodies_is_told_as_at_the_same_time(material):
    flow = HandoffFlowView(Subject.of(material), material.whole)
    assert [
        each.heading.say("en") for each in flow.lines if each.heading is not None
    ] == ["At the same time as handoff 1"]
