"""what_if: what a protocol would no longer do for a child if nobody did one duty."""

from datetime import date

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.changes.what_if import what_if as what_if_chart
from katch_protocols.changes.what_if_nouns import WhatIf
from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.verbs.budgeting import within

__all__ = ["what_if"]


@typed
def what_if(
    protocol: Protocol,
    duty: str,
    *,
    handbook: Handbook | None = None,
    as_of: date | None = None,
    budget: Budget | str | None = None,
) -> WhatIf:
    """Return which promises, ends, deadlines and handoffs depend on one duty.

    The duty is taken out of a copy, and all is proved again.

    Example:
        >>> found = what_if(handbook.protocols["referral"], "refer")
        >>> found.ends, found.stays
        (('closed',), ('safe',))

    Args:
        protocol: whose duty it is.
        duty: an activity, by its full name.
        handbook: the one that it was read from, unless another is given.
        as_of: the day on which bindings, agencies and waivers are looked at; without it
            all count as in force.
        budget: what it may spend, as ``"60s,4GB"``; 30 seconds of the processor and
            1 GB unless more is given. What it does not decide is ``undecided``.

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The protocol crosses a bound of the library.
        UnknownNameError: The protocol has no such duty.
    """
    book = handbook or Handbook.of(protocol)
    with within(budget):
        return what_if_chart(chart(protocol, book), book, duty, as_of=as_of)
