"""A task that needs several people of one post waits for them once, and works each."""

import pytest

from katch_protocols.evidence.simulations.outcomes import figures_of
from katch_protocols.files.read import read_handbook
from tests.evidence.simulations.littles_law import last_month, seconds_waited
from tests.evidence.simulations.queues import (
    AGENCIES,
    HANDBOOK,
    ONE,
    runs_of,
    scenario,
)
from tests.evidence.simulations.test_compiled import cut, read_by_python, told

ROLES = """\
roles:
  clerk: {title: Clerk, agency: office}
  second: {title: Second clerk, agency: office}
  third: {title: Third clerk, agency: office}
  board: {title: Board, members: [clerk, second, third], chair: clerk}
"""

REGION = """\
region: harbour
title: Harbour
posts:
  desk: {title: Desk, roles: [clerk], people: 1}
  others: {title: Others, roles: [second, third], people: 2}
"""

ASKED = """\
scenario: s
protocols: single
region: harbour
arrivals: RATE cases a year
work: {serve: {mean: 4 hours}}
run: {years: 1, seed: 5, runs: 2}
"""


def board(rate: int, region: str = REGION, by: str = "board"):
    """Return the plan and the runs of a board that decides."""
    book = read_handbook(
        {
            "handbook.yaml": HANDBOOK.replace("{holidays}", ""),
            "agencies.yaml": AGENCIES,
            "roles.yaml": ROLES,
            "regions/harbour.yaml": region,
            "single.yaml": ONE.replace("by: clerk", f"by: {by}"),
        }
    )
    return runs_of(scenario(ASKED.replace("RATE", str(rate)), book), book)


def test_a_panel_waits_once_for_all_its_people_of_one_post() -> None:
    """Little's law closes at both posts, and they have waited alike."""
    made, runs = board(300)
    store = runs.once(0)
    assert seconds_waited(made.plan, store) > 0
    desk, others = last_month(made.plan, store)
    # Begun, and waited: of both posts the same tasks, which need all at once.
    assert desk[3:6] == others[3:6]
    assert desk[4] > 50
    found = figures_of(made, store, 0).of
    assert found["wait", 0] == found["wait", 1]


def test_work_that_waits_for_two_of_a_post_is_asked_of_both() -> None:
    """Before, half of it was told: a panel seemed to ask less than it does."""
    made, runs = board(1_500)
    store = runs.once(0)
    found = figures_of(made, store, 0).of
    # One of one, two of two: what one is asked for, each of the two is asked for.
    assert found["demand", 0] > 2
    assert found["demand", 1] == pytest.approx(found["demand", 0], rel=1e-9)


def test_what_either_of_two_posts_can_do_is_asked_of_both_together_once() -> None:
    region = REGION.replace("[second, third], people: 2", "[clerk], people: 1")
    made, runs = board(1_500, region, by="clerk")
    store = runs.once(0)
    desk, others = last_month(made.plan, store)
    found = figures_of(made, store, 0).of
    waiting, begun = desk[2], desk[4] + others[4]
    assert waiting == others[2] > 0
    # All the work is asked of the two together: what was begun, and what waits.
    load = found["load", 0] + found["load", 1]
    demand = found["demand", 0] + found["demand", 1]
    assert demand == pytest.approx(load * (begun + waiting) / begun, rel=0.05)


@pytest.mark.parametrize("by", ["board", "[clerk, second]"])
def test_compiled_runs_count_them_alike(by) -> None:
    made, _ = board(1_500, by=by)
    with read_by_python() as runs:
        told(runs, cut(made.plan, 60), 0)
