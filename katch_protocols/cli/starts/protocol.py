"""The start of a protocol: the names of its handbook, and a handover where two act."""

from collections.abc import Iterator
from dataclasses import dataclass

from katch_protocols.cli.refusals import Refusal
from katch_protocols.cli.starts.texts import fill
from katch_protocols.files.shapes.protocols import PROTOCOLS
from katch_protocols.model.handbook import Handbook, SourceKind

__all__ = ["protocol_start"]

_HANDOVER = """\
        handover: {{to: {second}, within: 4 hours, basis: guidance, source: {guide}}}
"""

_GUIDING = (SourceKind.GUIDANCE, SourceKind.STANDARD, SourceKind.PRACTICE)


@dataclass(frozen=True)
class _Answering:
    """A role of one agency, and a function that a source gives to that agency."""

    role: str
    agency: str
    function: str
    source: str


def protocol_start(name: str, handbook: Handbook) -> str:
    """Return the text of a new protocol that uses the names of ``handbook``.

    The first role with a mandate begins; where a role of another agency has the same
    mandate, the case is handed over to it.

    Raises:
        Refusal: No role of the handbook has a home agency with a mandate.
    """
    able = list(_answering(handbook))
    if not able:
        raise Refusal("no-mandate")
    first = able[0]
    others = (
        each
        for each in able
        if each.agency != first.agency and each.function == first.function
    )
    second = next(others, first)
    guide = _guide(handbook) or first.source
    handover = _HANDOVER.format(second=second.role, guide=guide)
    return fill(
        PROTOCOLS.start,
        handbook.languages,
        id=name,
        first=first.role,
        second=second.role,
        handover=handover if second is not first else "",
        function=first.function,
        source=first.source,
        guide=guide,
        later="5 working days" if handbook.holidays else "7 days",
    )


def _answering(handbook: Handbook) -> Iterator[_Answering]:
    """Find the roles whose agency may answer for something."""
    for role in handbook.roles.values():
        if len(role.agencies) != 1 or role.agencies[0] not in handbook.agencies:
            continue
        agency = handbook.agencies[role.agencies[0]]
        for function, sources in agency.mandates.items():
            if sources:
                yield _Answering(role.id, agency.id, function, sources[0])


def _guide(handbook: Handbook) -> str | None:
    """Find a source that a deadline of the basis ``guidance`` may cite."""
    guides = (each for each in handbook.sources.values() if each.kind in _GUIDING)
    return next((each.id for each in guides), None)
