"""The deadline of a duty as a paper prints it."""

from katch_protocols.duties.nouns import Limit
from katch_protocols.papers.content.nouns import Due
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.tongue import Tongue

__all__ = ["due_of"]


def due_of(
    limit: Limit | None, tongue: Tongue, references: References | None = None
) -> Due | None:
    """Return a deadline in words; its sources are numbered where there is a list."""
    if limit is None:
        return None
    return Due(
        span=tongue.span(limit.limit),
        basis=limit.basis.value,
        said=tongue.teller.basis(limit),
        sources=references.cite(limit.source) if references else (),
    )
