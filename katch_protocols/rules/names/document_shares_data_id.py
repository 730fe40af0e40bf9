"""document-shares-data-id: a document and a data category with the same id."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.documents import Document
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, document in context.every(Document):
        if document.id in context.handbook.data:
            yield Spot(path, {"id": document.id})


RULE = Rule(
    name="document-shares-data-id",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{id}' is both a document and a data category.",
        why="A rule about who may receive it could mean the paper or the data.",
        fix="Rename the document or the category.",
    ),
    spots=_spots,
)
