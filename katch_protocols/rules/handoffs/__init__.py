"""The rules of the family "handoffs", one file each."""

from katch_protocols.rules.handoffs import (
    consent_fact_missing,
    handover_to_other_holder,
    handover_without_limit,
    handover_without_to,
    missing_acknowledgement,
    sends_missing_document,
    sends_without_consent,
)
from katch_protocols.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    consent_fact_missing.RULE,
    handover_to_other_holder.RULE,
    handover_without_limit.RULE,
    handover_without_to.RULE,
    missing_acknowledgement.RULE,
    sends_missing_document.RULE,
    sends_without_consent.RULE,
)
