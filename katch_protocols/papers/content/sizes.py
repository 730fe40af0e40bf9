"""How large a protocol is, as every page and paper counts it."""

from collections.abc import Collection

from msgspec import Struct

from katch_protocols.charts.chart import EntryKind
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.written_deadlines import deadlines

__all__ = ["ProtocolSizes", "sizes_of"]


class ProtocolSizes(Struct, frozen=True):
    """The sizes of one protocol.

    Attributes:
        agencies: The bodies that a duty of it binds, in whichever region.
        steps: The steps that have a number in its drawing.
        duties: Its duties, powers and acknowledgements too; what nobody does, for it
            is told by another protocol, is none.
        deadlines: The limits that it writes: of states, duties and acknowledgements.
    """

    agencies: int
    steps: int
    duties: int
    deadlines: int


def sizes_of(
    protocol: Protocol,
    handbook: Handbook,
    answer: Responsibility,
    numbered: Collection[str],
) -> ProtocolSizes:
    """Count a protocol; ``answer`` is about it alone, ``numbered`` are its steps."""
    return ProtocolSizes(
        agencies=sum(bool(each.binding) for each in answer.agencies.values()),
        steps=len(numbered),
        duties=sum(each.kind is not EntryKind.SIGNAL for each in answer.raci),
        deadlines=sum(1 for _ in deadlines(protocol, handbook)),
    )
