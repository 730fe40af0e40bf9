"""The names by which rules are known to others, without loading any rule."""

__all__ = ["GROUP", "OVER_BUDGET", "PERSONAL_TEXT"]

GROUP = "katch_protocols.rules"
"""The entry-point group through which other packages add a ``Rule`` each."""

OVER_BUDGET = "over-budget"
"""The rule that tells what all others left undecided, so it is asked last."""

PERSONAL_TEXT = "personal-data-text"
"""The rule that tells of somebody's number or address, which no file should get."""
