"""The rules of the family "privacy", one file each."""

from katch_protocols.rules.privacy import (
    personal_data_name,
    personal_data_text,
    personal_data_title,
    receiver_may_not_see,
)
from katch_protocols.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    personal_data_name.RULE,
    personal_data_text.RULE,
    personal_data_title.RULE,
    receiver_may_not_see.RULE,
)
