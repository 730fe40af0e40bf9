"""A page whose budget is met is written all the same, and says what it lacks.

The clock counts how often it is read, so nothing here depends on a machine's speed.
"""

from collections.abc import Callable
from itertools import count

import pytest

from katch_protocols.budget import Budget, Meter, spending
from katch_protocols.errors import BudgetError
from katch_protocols.papers.page.binding import sheets_of
from katch_protocols.papers.page.build import Made, page_within
from tests.papers.shelf import hostile_handbook

NOT_MEASURED = "Not worked out: it takes more time or memory than was given."


def clock_of(looks: int) -> Callable[[], float]:
    """Return a clock that shows the end of a budget of 10 seconds after some looks."""
    ticks = count()
    return lambda: next(ticks) * 9 / looks


def made(looks: int) -> Made:
    with spending(Meter(Budget(10, 10**9), clock_of(looks))):
        return page_within(hostile_handbook())


@pytest.fixture(scope="module")
def looks_by_outcome() -> dict[str, int]:
    """Find budgets of looks: refused, cut, whole; each the largest that was tried."""
    found: dict[str, int] = {}
    looks = 2
    while "whole" not in found:
        try:
            found["cut" if made(looks).is_cut else "whole"] = looks
        except BudgetError:
            found["refused"] = looks
        looks = looks * 5 // 4 + 1
    return found


def test_a_page_is_refused_cut_or_whole_as_its_budget_grows(looks_by_outcome) -> None:
    assert looks_by_outcome["refused"] < looks_by_outcome["cut"]
    assert looks_by_outcome["cut"] < looks_by_outcome["whole"]


def test_a_cut_page_says_what_was_not_measured(looks_by_outcome) -> None:
    (sheet,) = sheets_of(made(looks_by_outcome["cut"]).text).values()
    assert sheet["measures"][-1][0][0] == NOT_MEASURED
    assert sheet["picture"]["lines"]


def test_a_page_within_its_budget_is_that_without_one(looks_by_outcome) -> None:
    text = made(looks_by_outcome["whole"]).text
    assert text == page_within(hostile_handbook()).text
    assert NOT_MEASURED not in text
