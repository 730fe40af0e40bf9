"""Who is served first: who came first, or whose deadline ends first."""

from statistics import fmean

from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.files.read import read_handbook
from tests.evidence.simulations.littles_law import last_month
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)

PROTOCOL = """\
protocol: letters
title: Letters
version: 1.0.0
initial: arrived
states:
  arrived:
    title: Arrived
    within: 30 days
    activities:
      sort: {title: Sort, by: clerk, accountable: office, to: sorted}
  sorted:
    title: Sorted
    within: 1 day
    activities:
      answer: {title: Answer, by: clerk, accountable: office, to: ended}
  ended: {title: Done, final: true, outcome: done}
"""

ASKED = """\
scenario: s
protocols: letters
region: harbour
arrivals: 11 cases a day
work: {default: {mean: 1 hour}}
posts: {desk: {people: 1, cover: always}}
order: ORDER
run: {years: 1, seed: 5}
"""


def lived(order: str) -> tuple[float, list[int]]:
    """Return how long it is from one step to the other, and how long people worked."""
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION,
            "letters.yaml": PROTOCOL,
        }
    )
    asked = scenario(ASKED.replace("ORDER", order), book)
    made = planned(asked, book)
    store = Runs("today", asked, made).once(1, logs=True)
    steps = [each.events for each in told_cases(made, 1, store)]
    both = [(each[0].at, each[1].at) for each in steps if len(each) > 1]
    hours = [(later - first).total_seconds() / 3600 for first, later in both]
    worked = [each[1] for each in last_month(made.plan, store)]
    return fmean(hours), worked


def test_whose_deadline_ends_first_is_served_first_by_people_who_work_as_much() -> None:
    as_they_came, worked = lived("first_come")
    by_deadline, worked_too = lived("most_urgent")
    # To answer ends within a day, so it waits for little but the letter at hand.
    assert by_deadline < as_they_came / 2
    # Nobody idles in either order, and the same letters need the same work.
    assert worked == worked_too
