"""By when a case that is opened must be taken up is agreed to as well."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.duties.agreed import agreed
from katch_protocols.duties.agreed_changes import agreed_changes
from katch_protocols.duties.agreed_records import several
from katch_protocols.files.read import read_texts
from katch_protocols.papers.written_deadlines import deadlines
from tests.rules.saltmarsh import SALTMARSH

CARE = """\
protocol: care
title: Care
valid_from: 2026-01-01
initial: cared_for
states:
  cared_for:
    title: Cared for
    held_by: caseworker
    function: protect
    activities:
      end_care: {title: End the care, by: caseworker, to: ended}
  ended: {title: Care ended, final: true, outcome: protected}
"""

CLOCK = "{limit: 24 hours, basis: guidance, source: tide_guide}"
OPENS = f"opens: {{protocol: care, within: {CLOCK}}}"
AT = {
    "make_safe": (
        "title: Make the child safe\n",
        f"title: Make the child safe\n        {OPENS}\n",
    ),
    "closed": ("outcome: protected", f"outcome: protected\n    {OPENS}"),
}


def read(at, limit="24 hours"):
    old, new = AT[at]
    text = SALTMARSH["referral.yaml"].replace(old, new.replace("24 hours", limit), 1)
    reading = read_texts({**SALTMARSH, "referral.yaml": text, "care.yaml": CARE})
    assert reading.handbook is not None, reading.findings
    return reading.handbook


def duties(handbook):
    return agreed(chart(handbook.protocols["referral"], handbook), handbook)


@pytest.mark.parametrize("at", AT)
def test_whoever_takes_up_a_case_agrees_by_when(at):
    found = several(duties(read(at))["welfare_office"][at])
    assert found[-1]["takes_up"] == {
        "protocol": "care",
        "limit": "24 hours",
        "basis": "guidance",
        "source": "tide_guide",
    }


@pytest.mark.parametrize("at", AT)
def test_another_time_to_take_up_a_case_is_a_change_for_whoever_does(at):
    before, after = duties(read(at)), duties(read(at, "72 hours"))
    (change,) = agreed_changes(before, after)
    assert (change.activity, change.bodies) == (at, ("welfare_office",))
    assert [each.key for each in change.facets] == ["takes_up"]


@pytest.mark.parametrize("at", AT)
def test_what_is_asked_of_bodies_names_what_opens_the_case(at):
    handbook = read(at)
    title = {"make_safe": "Make the child safe", "closed": "Case closed"}[at]
    (found,) = (
        each.place["en"]
        for each in deadlines(handbook.protocols["referral"], handbook)
        if "Care" in each.place["en"]
    )
    assert title in found
