"""Every rule of the library, family by family."""

from katch_protocols.rules import (
    deadlines,
    handoffs,
    labels,
    names,
    privacy,
    proofs,
    roles,
    sources,
    staffing,
    structure,
)
from katch_protocols.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *names.RULES,
    *labels.RULES,
    *sources.RULES,
    *deadlines.RULES,
    *handoffs.RULES,
    *privacy.RULES,
    *roles.RULES,
    *proofs.RULES,
    *staffing.RULES,
)
