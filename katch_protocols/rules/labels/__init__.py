"""The rules of the family "labels", one file each."""

from katch_protocols.rules.labels import (
    label_too_long,
    letters_not_drawn,
    library_lacks_language,
    missing_translation,
    title_missing,
    untranslated_text,
)
from katch_protocols.rules.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    label_too_long.RULE,
    letters_not_drawn.RULE,
    library_lacks_language.RULE,
    missing_translation.RULE,
    title_missing.RULE,
    untranslated_text.RULE,
)
