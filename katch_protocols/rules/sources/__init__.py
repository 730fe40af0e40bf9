"""The rules of the family "sources", one file each."""

from katch_protocols.rules.rule import Rule
from katch_protocols.rules.sources import (
    dates_reversed,
    mandate_ended,
    mandate_unread,
    mandate_without_source,
    protocol_undated,
    source_missing,
    source_not_yet_valid,
    source_repealed,
    source_undated,
)

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    dates_reversed.RULE,
    mandate_ended.RULE,
    mandate_unread.RULE,
    mandate_without_source.RULE,
    protocol_undated.RULE,
    source_missing.RULE,
    source_not_yet_valid.RULE,
    source_repealed.RULE,
    source_undated.RULE,
)
