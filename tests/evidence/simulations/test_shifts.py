"""A post that is there at all hours has people × 40 ÷ 168 of them at a time."""

import pytest

from tests.evidence.simulations.queues import runs_of, scenario


@pytest.mark.parametrize(
    ("people", "at_a_time"),
    [(1, 1), (4, 1), (5, 1), (8, 1), (9, 2), (12, 2), (13, 3), (42, 10), (0, 0)],
)
def test_so_many_are_at_work_at_a_time(people: int, at_a_time: int) -> None:
    made, _ = runs_of(
        scenario(
            "scenario: s\nprotocols: single\nregion: harbour\n"
            "arrivals: 2 cases a week\n"
            f"posts: {{desk: {{people: {people}, cover: always}}}}\n"
            "run: {years: 1}\n"
        )
    )
    assert made.plan.post_people == [at_a_time]
