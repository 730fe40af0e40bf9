"""The deadlines that a protocol itself writes, as rows of a table."""

from collections.abc import Iterator

from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.tongue import Tongue
from katch_protocols.papers.questions import deadlines

__all__ = ["Row", "deadline_rows"]

Row = tuple[str, ...]


def deadline_rows(
    protocol: Protocol, tongue: Tongue, references: References
) -> Iterator[Row]:
    """Yield where, how long, on which basis, and the numbers of the sources."""
    for owed in deadlines(protocol, tongue.handbook):
        cited = ", ".join(map(str, references.cite(owed.source)))
        yield (
            owed.place[tongue.language],
            tongue.span(owed.limit),
            tongue.say(f"duties.basis-{owed.basis.value}"),
            cited,
        )
