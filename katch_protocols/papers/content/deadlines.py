"""The deadlines of a protocol as a table, phase by phase."""

from collections.abc import Iterator, Mapping

from katch_protocols.duties.nouns import Limit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.content.nouns import PrintedDeadline
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.questions import deadlines

__all__ = ["Row", "deadline_rows", "due_of", "phase_titles"]


def phase_titles(protocol: Protocol, handbook: Handbook) -> Mapping[Id, Label]:
    """Return the title of each phase, the protocol's own first."""
    found = {name: phase.title for name, phase in protocol.phases.items()}
    for name in protocol.use:
        fragment = handbook.fragments.get(name)
        for phase in fragment.phases.values() if fragment else ():
            found.setdefault(phase.id, phase.title)
    return found


def due_of(
    limit: Limit | None, tongue: PaperTexts, references: References | None = None
) -> PrintedDeadline | None:
    """Return a deadline in words; its sources are numbered where there is a list."""
    if limit is None:
        return None
    return PrintedDeadline(
        span=tongue.span(limit.limit),
        basis=limit.basis.value,
        said=tongue.teller.basis(limit),
        sources=references.cite(limit.source) if references else (),
    )


Row = tuple[str, ...]


def deadline_rows(
    protocol: Protocol, tongue: PaperTexts, references: References
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
