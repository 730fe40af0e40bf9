"""sends-missing-document: a document that is sent and may not exist."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for uses in context.uses.values():
        for reach, place, entry in uses.entries():
            for document in entry.act.sends:
                if document in (*entry.act.produces, *entry.act.needs):
                    continue
                if _may_be_absent(reach, place, document):
                    facts = {"activity": entry.act.id, "document": document}
                    yield Spot((*entry.path, "sends", document), facts)


def _may_be_absent(reach: Reach, place: int, document: str) -> bool:
    if reach.table is None:
        return False
    layout = reach.table.layout
    bit = layout.fields[layout.documents[document]].mask
    return any(
        not row.match & bit and reach.count(row.mask | bit, row.match)
        for row in reach.rows_of.get(place, ())
    )


RULE = Rule(
    name="sends-missing-document",
    family=Family.HANDOFFS,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{activity}' sends '{document}', which may not exist then.",
        why="The receiver waits for a paper about the child that nobody has written.",
        fix="Produce '{document}' earlier, or add it to `needs`.",
    ),
    spots=_spots,
)
