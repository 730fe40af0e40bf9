"""Open a case: of a protocol that is in force, in a region that there is."""

from katch_protocols.cases.arguments import text_or_none
from katch_protocols.cases.case import Case
from katch_protocols.cases.instants import EVER, When, instant_of
from katch_protocols.cases.ledger import Ledger
from katch_protocols.cases.plan import Plan
from katch_protocols.cases.saying import UNKNOWN_DAY, refusal
from katch_protocols.cases.tokens import require_opaque
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.findings import Need, Unmet
from katch_protocols.model.noun import Id

__all__ = ["open_case"]


def open_case(plan: Plan, reference: str, region: Id | None, when: When) -> Case:
    """Open a case; raises as the verb ``open_case`` does."""
    at = instant_of("at", when, EVER)
    require_opaque("case", reference)
    plan.directory(text_or_none("region", region))
    if not plan.since <= at < plan.until:
        raise _not_in_force(plan)
    return Case(Ledger(plan, reference, region, at, plan.edition))


def _not_in_force(plan: Plan) -> ActivityRefusedError:
    protocol = plan.protocol
    facts = {
        "since": UNKNOWN_DAY
        if protocol.valid_from is None
        else str(protocol.valid_from),
        "until": UNKNOWN_DAY if protocol.valid_to is None else str(protocol.valid_to),
    }
    found = refusal(plan, protocol.id, [Unmet(Need.OPENING, facts)])
    return ActivityRefusedError(protocol.id, found.said["en"][1:], found)
