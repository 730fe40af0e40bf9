"""What the page knows of a protocol: duties with their bodies, an example, the walk."""

from functools import cache

import pytest

import katch_protocols
from katch_protocols.charts.build import chart
from katch_protocols.papers.page.sheets import Sheets
from katch_protocols.papers.page.walks import example
from katch_protocols.semantics.compile import compile_chart
from tests.making import make_handbook, make_protocol
from tests.papers.conftest import ROOT


@cache
def handbook():
    return katch_protocols.read(ROOT / "protocols")


@cache
def sheet(name):
    protocol = handbook().protocols[name]
    return Sheets(chart(protocol, handbook()), handbook(), {}).sheet()


def act(sheet, name):
    return next(each for each in sheet.acts if each.id == name)


def test_an_act_bears_its_deadline_its_bodies_and_where_it_leads():
    found = act(sheet("referral_and_assistance"), "place")
    assert found.title[0] == "Place the child with an escort"
    assert found.due.limit == ("24 hours", "24 часа", "24 сағат")
    assert found.due.basis == "proposed"
    assert found.bodies["A"] == ("ga",)
    assert found.goals == (
        "in_progress.assistance.help.placed",
        "in_progress.assistance.rest.recovering",
        "in_progress.assistance.schooling.school_sought",
        "in_progress.assistance.papers_for_stay.papers_unchecked",
    )


def test_a_body_that_plays_a_role_in_one_region_has_its_duties():
    acts = sheet("acml_identification_and_support").acts
    theirs = [each.id for each in acts if "sana_sezim" in each.bodies.get("R", ())]
    assert theirs == [
        "escalate_tip",
        "approach",
        "open_documents",
        "ask_consent",
        "request_papers",
        "tell_consulate",
        "plan_departure",
        "tell_partner_abroad",
        "see_off",
    ]


def test_waiting_for_a_confirmation_is_shown_where_it_was_asked_for():
    places = sheet("referral_and_assistance").walk.places
    waiting = {place.name: place for place in places if place.waits_for is not None}
    asked = waiting["awaiting_alert"]
    assert asked.waits_for == "police_duty"
    assert asked.steps == ("absent",)


@pytest.mark.parametrize(
    "name", ["identification_child_tip", "referral_and_assistance"]
)
def test_the_example_is_a_case_that_ends_with_the_child_protected(name):
    table = compile_chart(chart(handbook().protocols[name], handbook()))
    word = table.initial
    for number in sheet(name).walk.example:
        row = table.rows[number]
        assert row.applies(word)
        word = row.after(word)
    assert table.is_final(word)
    nodes = (table.chart.nodes[index] for index in table.active(word))
    assert "protected" in [node.outcome for node in nodes]


def test_in_the_example_the_clock_waits_until_all_else_is_done():
    protocol = make_protocol(
        {
            "states": {
                "both": {
                    "parallel": {
                        "rest": {
                            "states": {
                                "tired": {"after": {"30 days": "rested"}},
                                "rested": {"final": True},
                            },
                            "initial": "tired",
                        },
                        "help": {
                            "states": {
                                "asked": {"activities": {"help": {"to": "helped"}}},
                                "helped": {"final": True},
                            },
                            "initial": "asked",
                        },
                    },
                    "done": "over",
                },
                "over": {"final": True, "outcome": "protected"},
            }
        }
    )
    table = compile_chart(chart(protocol, make_handbook(protocol)))
    told = [table.rows[number].activity for number in example(table)]
    assert told == ["help", "clock(both.rest.tired, 30 days)"]


def test_a_case_that_is_over_at_once_is_no_example():
    protocol = make_protocol(
        {
            "states": {
                "begun": {
                    "activities": {"stop": {"to": "no"}, "go_on": {"to": "middle"}}
                },
                "middle": {"activities": {"finish": {"to": "yes"}}},
                "no": {"final": True, "outcome": "not_applicable"},
                "yes": {"final": True, "outcome": "transferred"},
            }
        }
    )
    table = compile_chart(chart(protocol, make_handbook(protocol)))
    told = [table.rows[number].activity for number in example(table)]
    assert told == ["go_on", "finish"]
