"""People are taken all at once, first come first; who passes needs other posts."""

from functools import cache
from itertools import pairwise

from katch_protocols.evidence.simulations.events import told_cases
from katch_protocols.evidence.simulations.planning import planned
from katch_protocols.evidence.simulations.runs import Runs
from katch_protocols.evidence.simulations.simulate import simulate
from katch_protocols.files.read import read_handbook
from katch_protocols.model.handbook import Handbook
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    REGION,
    ROLES,
    scenario,
)

PROTOCOL = """\
protocol: passing
title: Passing
version: 1.0.0
initial: open
states:
  open:
    title: Open
    activities:
      alone: {title: Alone, by: clerk, accountable: office, to: ended}
      both:
        title: Both
        by: clerk
        together_with: [second_clerk]
        accountable: office
        to: ended
      other: {title: Other, by: second_clerk, accountable: office, to: ended}
  ended: {title: Done, final: true, outcome: done}
"""

ASKED = """\
scenario: s
protocols: passing
region: harbour
arrivals: 4 cases a day
work: {default: 5 hours}
posts:
  desk: {people: 1, cover: always}
  second: {roles: [second_clerk], people: 1, cover: always}
run: {years: 1, seed: 2, runs: 2, warm_up: 1 month}
"""


@cache
def book() -> Handbook:
    return read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": REGION,
            "passing.yaml": PROTOCOL,
        }
    )


def test_who_passes_needs_no_post_of_whoever_came_before() -> None:
    asked = scenario(ASKED, book())
    made = planned(asked, book())
    store = Runs("today", asked, made).once(1, logs=True)
    needs = {"alone": {"desk"}, "both": {"desk", "second"}, "other": {"second"}}
    tasks = []
    for case in told_cases(made, 1, store):
        for event in case.events:
            begun = event.at.timestamp() - 5 * 3600
            tasks.append((case.opened.timestamp(), begun, needs[event.activity]))
    tasks.sort(key=lambda task: task[0])
    assert len(tasks) > 1_000
    passed = 0
    for place, (_, begun, posts) in enumerate(tasks):
        for _, later, others in tasks[place + 1 : place + 40]:
            if later < begun:
                passed += 1
                assert not posts & others
    assert passed > 40
    # Nobody is at two things at once.
    for post in ("desk", "second"):
        begins = sorted(begun for _, begun, posts in tasks if post in posts)
        assert all(after - one >= 5 * 3600 for one, after in pairwise(begins))


def test_a_choice_without_a_line_is_as_likely_as_another_and_is_named() -> None:
    asked = scenario(ASKED, book())
    found = simulate(asked, book())
    assert found.uniform == ("choice.open",)
    # Two numbers of work and arrivals, two posts, and the choice itself.
    assert found.tally["assumed"] == len(("arrivals", "work", "desk", "second", "open"))
    made = planned(asked, book())
    store = Runs("today", asked, made).once(0, logs=True)
    done = [e.activity for case in told_cases(made, 0, store) for e in case.events]
    for activity in ("alone", "both", "other"):
        assert 0.28 < done.count(activity) / len(done) < 0.39
