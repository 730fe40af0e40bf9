"""compile: everything that a protocol means, as one table of integers."""

from collections import OrderedDict
from threading import Lock

from msgspec.structs import replace

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.enforced import find_enforced
from katch_protocols.semantics.table import Table
from katch_protocols.verbs.budgeting import within

__all__ = ["compile"]

_MOST = 16
_kept: OrderedDict[tuple[int, int], tuple[Protocol, Handbook, Table]] = OrderedDict()
_lock = Lock()


@typed
def compile(
    protocol: Protocol,
    *,
    handbook: Handbook | None = None,
    budget: Budget | str | None = None,
) -> Table:
    """Return what ``protocol`` means: rows of four integers, one row a whole step.

    It is made once for a protocol and its handbook, and kept for a while. ``budget`` is
    what it may spend, as ``"60s,4GB"``: 30 seconds of the processor and 1 GB unless
    more is given.

    Example:
        >>> table = compile(handbook.protocols["referral"])
        >>> [row.activity for row in table.possible(table.initial)]
        ['screen_safety']

    Raises:
        BudgetError: The budget was met before all was done.
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
        UnknownNameError: An enforced sentence names something that is not there.
    """
    home = handbook or Handbook.of(protocol)
    # What is kept holds both nouns, so no other object can have their ids.
    key = id(protocol), id(home)
    found = _kept.get(key)
    if found is None:
        with within(budget):
            found = protocol, home, _compiled(chart(protocol, home), home)
        with _lock:
            found = _kept.setdefault(key, found)
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
    return found[2]


def _compiled(made: Chart, handbook: Handbook) -> Table:
    """Return the table of a chart, with the sentences that no row can decide."""
    refuses = (each.to_json(made) for each in find_enforced(made, handbook))
    return replace(compile_chart(made), refuses=tuple(refuses))
