"""A line of a scenario by a last part of names means every activity that bears it."""

import pytest

from katch_protocols.files.read import read_handbook
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    runs_of,
    scenario,
)

TWICE = """\
protocol: twice
title: The same protocol twice
version: 1.0.0
initial: first
states:
  first: {title: First, runs: part, then: {ended: second}}
  second: {title: Second, runs: part, then: {ended: over}}
  over: {title: Over, final: true, outcome: done}
"""
PART = """\
protocol: part
title: Part
version: 1.0.0
initial: waiting
states:
  waiting:
    title: Waiting
    activities:
      serve: {title: Serve, by: clerk, accountable: office, to: ended}
      call_off: {title: Call off, by: clerk, accountable: office, to: ended}
  ended: {title: Ended, final: true, outcome: done}
"""
ASKED = """\
scenario: s
protocols: twice
region: harbour
arrivals: 60 cases a year
happens: {HAPPENS: {share: 100%, after: 1 minute}}
run: {years: 1, seed: 3}
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("call_off", ["first.call_off", "second.call_off"]),
        ("second.call_off", ["second.call_off"]),
    ],
)
def test_what_happens_happens_wherever_the_name_stands(name, expected):
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION,
            "part.yaml": PART,
            "twice.yaml": TWICE,
        }
    )
    text = ASKED.replace("HAPPENS", name)
    made, _ = runs_of(scenario(text, book), book)
    assert made.names.happenings == [("twice", each) for each in expected]
