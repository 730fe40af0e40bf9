"""staff: can the posts of a region staff every case, and who is indispensable."""

from datetime import date

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.staffing.answers import Staffing
from katch_protocols.staffing.staff import staff as staff_region
from katch_protocols.verbs.budgeting import within

__all__ = ["staff"]


@typed
def staff(
    handbook: Handbook,
    region: Id,
    *,
    protocol: Id | None = None,
    as_of: date | None = None,
    budget: Budget | str | None = None,
) -> Staffing:
    """Tell whether a region's posts can staff every case of every protocol.

    Each step of a case gets one person who holds the role, is on duty when the deadline
    demands it, has the training and the language, and keeps duties apart as the
    safeguards say.

    Example:
        >>> answer = staff(handbook, "turkistan")
        >>> answer.protocols["referral"].staffable
        False
        >>> answer.protocols["referral"].clashes[0]
        (Demanded(kind=<DemandKind.HELD: 'held'>, activities=('acknowledge',), …),)

    Args:
        handbook: who exists, and the protocols.
        region: whose posts are looked at.
        protocol: look at this protocol alone.
        as_of: the day on which bindings and agencies are looked at; without it all
            count as in force.
        budget: what it may spend, as ``"60s,4GB"``; 30 seconds of the processor and
            1 GB unless more is given.

    Raises:
        UnknownNameError: The handbook has no such region or protocol.
        ProtocolError: A protocol has problems; ``check`` says which.
        BudgetError: The budget was met before all was done.
    """
    with within(budget):
        return staff_region(handbook, region, only=protocol, as_of=as_of)
