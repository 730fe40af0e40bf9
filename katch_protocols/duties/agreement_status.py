"""Whether the duties of a body are proposed, or agreed on a day and changed since."""

from datetime import date

from msgspec import Struct

from katch_protocols.charts.build import chart
from katch_protocols.duties.agreed import agreed
from katch_protocols.duties.agreed_changes import agreed_changes
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.words.dates import day
from katch_protocols.words.say import say

__all__ = ["AgreementStatus", "agreement_status", "say_agreement_status"]


class AgreementStatus(Struct, frozen=True):
    """Since when a body has agreed to its duties in a protocol.

    ``on`` is left out while they are only proposed; ``changed`` are the full names of
    the activities that are not what it agreed to on that day.
    """

    on: date | None
    changed: frozenset[str] = frozenset()


def agreement_status(
    body: Id, protocol: Id, handbook: Handbook
) -> AgreementStatus | None:
    """Return how a body stands to a protocol; ``None`` where nobody wrote it down."""
    found = handbook.agreed.get(body, {}).get(protocol)
    if found is None or protocol not in handbook.protocols:
        return None
    if found.on is None:
        return AgreementStatus(None)
    drawn = chart(handbook.protocols[protocol], handbook)
    now = {body: agreed(drawn, handbook).get(body, {})}
    changes = agreed_changes({body: found.duties}, now)
    return AgreementStatus(found.on, frozenset(each.activity for each in changes))


def say_agreement_status(on: date | None, language: str) -> str:
    """Say whether something is only proposed, or agreed on a day."""
    if on is None:
        return say("agreement.proposed", language)
    return say("agreement.on", language, day=day(on, language))
