"""receiver-may-not-see: a document goes to an agency that may not see what it holds."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
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


RULE = Rule(
    name="receiver-may-not-see",
    family=Family.PRIVACY,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' sends '{document}' to {agency}, which may not see '{data}'.",
        why="What a child told one agency ends up with another.",
        fix=(
            "Send a document without '{data}', or add it to `may_see` if that is "
            "lawful."
        ),
    ),
    spots=_spots,
)
