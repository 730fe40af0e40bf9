"""What a step makes of the duties with clocks of their own, as a case has them."""

from collections.abc import Container, Iterator
from datetime import UTC, datetime

from katch_protocols.cases.owed import DutyRule, OwedSince, after_step
from katch_protocols.evidence.simulations.draft import PlannedProcess
from katch_protocols.evidence.simulations.plan import Op
from katch_protocols.semantics.table import Row

__all__ = ["duty_changes", "stands_still"]

_AT = (datetime(2001, 1, 1, tzinfo=UTC), 0)
_BEFORE = (datetime(2000, 1, 1, tzinfo=UTC), 0)
_KNOWN = (None, OwedSince(_BEFORE), OwedSince(_BEFORE, kept=True))
"""What may be known of a duty before a step: not owed, owed, kept."""

_DONE, _STANDS, _COMES = 125, 250, 500
"""Of the code of a duty, besides what ``_becomes`` says of each that may be known:
whether it is done, whether it stands still, whether its clock starts anew.
"""


def _becomes(known: OwedSince | None, new: OwedSince | None) -> int:
    """Return what a step makes of a duty.

    0 not owed, 1 as it was, 2 owed from now, 3 kept now, 4 owed again since before.
    """
    if new is None:
        return 0
    if new == known:
        return 1
    if new.since == _AT:
        return 3 if new.kept else 2
    return 4


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
        stands = row is not None and stands_still(rule, row, word, after)
        touched = row is None or comes or rule.is_touched(row, word ^ after)
        if not touched and not stands:
            continue
        change = (row, word, after)
        found = [
            _becomes(known, after_step(rule, known, change, _AT, comes=comes))
            for known in _KNOWN
        ]
        if found != [0, 1, 1] or stands or comes:
            done = row is not None and row.activity == rule.duty.activity
            code = found[0] + 5 * found[1] + 25 * found[2] + _DONE * done
            code += _STANDS * stands + _COMES * comes
            yield Op.DUTY, process.duties + number, code


def stands_still(rule: DutyRule, row: Row, word: int, after: int) -> bool:
    """Tell whether a duty is left with a step, to be taken up as it was.

    That may be in the same instant; one that was left before stands still as well.
    """
    if not rule.is_on(after):
        return rule.is_held(after)
    is_back = rule.is_on(word) and rule.is_resumed(row, after)
    return is_back and not rule.begins_anew(row)
