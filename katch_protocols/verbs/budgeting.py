"""The budget of a verb: what it is given, else what its caller has, else the usual."""

from contextlib import AbstractContextManager
from time import thread_time

from katch_protocols.budget import ENDLESS, Budget, Meter, current, spending

__all__ = ["within"]


def within(budget: Budget | str | None) -> AbstractContextManager[Meter]:
    """Spend a ``budget`` on what is done inside, by the processor time of this thread.

    Without one the budget of whoever calls goes on; where there is none either, it is
    ``Budget()``: 10 seconds and 1 GB. A text is read as ``--budget`` is: ``60s,4GB``.

    Raises:
        ValueError: The text is no budget.
    """
    if budget is None:
        meter = current()
        return spending(Meter(Budget(), thread_time) if meter is ENDLESS else meter)
    given = Budget.read(budget) if isinstance(budget, str) else budget
    return spending(Meter(given, thread_time))
