"""What each party hands to another, and whether it is confirmed."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.graphs.crossings import asked_by
from katch_protocols.graphs.handoffs import HandoffEdge, HandoffWays
from katch_protocols.model.noun import Id, Label

__all__ = ["Passing", "passing"]


class Passing(Struct, frozen=True):
    """What one party hands to another: titles, and whether each is confirmed."""

    titles: tuple[Label, ...]
    confirmed: tuple[bool, ...]


def passing(subject: Subject) -> Mapping[tuple[Id, Id], Passing]:
    """Return what passes between the lanes of a protocol, in document order.

    A role of several agencies is one party here, as it is one lane; whether anybody
    holds it in a region does not matter.
    """
    found = dict[tuple[Id, Id], list[HandoffEdge]]()
    for edge in HandoffWays(subject.chart).among(lambda role: (subject.home(role),)):
        found.setdefault((edge.sender, edge.receiver), []).append(edge)
    return {pair: _passing(subject, edges) for pair, edges in found.items()}


def _passing(subject: Subject, edges: Sequence[HandoffEdge]) -> Passing:
    asked = [asked_by(subject.chart, edge.activity) for edge in edges]
    titles = (subject.named(subject.chart.short_of(name), name) for name in asked)
    return Passing(tuple(titles), tuple(edge.acknowledged for edge in edges))
