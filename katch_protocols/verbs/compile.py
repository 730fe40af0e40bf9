"""compile: everything that a protocol means, as one table of integers."""

from katch_protocols.arguments import typed
from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Table

__all__ = ["compile"]


@typed
def compile(protocol: Protocol, *, handbook: Handbook | None = None) -> Table:
    """Return what ``protocol`` means: rows of four integers, one row a whole step.

    Example:
        >>> table = compile(handbook.protocols["referral"])
        >>> [row.activity for row in table.possible(table.initial)]
        ['screen_safety']

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
    """
    return compile_chart(chart(protocol, handbook or Handbook.of(protocol)))
