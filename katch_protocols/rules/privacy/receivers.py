"""Who receives a document, and may see what it holds."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry
from katch_protocols.findings import Severity
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("receiver-may-not-see", Severity.ERROR)
def _receiver_may_not_see(context: Context) -> Iterator[Spot]:
    """A document goes to an agency that may not see what it holds."""
    for chart in context.charts.values():
        for entry in chart.entries:
            for document, receivers in entry.act.sends.items():
                known = chart.documents.get(document)
                for data in known.contains if known else ():
                    yield from _blind(context, entry, (document, data), receivers)


def _blind(
    context: Context, entry: Entry, sent: tuple[Id, Id], receivers: tuple[Id, ...]
) -> Iterator[Spot]:
    document, data = sent
    for position, receiver in enumerate(receivers):
        for agency in context.agencies_of(receiver):
            lists = context.handbook.agencies[agency].may_see
            if data in lists or context.is_damaged(("agencies", agency)):
                continue
            facts = {
                "activity": entry.act.id,
                "document": document,
                "agency": agency,
                "data": data,
            }
            yield Spot((*entry.path, "sends", document, position), facts)
