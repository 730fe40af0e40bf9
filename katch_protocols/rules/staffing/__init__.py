"""The rules of the family "staffing", one file each."""

from katch_protocols.rules.rule import Rule
from katch_protocols.rules.staffing import (
    clash_of_duties,
    duty_without_cover,
    hangs_on_one_person,
    language_not_spoken,
    training_gap,
)

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    clash_of_duties.RULE,
    duty_without_cover.RULE,
    hangs_on_one_person.RULE,
    language_not_spoken.RULE,
    training_gap.RULE,
)
