"""The rules of the family "roles", one file each."""

from katch_protocols.rules.roles import (
    accountable_without_agency,
    accountable_without_mandate,
    activity_without_responsible,
    answers_to_itself,
    duty_claimed_twice,
    external_without_agreement,
    function_claimed_twice,
    function_without_agency,
    holder_out_of_force,
    holder_with_several_homes,
    more_qualified_than_people,
    no_accountable,
    overseer_answers,
    role_never_used,
    role_unbound,
    silent_agency,
    told_twice,
    told_without_reason,
    two_accountable,
)
from katch_protocols.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    accountable_without_agency.RULE,
    accountable_without_mandate.RULE,
    activity_without_responsible.RULE,
    answers_to_itself.RULE,
    duty_claimed_twice.RULE,
    external_without_agreement.RULE,
    function_claimed_twice.RULE,
    function_without_agency.RULE,
    holder_out_of_force.RULE,
    holder_with_several_homes.RULE,
    more_qualified_than_people.RULE,
    no_accountable.RULE,
    overseer_answers.RULE,
    role_never_used.RULE,
    role_unbound.RULE,
    silent_agency.RULE,
    told_twice.RULE,
    told_without_reason.RULE,
    two_accountable.RULE,
)
