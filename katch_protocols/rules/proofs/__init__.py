"""The rules of the family "proofs", one file each."""

from katch_protocols.rules.proofs import (
    never_ending,
    no_way_to_end,
    only_adverse_end,
    safeguard_broken,
    safeguard_not_decided,
    safeguard_vacuous,
    safeguard_waived,
    waiver_expired,
    waiver_needless,
)
from katch_protocols.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    never_ending.RULE,
    no_way_to_end.RULE,
    only_adverse_end.RULE,
    safeguard_broken.RULE,
    safeguard_not_decided.RULE,
    safeguard_vacuous.RULE,
    safeguard_waived.RULE,
    waiver_expired.RULE,
    waiver_needless.RULE,
)
