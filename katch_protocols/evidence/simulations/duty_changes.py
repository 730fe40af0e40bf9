"""What a step makes of the duties with clocks of their own, as a case has them."""

from collections.abc import Container, Iterator
from datetime import UTC, datetime

from katch_protocols.cases.owed import DutyRule, OwedSince, after_step
from katch_protocols.evidence.simulations.draft import PlannedProcess
from katch_protocols.evidence.simulations.duty_states import (
    AS_IT_WAS,
    KEPT_NOW,
    NO_LONGER_OWED,
    OWED_BEFORE,
    OWED_NOW,
    change_of,
)
from katch_protocols.evidence.simulations.plan import Op
from katch_protocols.semantics.table import Row

__all__ = ["duties_that_go_on", "duty_changes"]

_AT = (datetime(2001, 1, 1, tzinfo=UTC), 0)
_BEFORE = (datetime(2000, 1, 1, tzinfo=UTC), 0)
_KNOWN = (None, OwedSince(_BEFORE), OwedSince(_BEFORE, kept=True))
"""What may be known of a duty before a step: not owed, owed, kept."""

_UNCHANGED = (NO_LONGER_OWED, AS_IT_WAS, AS_IT_WAS)


def _becomes(known: OwedSince | None, new: OwedSince | None) -> int:
    """Return what a step makes of a duty."""
    if new is None:
        return NO_LONGER_OWED
    if new == known:
        return AS_IT_WAS
    if new.since == _AT:
        return KEPT_NOW if new.kept else OWED_NOW
    return OWED_BEFORE


def duty_changes(
    process: PlannedProcess,
    row: Row | None,
    word: int,
    after: int,
    came: Container[str],
) -> Iterator[tuple[int, int, int]]:
    """Say what a step makes of each duty with a clock: see ``cases.owed``."""
    for number, rule in enumerate(process.compiled.clocks.duties):
        comes = rule.duty.start in came
        stands = row is not None and _stands_still(rule, row, word, after)
        touched = row is None or comes or rule.is_touched(row, word ^ after)
        if not touched and not stands:
            continue
        change = (row, word, after)
        not_owed, owed, kept = (
            _becomes(known, after_step(rule, known, change, _AT, comes=comes))
            for known in _KNOWN
        )
        becomes = (not_owed, owed, kept)
        if becomes != _UNCHANGED or stands or comes:
            done = row is not None and row.activity == rule.duty.activity
            code = change_of(becomes, done=done, stands=stands, comes=comes)
            yield Op.DUTY, process.duties + number, code


def duties_that_go_on(
    process: PlannedProcess, row: Row | None, word: int, after: int
) -> Iterator[tuple[int, int, int]]:
    """Say which duties, that a step leaves or finds standing still, go on after it."""
    for number, rule in enumerate(process.compiled.clocks.duties):
        was_on = row is not None and rule.is_on(word)
        through = row is not None and _stands_still(rule, row, word, after)
        if rule.tops and rule.is_on(after) and (through or not was_on):
            yield Op.GO_ON, process.duties + number, 0


def _stands_still(rule: DutyRule, row: Row, word: int, after: int) -> bool:
    """Tell whether a duty is left with a step, to be taken up as it was.

    That may be in the same instant; one that was left before stands still as well.
    """
    if not rule.is_on(after):
        return rule.is_held(after)
    is_back = rule.is_on(word) and rule.is_resumed(row, after)
    return is_back and not rule.begins_anew(row)
