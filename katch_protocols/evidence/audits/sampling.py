"""Which cases are explained where they are too many: a sample, and it is said.

Those with the least keyed hashes are, so that nothing about a case decides whether it
is among them, and the same cases are however a log is parted out.
"""

from collections.abc import Sequence

from katch_protocols.evidence.logs.events import LogCase

__all__ = ["MOST_EXPLAINED", "sampled"]

MOST_EXPLAINED = 1_000_000
"""More cases of a log are not explained; of a log in parts each has its share."""


def sampled(
    cases: Sequence[LogCase], most: int
) -> tuple[Sequence[LogCase], Sequence[LogCase]]:
    """Return the cases that are explained, and those that are not; most often none."""
    if len(cases) <= most:
        return cases, ()
    ranked = sorted(cases, key=lambda each: each.key)
    return ranked[:most], ranked[most:]
