"""check: everything that is wrong with a handbook, or worth a second look."""

from datetime import date

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.check import check as check_rules
from katch_protocols.verbs.budgeting import within

__all__ = ["check"]


@typed
def check(
    handbook: Handbook,
    *,
    incomplete: frozenset[str] = frozenset(),
    as_of: date | None = None,
    budget: Budget | str | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a handbook, or worth a second look.

    Args:
        handbook: what was read; it may be as broken as it likes.
        incomplete: what the reader could not read, as ``Reading.incomplete`` says.
            Rules stay quiet where what they miss may well have been written.
        as_of: the day on which waivers, bindings, agencies, regions and sources are
            looked at (in a protocol that does not hold then: its nearest day). Without
            it all count as in force, and sources on the first day of each protocol.
        budget: what the check may spend, as ``"60s,4GB"``; 30 seconds of the processor
            and 1 GB unless more is given. What was not decided within it is a finding
            ``over-budget``.

    Returns:
        The findings, by file, line, column, rule and facts; each once.
    """
    with within(budget):
        return check_rules(handbook, incomplete=incomplete, as_of=as_of)
