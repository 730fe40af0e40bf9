"""The budget of a verb: what it is given, else what its caller has, else the usual."""

from contextlib import AbstractContextManager
from time import thread_time

from katch_protocols.budget import ENDLESS, Budget, Meter, current, spending
from katch_protocols.errors import BudgetTextError

__all__ = ["within"]


def within(budget: Budget | str | None) -> AbstractContextManager[Meter]:
    """Spend a ``budget`` on what is done inside, by the processor time of this thread.

    Without one the budget of whoever calls goes on; where there is none either, it is
    ``Budget()``: 30 seconds and 1 GB. A text is read as ``--budget`` is: ``60s,4GB``.

    Raises:
        BudgetTextError: The text is no budget.
    """
    if budget is None:
        meter = current()
        return spending(Meter(Budget(), thread_time) if meter is ENDLESS else meter)
    return spending(Meter(_read(budget), thread_time))


def _read(budget: Budget | str) -> Budget:
    if isinstance(budget, Budget):
        return budget
    try:
        return Budget.read(budget)
    except ValueError:
        raise BudgetTextError(budget) from None
