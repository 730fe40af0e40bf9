"""vectors: walks through a protocol that every reader of its table must reproduce."""

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.semantics.vectors import Vectors, draw_vectors
from katch_protocols.verbs.budgeting import within
from katch_protocols.verbs.compile import compile

__all__ = ["vectors"]


@typed
def vectors(
    protocol: Protocol,
    *,
    seed: int = 0,
    handbook: Handbook | None = None,
    budget: Budget | str | None = None,
) -> Vectors:
    """Return walks through ``protocol`` with what a reader of its table must answer.

    They take every row of the table that some case can take; ``uncovered`` and
    ``all_seen`` say where that was not decided. The same ``seed`` draws the same walks.

    Example:
        >>> vectors(handbook.protocols["referral"]).walks[0].steps[0].possible
        ('screen_safety',)

    Raises:
        BudgetError: The budget was met before all was done.
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
    """
    with within(budget):
        return draw_vectors(compile(protocol, handbook=handbook), seed)
