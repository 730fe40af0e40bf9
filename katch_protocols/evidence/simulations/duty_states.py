"""What a duty with a clock of its own is in a run, and how a step changes it.

A change is one whole number: ``change_of`` writes it, the loops read it by the same
names. What a duty becomes depends on what it is; three bits tell it for each of these.
"""

__all__ = [
    "AS_IT_WAS",
    "COMES",
    "DONE",
    "HELD",
    "HELD_LATE",
    "IF_KEPT",
    "IF_NOT_OWED",
    "IF_OWED",
    "KEPT",
    "KEPT_NOW",
    "NOT_OWED",
    "NO_LONGER_OWED",
    "OWED",
    "OWED_BEFORE",
    "OWED_NOW",
    "STANDS",
    "WHAT_IT_BECOMES",
    "change_of",
]

NOT_OWED, OWED, KEPT, HELD, HELD_LATE = range(5)
"""What a duty is. Kept: or told to be late. Held: owed, and its state stands still."""

NO_LONGER_OWED, AS_IT_WAS, OWED_NOW, KEPT_NOW, OWED_BEFORE = range(5)
"""What a step makes of a duty. Owed before: it is owed anew, since when it was."""

IF_NOT_OWED, IF_OWED, IF_KEPT = 0, 3, 6
"""Where a change tells what a duty becomes, by what it is; see ``WHAT_IT_BECOMES``."""

WHAT_IT_BECOMES = 7
"""The bits that tell what a duty becomes."""

DONE, STANDS, COMES = 1 << 9, 1 << 10, 1 << 11
"""Whether a step does the duty, leaves it standing still, starts its clock anew."""


def change_of(
    becomes: tuple[int, int, int], *, done: bool, stands: bool, comes: bool
) -> int:
    """Return the change; ``becomes`` is for a duty not owed, one owed and one kept."""
    not_owed, owed, kept = becomes
    told = not_owed << IF_NOT_OWED | owed << IF_OWED | kept << IF_KEPT
    return told | DONE * done | STANDS * stands | COMES * comes
