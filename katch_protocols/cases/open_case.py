"""A case of a protocol is opened, if that is in force."""

from katch_protocols.cases.arguments import (
    When,
    instant_of,
    require_opaque,
    text_or_none,
)
from katch_protocols.cases.beginning import Beginning, require_known
from katch_protocols.cases.case import Case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.refusal import UNKNOWN_DAY, refusal
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import ActivityRefusedError, UnknownNameError
from katch_protocols.model.noun import Id
from katch_protocols.refusals import Need, Unmet
from katch_protocols.words.languages import ENGLISH

__all__ = ["open_case"]


def open_case(
    compiled: CompiledCase,
    reference: str,
    region: Id | None,
    when: When,
    beginning: Beginning | None = None,
) -> Case:
    """Open a case of a protocol that is in force; raises as the verb of that name."""
    at = instant_of("at", when, EVER)
    opening = None if beginning is None else beginning.opening
    if opening is not None and opening.protocol != compiled.protocol.id:
        raise UnknownNameError("protocol", near=(opening.protocol,))
    require_opaque("case", reference)
    compiled.directory(text_or_none("region", region))
    if beginning is not None:
        require_known(beginning.facts, compiled.startable)
    if not compiled.since <= at < compiled.until:
        raise _not_in_force(compiled)
    edition = compiled.edition
    return Case(CaseState(compiled, reference, region, at, edition, beginning))


def _not_in_force(compiled: CompiledCase) -> ActivityRefusedError:
    protocol = compiled.protocol
    facts = {
        "since": UNKNOWN_DAY
        if protocol.valid_from is None
        else str(protocol.valid_from),
        "until": UNKNOWN_DAY if protocol.valid_to is None else str(protocol.valid_to),
    }
    found = refusal(compiled, protocol.id, [Unmet(Need.OPENING, facts)])
    return ActivityRefusedError(protocol.id, found.said[ENGLISH][1:], found)
