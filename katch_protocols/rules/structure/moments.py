"""A path with more moments than a sheet has room for."""

from collections.abc import Iterator

from katch_protocols.findings import Severity
from katch_protocols.model.path import MOST_BESIDE, MOST_MOMENTS
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("too-many-moments", Severity.ERROR)
def _too_many_moments(context: Context) -> Iterator[Spot]:
    """More than eight moments, or more than two protocols beside them."""
    seen = {True: 0, False: 0}
    for at, moment in enumerate(context.handbook.path):
        told = bool(moment.name)
        bound = MOST_MOMENTS if told else MOST_BESIDE
        seen[told] += 1
        if seen[told] == bound + 1:
            facts = {"moments": str(MOST_MOMENTS), "beside": str(MOST_BESIDE)}
            yield Spot(("handbook", "path", at), facts)
            return
