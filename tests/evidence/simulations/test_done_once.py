"""What stays is done once a stay, unless what it did was undone: nobody is stuck."""

from collections import Counter

import pytest

from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import IfKept, planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)

FACTS = """\
facts:
  candidate: {title: Candidate, values: [independent, in_conflict]}
"""

PROTOCOL = """\
protocol: appointment
title: Appointment
version: 1.0.0
initial: open
states:
  open:
    title: Open
    within: 5 days
    activities:
      check: {title: Check, by: clerk, accountable: office, records: [candidate]}
      replace:
        title: Replace
        by: clerk
        accountable: office
        when: candidate is in_conflict
        sets: {candidate: independent}
      appoint:
        title: Appoint
        by: clerk
        accountable: office
        when: candidate is independent
        to: ended
  ended: {title: Done, final: true, outcome: done}
"""

ASKED = """\
scenario: s
protocols: appointment
region: harbour
arrivals: 2 cases a week
work: {default: 1 hour}
choices: {open: {check: 3, replace: 1, appoint: 1}}
run: {years: 2, seed: 8}
"""


@pytest.mark.parametrize("how", [IfKept.NO, IfKept.RANDOM, IfKept.LAST])
def test_who_was_checked_is_not_checked_again_and_every_case_ends(how: int) -> None:
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", FACTS),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION,
            "appointment.yaml": PROTOCOL,
        }
    )
    asked = scenario(ASKED, book)
    made = planned(asked, book, if_kept=how)
    store = Runs("today", asked, made).once(0, logs=True)
    cases = told_cases(made, 0, store)
    orders = Counter(tuple(each.activity for each in case.events) for case in cases)
    ended = {("check", "appoint"), ("check", "replace", "appoint")}
    # The last weeks' cases may still be open.
    assert sum(orders[each] for each in ended) >= len(cases) - 5 > 150
    assert min(orders[each] for each in ended) > 50
    assert all(
        order in {each[:n] for each in ended for n in range(4)} for order in orders
    )
