"""compare: what changes from one version to the next."""

from katch_protocols.arguments import typed
from katch_protocols.budget import Budget
from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.verbs.budgeting import within

__all__ = ["compare"]


@typed
def compare(
    before: Handbook | Protocol,
    after: Handbook | Protocol,
    *,
    protocol: str = "",
    budget: Budget | str | None = None,
) -> Comparison:
    """Return what differs between two handbooks, or between two versions of a protocol.

    Who gains or loses which duty, deadlines, handoffs, documents, which cases only one
    version allows, and every place that is written differently. ``protocol`` is the id
    of the only one to look at; two protocols that are given must bear one id.
    ``budget`` is what it may spend, as ``"60s,4GB"``: 30 seconds of the processor and
    1 GB unless more is given.

    Example:
        >>> found = compare(read("in_force"), read("draft"))
        >>> [(each.agency, each.activity, each.part) for each in found.duties]
        [('police_post', 'look_around', 'accountable')]

    Raises:
        BudgetError: The budget was met before all was done.
        NoHandbookError: A protocol was made alone.
        UnknownNameError: Neither version has the protocol, or two were given.
    """
    names = {each.id for each in (before, after) if isinstance(each, Protocol)}
    if protocol:
        names.add(protocol)
    if len(names) > 1:
        first, *rest = sorted(names)
        raise UnknownNameError("protocol", first, rest)
    only = next(iter(names), None)
    with within(budget):
        return compare_versions(_home(before), _home(after), only=only)


def _home(version: Handbook | Protocol) -> Handbook:
    """Return the handbook of a version, with that very version in it."""
    if isinstance(version, Handbook):
        return version
    home = Handbook.of(version)
    protocols = {**home.protocols, version.id: version}
    return home.model_copy(update={"protocols": protocols})
