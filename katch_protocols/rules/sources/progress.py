"""How far regions say that they are: their days, and a draft that is signed."""

from collections.abc import Iterator
from itertools import pairwise

from katch_protocols.findings import Severity
from katch_protocols.model.parties import Region
from katch_protocols.model.protocol import Status
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("progress-out-of-order", Severity.ERROR)
def _progress_out_of_order(context: Context) -> Iterator[Spot]:
    """A stage that a region reached before the stage that comes first."""
    for path, region in context.every(Region):
        for protocol, progress in region.progress.items():
            for (stage, one), (after, other) in pairwise(progress.stages()):
                if other.since < one.since:
                    facts = {
                        "protocol": protocol,
                        "stage": after.value,
                        "last": other.since.isoformat(),
                        "earlier": stage.value,
                        "first": one.since.isoformat(),
                    }
                    yield Spot((*path, "progress", protocol, after.value), facts)


@rule("signed-while-draft", Severity.WARNING)
def _signed_while_draft(context: Context) -> Iterator[Spot]:
    """A protocol that a region has signed while its text is a draft."""
    for path, region in context.every(Region):
        for name, progress in region.progress.items():
            protocol = context.handbook.protocols.get(name)
            if protocol is None or progress.signed is None:
                continue
            if protocol.status is Status.DRAFT:
                facts = {"protocol": name, "region": region.id}
                yield Spot((*path, "progress", name, "signed"), facts)
