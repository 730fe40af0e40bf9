"""The rules of the family "roles", one file each."""

from katch_protocols.rules.roles import (
    activity_without_responsible,
    external_without_agreement,
    holder_with_several_homes,
    more_qualified_than_people,
    no_accountable,
    role_unbound,
    two_accountable,
)
from katch_protocols.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    activity_without_responsible.RULE,
    external_without_agreement.RULE,
    holder_with_several_homes.RULE,
    more_qualified_than_people.RULE,
    no_accountable.RULE,
    role_unbound.RULE,
    two_accountable.RULE,
)
