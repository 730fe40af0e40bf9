"""What draws steps by chance finds somebody for each seat that a panel needs filled."""

from random import Random

from tests import quorum
from tests.stores.walks import next_step, people


def test_a_panel_of_several_seats_is_filled():
    case = quorum.begin()
    step = next_step(case, people(quorum.book()), Random(0))  # noqa: S311 - no secret
    assert step is not None
    step.take(case, at=case.last)
    sat = {role for role, _, _ in case.events[-1].together_with}
    assert (step.name, sat) == ("decide_plan", {"nurse", "duty_officer", "teacher"})
